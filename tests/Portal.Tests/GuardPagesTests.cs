using System.Net;
using Google.Protobuf.WellKnownTypes;
using Jtai.Partners.V1;
using Jtai.Portal.Tests.StandIns;

namespace Jtai.Portal.Tests;

/// <summary>The manager's list of reasons for what looked like a child's details.</summary>
public sealed class GuardPagesTests(PlatformOfStandIns platform) : IClassFixture<PlatformOfStandIns>, IDisposable
{
    private const string Address = "/partnerships/haskermoor/guard";

    [Fact]
    public async Task Guard_WithoutReasons_SaysWhatWouldBeListed()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var page = await browser.OpenAsync(Address);
        Assert.Contains("No reason has been given in the last 13 months.", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll("main table"));
    }

    [Fact]
    public async Task Guard_WithReasons_ListsThemByWeekWithTheRecord()
    {
        // Half past midnight in London on a Monday, and an evening two days before.
        platform.Partners.GuardReasons.Add(Reason(new(2026, 11, 9, 0, 30, 0, TimeSpan.Zero), "jtai.actions.v1.Actions/DescribeAction", "ActionChanged", StandInActions.ActionId));
        platform.Partners.GuardReasons.Add(Reason(new(2026, 11, 7, 19, 0, 0, TimeSpan.Zero), "jtai.actions.v1.Evidence/BeginUpload", "", ""));
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var page = await browser.OpenAsync(Address);

        Assert.Equal(["Week of Monday 9 November 2026", "Week of Monday 2 November 2026"], page.QuerySelectorAll("main h2").Select(one => one.TextContent));
        var rows = page.QuerySelectorAll("main tbody tr");
        Assert.Equal(2, rows.Length);
        Assert.Equal("Describe action", rows[0].QuerySelector($"a[href='/partnerships/haskermoor/actions/{StandInActions.ActionId}']")!.TextContent);
        foreach (var words in new[] { "Priya Nair, Superintendent, Westmarch Police", "Outcome sought: a date of birth and a home postcode", "The day the service began." })
        {
            Assert.Contains(words, rows[0].TextContent, StringComparison.Ordinal);
        }

        Assert.Contains("Begin upload", rows[1].TextContent, StringComparison.Ordinal);
        Assert.Empty(rows[1].QuerySelectorAll("a"));
        Assert.Equal("Earlier reasons", page.QuerySelector($"main a[href='{Address}?before=older']")!.TextContent);
        Assert.Empty((await browser.OpenAsync(Address + "?before=older")).QuerySelectorAll("main table"));
    }

    [Theory]
    [InlineData("officer")]
    [InlineData("councillor")]
    [InlineData("chair")]
    public async Task Guard_ForOthers_IsForbiddenAndNotInTheirNavigation(string person)
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, person);
        var page = await browser.OpenAsync(Address, HttpStatusCode.Forbidden);
        Assert.DoesNotContain(page.QuerySelectorAll("header nav a"), link => link.GetAttribute("href") == Address);
    }

    public void Dispose() => platform.Partners.GuardReasons.Clear();

    private static GuardReason Reason(DateTimeOffset at, string rpc, string kind, string id) => new()
    {
        At = Timestamp.FromDateTimeOffset(at), PersonName = "Priya Nair", JobTitle = "Superintendent", AgencyId = "westmarch-police", Capacity = Capacity.AgencyLead,
        Rpc = rpc, RecordKind = kind, RecordId = id, Reason = "The day the service began.",
        Fields = { new DoubtedField { Field = "outcome_sought", Found = { ChildIdentifierKind.DateOfBirth, ChildIdentifierKind.HomePostcode } } },
    };
}
