using System.Net;
using Jtai.Portal.Tests.StandIns;

namespace Jtai.Portal.Tests;

/// <summary>Who has what for an agency as a whole, and who stands in for whom there.</summary>
public sealed class AgencyPeoplePagesTests(PlatformOfStandIns platform) : IClassFixture<PlatformOfStandIns>
{
    private const string Home = "/agency/people";
    private const string Name = $"{Home}/deputies/for/{StandInPartners.LeadsAppointment}";
    private const string End = $"{Home}/deputies/{StandInPartners.LeadsDeputysAppointment}/end";

    [Fact]
    public async Task People_OfTheAgency_AreThoseOfItsWorkspaceWithOnesOwnDeputies()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "force-lead");
        var across = await browser.OpenAsync("/across");
        var page = await browser.OpenAsync(across.QuerySelector($"header nav a[href='{Home}']")!.GetAttribute("href")!);
        Assert.Equal(["Enid Vane", "Petra Quill", "Priya Nair"], page.QuerySelectorAll("main tbody th").Select(cell => cell.TextContent.Trim()));
        Assert.Contains("Petra Quill, from 1 November 2026 to 14 November 2099", page.QuerySelector("main tbody")!.TextContent, StringComparison.Ordinal);
        Assert.Equal([End, Name], page.QuerySelectorAll("main tbody td a").Select(link => link.GetAttribute("href")!));
    }

    [Fact]
    public async Task Name_ByTheHolder_SendsTheColleagueAndTheDays()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "force-lead");
        var form = await browser.OpenAsync(Name);
        Assert.Equal(["", "force-manager", "force-officer"], form.QuerySelectorAll("select[name=PersonId] option").Select(option => option.GetAttribute("value")));
        using var named = await browser.PostAsync(
            form, Name, ("PersonId", "force-officer"), ("StartsOn.Day", "1"), ("StartsOn.Month", "12"), ("StartsOn.Year", "2026"),
            ("EndsOn.Day", "14"), ("EndsOn.Month", "December"), ("EndsOn.Year", "2026"));
        Assert.Equal(Home, named.Headers.Location?.OriginalString);
        var sent = platform.Partners.Deputies.Last();
        Assert.Equal((StandInPartners.LeadsAppointment, "force-officer", "2026-12-01", "2026-12-14"), (sent.AppointmentId, sent.PersonId, sent.StartsOn, sent.EndsOn));
    }

    [Fact]
    public async Task End_ByTheHolder_EndsItNow()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "force-lead");
        var form = await browser.OpenAsync(End);
        using var ended = await browser.PostAsync(form, End);
        Assert.Equal(Home, ended.Headers.Location?.OriginalString);
        Assert.Equal((StandInPartners.LeadsDeputysAppointment, "", 2), (platform.Partners.Ended.Last().AppointmentId, platform.Partners.Ended.Last().EndsOn, platform.Partners.Ended.Last().ExpectedVersion));
    }

    [Theory]
    [InlineData("force-officer", Name)]
    [InlineData("force-officer", End)]
    [InlineData("icb-officer", Home)]
    public async Task People_OfAnAgency_AreTheirOwnToChangeAndNobodyElsesToRead(string person, string address)
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, person);
        await browser.OpenAsync(address, HttpStatusCode.Forbidden);
    }
}
