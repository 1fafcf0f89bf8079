using Jtai.Portal.Browser.Tests.Harness;
using Jtai.Portal.Tests.StandIns;
using Microsoft.Playwright;

namespace Jtai.Portal.Browser.Tests;

/// <summary>A form that looks like a child's details comes back with the question why it is none.</summary>
[Collection(nameof(Browser))]
public sealed class GuardFormTests(SignedInPlatform platform, Chromium chromium) : IClassFixture<SignedInPlatform>, IDisposable
{
    private const string Action = $"/partnerships/haskermoor/actions/{StandInActions.ActionId}";

    [Theory]
    [InlineData(1280, false)]
    [InlineData(320, true)]
    public async Task Form_ThatLooksLikeAChilds_AsksWithWhatWasTypedAndIsSavedWithTheReason(int width, bool script)
    {
        await using var window = await chromium.OpenAsync(platform.Origin, width, script);
        await platform.SignInAsync(window, "manager");
        var page = window.Page;
        await page.GotoAsync(Action + "/withdraw");
        await page.Locator("main textarea").First.FillAsync("Entered twice, DOB 12/03/2014");
        platform.StandIns.Answers.Answer = FormAnswer.LooksLikeAChild;
        await page.Locator("main form[method=post] button").First.ClickAsync();

        var box = page.GetByLabel("Why can no child be known by this?");
        if (script)
        {
            await window.CheckAsync("guard-form");
        }

        Assert.Equal("Entered twice, DOB 12/03/2014", await page.Locator("main textarea:not([name=no-child-because])").First.InputValueAsync());
        await page.Locator(".govuk-error-summary__list a", new() { HasText = "Say why no child can be known by this" }).ClickAsync();
        if (script)
        {
            Assert.Equal("no-child-because", await page.EvaluateAsync<string>("() => document.activeElement.name"));
        }

        await box.FillAsync("It is the day the service began.");
        await page.Locator("main form[method=post] button").First.ClickAsync();
        await page.WaitForURLAsync(url => !url.EndsWith("/withdraw", StringComparison.Ordinal));
        Assert.Equal("It is the day the service began.", platform.StandIns.Answers.Given.Reason);
    }

    [Fact]
    public async Task Upload_OfAFileWhoseNameLooksLikeAChilds_ComesWithItsFormWhichAsks()
    {
        await using var window = await chromium.OpenAsync(platform.Origin, 1280);
        await platform.SignInAsync(window, "officer");
        var page = window.Page;
        await page.GotoAsync(Action + "/evidence/add");
        await ChooseAsync();
        platform.StandIns.Answers.Answer = FormAnswer.LooksLikeAChild;
        await page.GetByRole(AriaRole.Button, new() { Name = "Add the evidence" }).ClickAsync();
        await page.GetByLabel("Why can no child be known by this?").FillAsync("It is the day the service began.");
        platform.StandIns.Answers.Answer = FormAnswer.OfTheStandIn;
        await ChooseAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Add the evidence" }).ClickAsync();
        await page.WaitForURLAsync("**/evidence/" + StandInEvidence.EvidenceId);

        async Task ChooseAsync()
        {
            await page.GetByLabel("What does it show?").FillAsync("The group met.");
            await page.GetByLabel("A file", new() { Exact = true }).CheckAsync();
            await page.GetByLabel("File", new() { Exact = true }).SetInputFilesAsync(new FilePayload { Name = "DOB 12-03-2014.pdf", MimeType = "application/pdf", Buffer = new byte[1000] });
        }
    }

    public void Dispose() => platform.StandIns.Answers.Answer = FormAnswer.OfTheStandIn;
}
