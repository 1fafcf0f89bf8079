using System.Net;
using Google.Protobuf.WellKnownTypes;
using Jtai.Partners.V1;
using Jtai.Portal.Tests.StandIns;

namespace Jtai.Portal.Tests;

/// <summary>Operators provision, suspend, close and recover tenants; their people see what concerns them.</summary>
public sealed class TenantPagesTests : IClassFixture<PlatformOfStandIns>, IDisposable
{
    private const string Tenants = "/operations/tenants";
    private const string Haskermoor = Tenants + "/haskermoor";
    private const string Home = "/partnerships/haskermoor";

    private readonly PlatformOfStandIns platform;

    public TenantPagesTests(PlatformOfStandIns platform)
    {
        this.platform = platform;
        platform.Tenants.Haskermoor = StandInTenants.Open();
        platform.Tenants.Asked.Clear();
        platform.Partners.Invitation = StandInPartners.NewInvitation();
        platform.Operations.Away = null;
    }

    public void Dispose()
    {
        foreach (var place in platform.Partners.People.Values.SelectMany(session => session.Workplaces))
        {
            (place.Suspended, place.ClosesOn, place.RecoveryWaits) = (false, "", false);
        }

        platform.Operations.Away = null;
    }

    [Fact]
    public async Task Tenants_OfTheList_SayStateManagersAndWhatEachPartKeeps()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "operator");
        var page = await browser.OpenAsync(Tenants);
        var row = page.QuerySelector("main tbody tr")!.TextContent;
        Assert.All(["Open", "1,234", "100,000 or more", "2 files, 3.5 MB"], words => Assert.Contains(words, row, StringComparison.Ordinal));
        platform.Operations.Away = "reporting";
        var away = (await browser.OpenAsync(Tenants)).QuerySelector("main tbody tr")!.TextContent;
        Assert.Contains("Not known", away, StringComparison.Ordinal);
    }

    [Fact]
    public async Task New_FilledIn_ProvisionsInOneActAndSaysWhatHappensNext()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "operator");
        var form = await browser.OpenAsync(Tenants + "/new");
        using var saved = await browser.PostAsync(
            form, Tenants + "/new", ("Name", "Haskermoor Partnership"), ("Area", "Haskermoor"), ("PartnershipId", " haskermoor "), ("Code", "HSK"),
            ("Council", "haskermoor-council"), ("Police", "westmarch-police"), ("Board", "moors-icb"), ("Others", "moors-hospitals"), ("Others", "moors-icb"),
            ("FullName", "Mina Okafor"), ("JobTitle", "Manager"), ("AgencyId", "haskermoor-council"), ("Email", " m.okafor@example.org "));
        Assert.Equal(Haskermoor, saved.Headers.Location?.OriginalString);
        var sent = platform.Partners.Provisioned.Last();
        Assert.Equal(
            [("haskermoor-council", true), ("westmarch-police", true), ("moors-icb", true), ("moors-hospitals", false)],
            sent.Agencies.Select(one => (one.AgencyId, one.SafeguardingPartner)));
        Assert.Equal(
            ("haskermoor", "Mina Okafor", "m.okafor@example.org", platform.Issuer, ""),
            (sent.PartnershipId, sent.FirstManager.Name, sent.FirstManager.Email, sent.FirstManager.Issuer, sent.FirstManager.Subject));
        (platform.Tenants.Haskermoor.People, platform.Tenants.Haskermoor.Managers, platform.Tenants.Haskermoor.Leads) = (1, 1, 0);
        Assert.Contains("Send its first manager the text", (await browser.OpenAsync(Haskermoor)).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Suspend_WithAReason_IsAskedWithTheVersionThatWasShown()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "operator");
        var form = await browser.OpenAsync(Haskermoor + "/suspend");
        using var saved = await browser.PostAsync(form, Haskermoor + "/suspend", ("Reason", "SecurityIncident"));
        Assert.Equal(Haskermoor, saved.Headers.Location?.OriginalString);
        var sent = Assert.IsType<SuspendTenantRequest>(Assert.Single(platform.Tenants.Asked));
        Assert.Equal(("haskermoor", SuspensionReason.SecurityIncident, 3L), (sent.TenantId, sent.Reason, sent.ExpectedVersion));
    }

    [Fact]
    public async Task Tenant_ThatWaitsForTheSecondKey_OffersItAndSaysThatOneAskedOneself()
    {
        var standing = platform.Tenants.Haskermoor.Standing;
        (standing.Closing, standing.ClosingAskedBy, standing.ClosingAskedAt) = (ClosingState.Asked, "operator", Timestamp.FromDateTime(DateTime.UtcNow));
        using var browser = await BrowserOfOne.SignedInAsync(platform, "operator");
        (standing.SuspendedAt, standing.SuspendedFor) = (Timestamp.FromDateTime(DateTime.UtcNow), SuspensionReason.Contract);
        var suspended = await browser.OpenAsync(Haskermoor);
        Assert.Contains("it cannot be confirmed. End the suspension first.", suspended.Body!.TextContent, StringComparison.Ordinal);
        Assert.Empty(suspended.QuerySelectorAll("form[action$='ConfirmClosing']"));
        (standing.SuspendedAt, standing.SuspendedFor) = (null, default);
        var page = await browser.OpenAsync(Haskermoor);
        Assert.Contains("You asked for it", page.Body!.TextContent, StringComparison.Ordinal);
        using var confirmed = await browser.PostAsync(page, Haskermoor + "?handler=ConfirmClosing", ("Version", "3"));
        Assert.Equal(HttpStatusCode.Redirect, confirmed.StatusCode);
        Assert.IsType<ConfirmClosingRequest>(Assert.Single(platform.Tenants.Asked));
        using var stale = await browser.PostAsync(page, Haskermoor + "?handler=CallOff", ("Version", "2"));
        Assert.Contains("Somebody else changed this", await stale.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tenant_ThatIsSuspended_SaysWhatWaits()
    {
        var (shown, standing) = (platform.Tenants.Haskermoor, platform.Tenants.Haskermoor.Standing);
        (standing.SuspendedAt, standing.SuspendedFor) = (Timestamp.FromDateTime(DateTime.UtcNow), SuspensionReason.Contract);
        (standing.Closing, standing.ClosesOn, standing.ClosingFor) = (ClosingState.Confirmed, "2099-12-30", ClosingReason.Contract);
        (shown.Managers, shown.Recovery, shown.Recovering) = (0, StandInTenants.Recovering(RecoveryState.Ended), new Person { Name = "Nils Berg" });
        shown.Recovery.EndedBy = RecoveryEnding.Suspended;
        using var browser = await BrowserOfOne.SignedInAsync(platform, "operator");
        var page = await browser.OpenAsync(Haskermoor);
        Assert.All(
            ["it was suspended, and nobody there could have refused", "on 30 December 2099 at the earliest", "its days do not count towards a closing"],
            words => Assert.Contains(words, page.Body!.TextContent, StringComparison.Ordinal));
        Assert.Empty(page.QuerySelectorAll($"a[href='{Haskermoor}/recover']"));
    }

    [Fact]
    public async Task Partnership_ThatIsSuspended_SaysSoInWordsOnItsPagesAndInTheChooser()
    {
        var session = platform.Partners.People["force-officer"];
        session.Workplaces.Single(place => place.TenantId == "haskermoor").Suspended = true;
        using var browser = await BrowserOfOne.SignedInAsync(platform, "force-officer");
        var page = await browser.OpenAsync(Home + "/people", HttpStatusCode.Forbidden);
        Assert.Contains("This partnership is suspended", page.QuerySelector("h1")!.TextContent, StringComparison.Ordinal);
        var choice = await browser.OpenAsync("/?choose=true");
        Assert.Contains("Suspended for now", choice.Body!.TextContent, StringComparison.Ordinal);
        Assert.Empty(choice.QuerySelectorAll($"main a[href='{Home}']"));
    }

    [Theory]
    [InlineData("manager", true)]
    [InlineData("chief", true)]
    [InlineData("officer", false)]
    public async Task Partnership_ThatCloses_SaysSoToThoseWhoCanDoSomething(string person, bool told)
    {
        platform.Partners.People[person].Workplaces.Single().ClosesOn = "2099-12-30";
        using var browser = await BrowserOfOne.SignedInAsync(platform, person);
        var page = await browser.OpenAsync(Home + "/people");
        Assert.Equal(told, page.QuerySelectorAll(".govuk-notification-banner").Any(banner => banner.TextContent.Contains("closes on 30 December 2099", StringComparison.Ordinal)));
        await browser.OpenAsync(Home + "/standing", told ? HttpStatusCode.OK : HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Standing_WhileItCloses_LetsTheManagerCallItOffAndNobodyElse()
    {
        var standing = platform.Tenants.Haskermoor.Standing;
        (standing.Closing, standing.ClosesOn, standing.ClosingFor) = (ClosingState.Confirmed, "2099-12-30", ClosingReason.Contract);
        using var lead = await BrowserOfOne.SignedInAsync(platform, "chief");
        Assert.Contains("Your partnership manager can call it off", (await lead.OpenAsync(Home + "/standing")).Body!.TextContent, StringComparison.Ordinal);
        using var manager = await BrowserOfOne.SignedInAsync(platform, "manager");
        var page = await manager.OpenAsync(Home + "/standing");
        using var saved = await manager.PostAsync(page, Home + "/standing");
        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        Assert.IsType<CallOffClosingRequest>(Assert.Single(platform.Tenants.Asked));
    }

    [Fact]
    public async Task Standing_WithAProposedManager_LetsALeadRefuseOrAppointAnother()
    {
        platform.Partners.People["chief"].Workplaces.Single().RecoveryWaits = true;
        (platform.Tenants.Haskermoor.Recovery, platform.Tenants.Haskermoor.Recovering) =
            (StandInTenants.Recovering(RecoveryState.Confirmed), new Person { Name = "Nils Berg", JobTitle = "Head of service" });
        using var browser = await BrowserOfOne.SignedInAsync(platform, "chief");
        Assert.Contains("has no manager", (await browser.OpenAsync(Home + "/people")).QuerySelector(".govuk-notification-banner")!.TextContent, StringComparison.Ordinal);
        var page = await browser.OpenAsync(Home + "/standing");
        Assert.All(["Nils Berg", "3 December 2099", "appoint a manager yourself"], words => Assert.Contains(words, page.Body!.TextContent, StringComparison.Ordinal));
        platform.Tenants.Haskermoor.Standing.Version = 4;
        var form = await browser.OpenAsync(Home + "/standing/refuse");
        using var saved = await browser.PostAsync(form, Home + "/standing/refuse", ("Reason", "We appoint one ourselves."));
        Assert.Equal(Home + "/standing", saved.Headers.Location?.OriginalString);
        Assert.Equal("We appoint one ourselves.", Assert.IsType<RefuseRecoveryRequest>(Assert.Single(platform.Tenants.Asked)).Reason);
    }

    [Theory]
    [InlineData("manager", Home + "/people/invitations")]
    [InlineData("operator", "/operations/invitations")]
    public async Task Invitation_OfSomebody_HasTheTextToSendAndIsWithdrawn(string person, string list)
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, person);
        Assert.Single((await browser.OpenAsync(list)).QuerySelectorAll($"main a[href='{list}/{StandInPartners.InvitedId}']"));
        var address = $"{list}/{StandInPartners.InvitedId}";
        var page = await browser.OpenAsync(address);
        var text = page.QuerySelector(".govuk-inset-text")!.TextContent;
        Assert.All(["Dear Sunniva Okell", "/sign-in", "s.okell@example.org"], words => Assert.Contains(words, text, StringComparison.Ordinal));
        using var withdrawn = await browser.PostAsync(page, address + "?handler=Withdraw", ("Version", "1"));
        Assert.Equal(address, withdrawn.Headers.Location?.OriginalString);
        Assert.Contains("Nobody can take it", (await browser.OpenAsync(address)).Body!.TextContent, StringComparison.Ordinal);
    }
}
