using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Jtai.Actions.V1;
using Jtai.Portal.Tests.StandIns;

namespace Jtai.Portal.Tests;

/// <summary>The manager's page of what people were told of by mail.</summary>
public sealed class NotificationPagesTests : IClassFixture<PlatformOfStandIns>
{
    private const string Page = "/partnerships/haskermoor/notifications";

    private readonly PlatformOfStandIns platform;

    public NotificationPagesTests(PlatformOfStandIns platform)
    {
        this.platform = platform;
        platform.Notifications.All.RemoveAll(one => one.NotificationId == StandInNotifications.FailedId);
        platform.Notifications.All.Insert(0, StandInNotifications.Of(StandInNotifications.FailedId, NotificationState.Failed, "The mail server refused it (550)."));
    }

    [Fact]
    public async Task List_OfAManager_SaysFirstWhatFailedAndWhyTheOthersWait()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var page = await browser.OpenAsync(Page);
        Assert.StartsWith("1 mail has failed. Somebody was not told of something.", page.QuerySelector(".govuk-body-l")!.TextContent.Trim());
        var rows = page.QuerySelectorAll("tbody tr").Select(row => row.TextContent).ToList();
        Assert.Equal(3, rows.Count);
        Assert.Contains("HSK-2026-A014", rows[0]);
        Assert.Contains("The mail server refused it (550).", rows[0]);
        Assert.Contains("No mail is set up.", rows[2]);
        Assert.Single(page.QuerySelectorAll("tbody form"));
    }

    [Fact]
    public async Task List_OfOneState_ShowsThoseAlone()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var page = await browser.OpenAsync(Page + "?state=Sent");
        Assert.Single(page.QuerySelectorAll("tbody tr"));
        Assert.Equal("Sent", page.QuerySelector("select[name=state] option[selected]")!.TextContent.Trim());
    }

    [Fact]
    public async Task TryAgain_OfWhatFailed_SaysSoAndShowsItWaiting()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var form = await OpenAsync(browser);
        using var answer = await browser.PostAsync(form, Page);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal(NotificationState.Waiting, platform.Notifications.All[0].State);
        var page = await browser.OpenAsync(Page);
        Assert.Contains("It is tried again now.", page.Body!.TextContent);
        Assert.StartsWith("No mail has failed.", page.QuerySelector(".govuk-body-l")!.TextContent.Trim());
    }

    [Fact]
    public async Task TryAgain_OfWhatAnotherHadTriedAgain_SaysSo()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var form = await OpenAsync(browser);
        platform.Notifications.All[0].Version++;
        using var answer = await browser.PostAsync(form, Page);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("Somebody else had it tried again meanwhile.", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task List_OfAnybodyElse_IsRefused()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "officer");
        await browser.OpenAsync(Page, HttpStatusCode.Forbidden);
    }

    /// <summary>With the form that tries again alone: the filter comes before it.</summary>
    private static async Task<IHtmlDocument> OpenAsync(BrowserOfOne browser)
    {
        var page = await browser.OpenAsync(Page);
        page.QuerySelector("main form[method=get]")!.Remove();
        return page;
    }
}
