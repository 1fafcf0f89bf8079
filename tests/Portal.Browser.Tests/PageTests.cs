using System.Net;
using Jtai.Portal.Browser.Tests.Harness;
using Jtai.Portal.Hosting;
using Jtai.Portal.Tests;

namespace Jtai.Portal.Browser.Tests;

[Collection(nameof(Browser))]
public class PageTests(GalleryPortal portal, Chromium chromium)
{
    public static TheoryData<string, string> Pages
    {
        get
        {
            var pages = new TheoryData<string, string>();
            foreach (var path in new[] { "/sign-in", "/help", "/glossary", "/accessibility", "/privacy", "/cookies", "/error/400", "/error/404", "/error/503", "/gallery", "/gallery/form" })
            {
                pages.Add(path, path.Trim('/').Replace('/', '-'));
            }

            return pages;
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Page_AtEachWidth_IsAccessibleAndWithoutErrors(string path, string picture)
    {
        await using var window = await chromium.OpenAsync(portal.Origin, 1280);
        await window.Page.GotoAsync(path);
        await window.CheckAsync(picture, 1280, 320);
    }

    [Fact]
    public async Task Axe_OnAPageWithAFault_FindsIt()
    {
        await using var window = await chromium.OpenAsync(portal.Origin, 1280);
        await window.Page.GotoAsync("/help");
        await window.Page.EvaluateAsync("() => document.querySelector('main').append(document.createElement('button'))");
        Assert.Contains("button-name", await window.ViolationsAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task InlineScript_OnAnyPage_IsBlockedAndSeenAsAConsoleError()
    {
        await using var window = await chromium.OpenAsync(portal.Origin, 1280);
        await window.Page.GotoAsync("/help");
        await window.Page.EvaluateAsync(
            "() => { const s = document.createElement('script'); s.textContent = 'document.title = 1'; document.head.append(s) }");
        Assert.NotEmpty(window.Errors);
        Assert.Equal("Help - Joint inspection action plans", await window.Page.TitleAsync());
    }

    [Fact]
    public async Task SkipLink_ByKeyboard_LeadsToTheContent()
    {
        await using var window = await chromium.OpenAsync(portal.Origin, 1280);
        await window.Page.GotoAsync("/help");
        await window.Page.Keyboard.PressAsync("Tab");
        await window.Page.Keyboard.PressAsync("Enter");
        Assert.Equal("main-content", await window.Page.EvaluateAsync<string>("() => document.activeElement.id"));
    }

    [Fact]
    public async Task FirstView_OfAPage_IsUnder150Kilobytes()
    {
        await using var window = await chromium.OpenAsync(portal.Origin, 1280);
        await window.Page.GotoAsync("/gallery");
        var bytes = await window.Page.EvaluateAsync<int>(
            "() => performance.getEntries().filter(e => 'transferSize' in e).reduce((sum, e) => sum + e.transferSize, 0)");
        Assert.InRange(bytes, 1, 150 * 1024);
    }

    [Fact]
    public async Task PageThatFails_ShowsAReferenceAndNothingOfTheFault()
    {
        using var client = portal.CreateDefaultClient();
        using var answer = await client.GetAsync(new Uri(portal.Origin, "/gallery/failure"));
        var html = await answer.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Contains("quote this reference", html, StringComparison.Ordinal);
        Assert.DoesNotContain("secret of the fault", html, StringComparison.Ordinal);
        Assert.True(answer.Headers.Contains("Content-Security-Policy"));
    }

    [Fact]
    public void Endpoints_WithPagesOpenedInPassing_AreReported() =>
        Assert.Equal(["/Gallery", "/GalleryFailure", "/GalleryForm"], OpenEndpoints.Of(portal.Services).Except([.. OpenPages.Names, "/health/live"]).Order());
}

[CollectionDefinition(nameof(Browser))]
public class Browser : ICollectionFixture<Chromium>, ICollectionFixture<GalleryPortal>;
