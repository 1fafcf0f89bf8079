using System.Net;
using Jtai.Portal.Tests.StandIns;

namespace Jtai.Portal.Tests;

public sealed class PageQuotaTests : IAsyncLifetime
{
    private readonly PlatformOfStandIns platform = new();

    public Task InitializeAsync()
    {
        platform.Portal.Settings["Quota:PagesPerSecond"] = "1";
        return platform.InitializeAsync();
    }

    public Task DisposeAsync() => platform.DisposeAsync();

    [Fact]
    public async Task Pages_OfABusyPartnership_AreBoundedWithWordsAndThoseOfAnAgencyAreNot()
    {
        using var manager = await BrowserOfOne.SignedInAsync(platform, "manager");
        using var colleague = await BrowserOfOne.SignedInAsync(platform, "officer");
        using var forceLead = await BrowserOfOne.SignedInAsync(platform, "force-lead");

        var asked = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => manager.Client.GetAsync("/partnerships/haskermoor/actions")));
        var colleagues = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => colleague.Client.GetAsync("/partnerships/haskermoor/actions")));
        var across = await forceLead.Client.GetAsync("/across");

        Assert.Contains(asked, page => page.StatusCode == HttpStatusCode.OK);
        Assert.Contains("others of your partnership", await asked.First(page => page.StatusCode == HttpStatusCode.TooManyRequests).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains(colleagues, page => page.StatusCode == HttpStatusCode.TooManyRequests);
        Assert.Equal(HttpStatusCode.OK, across.StatusCode);
    }
}
