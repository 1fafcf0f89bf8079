using System.Net;
using Jtai.Portal.Tests.StandIns;

namespace Jtai.Portal.Tests;

/// <summary>Who stands in for whom: listed, named and ended.</summary>
public sealed class DeputyPagesTests(PlatformOfStandIns platform) : IClassFixture<PlatformOfStandIns>
{
    private const string Home = "/partnerships/haskermoor/deputies";
    private const string ForOfficer = $"{Home}/for/{StandInPartners.OfficersAppointment}";
    private const string EndOfChief = $"{Home}/{StandInPartners.DeputysAppointment}/end";

    [Fact]
    public async Task Deputies_OfAnOfficer_AreTheirOwnAlone()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "officer");
        var work = await browser.OpenAsync("/partnerships/haskermoor/my-work");
        var page = await browser.OpenAsync(work.QuerySelector($"main a[href='{Home}']")!.GetAttribute("href")!);
        Assert.Equal(["Action owner"], page.QuerySelectorAll("main tbody th").Select(cell => cell.TextContent.Trim()));
        Assert.Contains("Cora Mills, from 1 November 2026 to 14 November 2099", page.QuerySelector("main tbody")!.TextContent, StringComparison.Ordinal);
        Assert.NotNull(page.QuerySelector($"main a[href='{ForOfficer}']"));
        Assert.NotNull(page.QuerySelector($"main a[href='{EndOfChief}']"));
    }

    [Fact]
    public async Task Deputies_OfWhoStandsIn_SayForWhom()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "chief");
        Assert.Contains(
            "Asha Verma, as action owner, from 1 November 2026 to 14 November 2099", (await browser.OpenAsync(Home)).QuerySelector("main ul")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deputies_OfTheManager_AreEverybodys()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var page = await browser.OpenAsync("/partnerships/haskermoor/settings");
        page = await browser.OpenAsync(page.QuerySelector($"main a[href='{Home}']")!.GetAttribute("href")!);
        Assert.Contains("Asha Verma, Westmarch Police", page.QuerySelectorAll("main tbody th").Select(cell => cell.TextContent.Trim()));
        Assert.NotNull(page.QuerySelector($"main a[href='{EndOfChief}']"));
    }

    [Theory]
    [InlineData("officer")]
    [InlineData("manager")]
    public async Task Name_ByTheHolderOrTheManager_OffersColleaguesOfTheAgency(string person)
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, person);
        var form = await browser.OpenAsync(ForOfficer);
        var choices = form.QuerySelectorAll("select[name=PersonId] option").Select(option => option.GetAttribute("value")).ToList();
        Assert.Contains("force-officer", choices);
        Assert.DoesNotContain("officer", choices);
        Assert.DoesNotContain("icb-officer", choices);

        using var named = await browser.PostAsync(
            form, ForOfficer, ("PersonId", "force-officer"), ("StartsOn.Day", "1"), ("StartsOn.Month", "12"), ("StartsOn.Year", "2026"),
            ("EndsOn.Day", "14"), ("EndsOn.Month", "December"), ("EndsOn.Year", "2026"));

        Assert.Equal(Home, named.Headers.Location?.OriginalString);
        var sent = platform.Partners.Deputies.Last();
        Assert.Equal(
            (StandInPartners.OfficersAppointment, "force-officer", "2026-12-01", "2026-12-14", 1),
            (sent.AppointmentId, sent.PersonId, sent.StartsOn, sent.EndsOn, sent.ExpectedVersion));
    }

    [Fact]
    public async Task End_ByTheHolder_EndsItNow()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "officer");
        var form = await browser.OpenAsync(EndOfChief);
        Assert.Contains("Cora Mills stands in for Asha Verma as action owner", form.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        using var ended = await browser.PostAsync(form, EndOfChief);
        Assert.Equal(Home, ended.Headers.Location?.OriginalString);
        var sent = platform.Partners.Ended.Last();
        Assert.Equal((StandInPartners.DeputysAppointment, "", 2), (sent.AppointmentId, sent.EndsOn, sent.ExpectedVersion));
    }

    [Theory]
    [InlineData(ForOfficer)]
    [InlineData(EndOfChief)]
    public async Task NameAndEnd_BySomebodyElse_AreForbidden(string address)
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "icb-officer");
        await browser.OpenAsync(address, HttpStatusCode.Forbidden);
    }
}
