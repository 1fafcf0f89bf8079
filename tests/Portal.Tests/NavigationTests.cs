using Jtai.Access;
using Jtai.Partners.V1;
using Jtai.Portal.Tests.StandIns;
using Jtai.Portal.Words;

namespace Jtai.Portal.Tests;

public class NavigationTests(PlatformOfStandIns platform) : IClassFixture<PlatformOfStandIns>
{
    private const string Home = "/partnerships/haskermoor";

    [Theory]
    [InlineData("manager", Home, "Overview", "page")]
    [InlineData("manager", Home + "/inspections/" + StandInInspections.InspectionId + "/letter", "Inspections", "true")]
    [InlineData("manager", Home + "/actions", "Actions", "page")]
    [InlineData("manager", Home + "/actions/" + StandInActions.ActionId, "Actions", "true")]
    [InlineData("manager", Home + "/sharing/offer", "Sharing", "true")]
    [InlineData("manager", Home + "/guard", "Guard", "page")]
    [InlineData("manager", Home + "/settings", "Settings", "page")]
    [InlineData("manager", Home + "/activity/seals", "Activity", "true")]
    [InlineData("operator", "/operations", "Health", "page")]
    [InlineData("operator", "/operations/quarantine", "Quarantine", "page")]
    [InlineData("force-lead", "/across", "All partnerships", "page")]
    [InlineData("force-lead", "/across/haskermoor", "All partnerships", "true")]
    [InlineData("force-lead", "/agency/sharing", "What is shared with us", "page")]
    [InlineData("force-manager", "/agency/people", "Our people", "page")]
    [InlineData("force-manager", "/agency/people/invitations", "Our people", "true")]
    [InlineData("force-manager", "/agency/activity/seals", "Our activity", "true")]
    public async Task Navigation_OfAPage_MarksItsSectionAlone(string person, string address, string section, string current)
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, person);
        var page = await browser.OpenAsync(address);
        var marked = page.QuerySelectorAll("header nav [aria-current]");
        Assert.Equal([(section, current)], marked.Select(link => (link.TextContent.Trim(), link.GetAttribute("aria-current")!)));
    }

    [Fact]
    public async Task Start_OfACouncillor_LeadsToWhatIsPublishedAndSaysWhatTheyCannot()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "councillor");
        using var overview = await browser.Client.GetAsync(Home);
        var first = await browser.OpenAsync(overview.Headers.Location!.OriginalString);
        Assert.Equal("What is published", first.QuerySelector("h1")?.TextContent);
        var page = await browser.OpenAsync(first.QuerySelectorAll("main a")[^1].GetAttribute("href")!);
        Assert.Contains("does not yet prepare papers", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(["What is published", "Your role", "Inspections", "Findings"], page.QuerySelectorAll("header nav a").Select(link => link.TextContent.Trim()));
    }

    [Theory]
    [InlineData("manager", "You run inspections, letters")]
    [InlineData("officer", "You record the progress of what you own")]
    public async Task YourRole_OfWhoeverReadsThePlan_IsOneClickFromTheOverview(string person, string words)
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, person);
        var overview = await browser.OpenAsync(Home);
        var page = await browser.OpenAsync(overview.QuerySelectorAll("main a")[^1].GetAttribute("href")!);
        Assert.Contains(words, page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Role_OfEveryCapacityInAPartnership_SaysWhatItCanDo() => Assert.All(
        AccessPolicy.AnyCapacity.Except([Capacity.CrossPartnershipLead, Capacity.SystemUser]),
        capacity => Assert.Contains("You ", RoleWords.Of(capacity), StringComparison.Ordinal));
}
