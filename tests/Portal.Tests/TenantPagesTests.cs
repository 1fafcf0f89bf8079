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
    public async Task Agencies_OfTheRegister_AreListedAndFoundByWords()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "operator");
        var address = (await browser.OpenAsync("/operations/agencies/new")).QuerySelector("main p a")!.GetAttribute("href")!;
        Assert.NotNull((await browser.OpenAsync(Tenants)).QuerySelector($"main a[href='{address}']"));
        var page = await browser.OpenAsync(address);
        Assert.Equal(4, page.QuerySelectorAll("main tbody tr").Length);
        Assert.Equal(["haskermoor-council", "Council", "Stands by itself"], page.QuerySelector("main tbody tr")!.QuerySelectorAll("td").Select(cell => cell.TextContent).Skip(1));
        page = await browser.OpenAsync(address + "?words=hospitals%20MOORS");
        Assert.Equal("Moors Hospitals", Assert.Single(page.QuerySelectorAll("main tbody th")).TextContent);
        Assert.Equal("hospitals MOORS", page.QuerySelector("input[name=words]")!.GetAttribute("value"));
        Assert.Contains("No agency holds these words.", (await browser.OpenAsync(address + "?words=nowhere")).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("manager")]
    [InlineData("force-lead")]
    public async Task Agencies_OfTheRegister_AreForOperatorsAlone(string person)
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, person);
        await browser.OpenAsync("/operations/agencies", HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Tenants_OfTheList_SayStateManagersAndWhatEachPartKeeps()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "operator");
        var page = await browser.OpenAsync(Tenants);
        var row = page.QuerySelector("main tbody tr")!.TextContent;
        Assert.All(["Open", "1,234", "100,000 or more", "2 files, 3.5 MB", "24 November 2026"], words => Assert.Contains(words, row, StringComparison.Ordinal));
        platform.Operations.Away = "reporting";
        var away = (await browser.OpenAsync(Tenants)).QuerySelector("main tbody tr")!.TextContent;
        Assert.Contains("Not known", away, StringComparison.Ordinal);
        Assert.Contains("without Reporting", away, StringComparison.Ordinal);
        Assert.Contains("24 November 2026", (await browser.OpenAsync(Haskermoor)).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
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
        (platform.Tenants.Haskermoor.People, platform.Tenants.Haskermoor.Managers, platform.Tenants.Haskermoor.Leads) = (1, 0, 0);
        platform.Tenants.Haskermoor.AwaitedManagerId = StandInPartners.InvitedId;
        Assert.Contains("Send its first manager the text", (await browser.OpenAsync(Haskermoor)).Body!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "", "", "Nothing: its manager runs it.")]
    [InlineData(0, "", "No manager", "nobody who can appoint one")]
    [InlineData(0, StandInPartners.InvitedId, "First manager has not come", "Send its first manager the text")]
    public async Task Tenant_ByItsManagers_SaysWhoIsMissingAndWhatToDo(int managers, string awaited, string state, string next)
    {
        var shown = platform.Tenants.Haskermoor;
        (shown.People, shown.Managers, shown.Leads, shown.AwaitedManagerId) = (1, managers, 0, awaited);
        using var browser = await BrowserOfOne.SignedInAsync(platform, "operator");
        var page = await browser.OpenAsync(Haskermoor);
        Assert.Contains(next, page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(state.Length > 0, page.QuerySelectorAll("main .govuk-tag").Any(tag => tag.TextContent.Contains(state, StringComparison.Ordinal) && state.Length > 0));
        Assert.Equal(state.Length > 0 ? 1 : 0, page.QuerySelectorAll("main a[href='/operations/runbook#no-manager']").Length);
        Assert.Equal(awaited.Length > 0 ? 1 : 0, page.QuerySelectorAll($"main a[href='/operations/invitations/{StandInPartners.InvitedId}']").Length);
    }

    [Fact]
    public async Task Tenant_InEachState_LeadsToAHeadingOfTheRunbook()
    {
        var standing = platform.Tenants.Haskermoor.Standing;
        (standing.SuspendedAt, standing.Closing, standing.ClosesOn) = (Timestamp.FromDateTime(DateTime.UtcNow), ClosingState.Confirmed, "2099-12-30");
        platform.Tenants.Haskermoor.Managers = 0;
        using var browser = await BrowserOfOne.SignedInAsync(platform, "operator");
        var runbook = await browser.OpenAsync("/operations/runbook");
        var links = (await browser.OpenAsync(Haskermoor)).QuerySelectorAll("main a[href^='/operations/runbook#']").Select(link => link.GetAttribute("href")!.Split('#')[1]).ToList();
        Assert.Equal(["suspended", "closing", "no-manager"], links);
        Assert.All(links.Append("gateway"), anchor => Assert.NotNull(runbook.GetElementById(anchor)));
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
    public async Task Standing_AfterAClosingThatNobodyConfirmed_SaysSoAndThatNothingIsToDo()
    {
        platform.Tenants.Haskermoor.Standing.Closing = ClosingState.Lapsed;
        using var manager = await BrowserOfOne.SignedInAsync(platform, "manager");
        var words = (await manager.OpenAsync(Home + "/standing")).Body!.TextContent;
        Assert.All(["no second operator confirmed it", "There is nothing to do"], one => Assert.Contains(one, words, StringComparison.Ordinal));
        Assert.DoesNotContain("Call the closing off", words, StringComparison.Ordinal);
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
    [InlineData("chief")]
    [InlineData("manager")]
    public async Task Standing_AfterAProposalWasRefused_SaysWhenAndWhy(string person)
    {
        var recovery = StandInTenants.Recovering(RecoveryState.Refused);
        (recovery.RefusedReason, recovery.RefusedAt) = ("We appoint one ourselves.", StandInPartners.NewInvitation().InvitedAt);
        (platform.Tenants.Haskermoor.Recovery, platform.Tenants.Haskermoor.Recovering) = (recovery, new Person { Name = "Nils Berg", JobTitle = "Head of service" });
        using var browser = await BrowserOfOne.SignedInAsync(platform, person);
        var people = await browser.OpenAsync(Home + "/people");
        var page = await browser.OpenAsync(people.QuerySelector($"main a[href='{Home}/standing']")!.GetAttribute("href")!);
        Assert.All(["Nils Berg", "10 November 2026", "We appoint one ourselves."], words => Assert.Contains(words, page.QuerySelector("main")!.TextContent, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("manager", Home + "/people/invitations")]
    [InlineData("operator", "/operations/invitations")]
    public async Task CorrectInvitation_FromItsPage_SendsTheAddressOnTheVersionSeen(string person, string list)
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, person);
        var address = $"{list}/{StandInPartners.InvitedId}";
        var form = await browser.OpenAsync((await browser.OpenAsync(address)).QuerySelector($"main a[href='{address}/correct']")!.GetAttribute("href")!);
        Assert.Equal("s.okell@example.org", form.QuerySelector("input[name=Email]")!.GetAttribute("value"));
        using var wrong = await browser.PostAsync(form, address + "/correct", ("Email", "nobody"));
        Assert.Contains("Enter an email address", await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var stale = await browser.PostAsync(form, address + "/correct", ("Email", "a@example.org"), ("Version", "0"));
        Assert.Contains("Somebody else changed this", await stale.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var saved = await browser.PostAsync(form, address + "/correct", ("Email", " sunniva.okell@example.org "));
        Assert.Equal(address, saved.Headers.Location?.OriginalString);
        var sent = platform.Partners.CorrectedInvitations.Last();
        Assert.Equal((StandInPartners.InvitedId, "sunniva.okell@example.org", 1L), (sent.PersonId, sent.Email, sent.ExpectedVersion));
    }

    [Fact]
    public async Task Invitation_OfTheManagerOfAWorkspace_CallsTheirRoleSo()
    {
        platform.Partners.InvitedTo = ("agency:westmarch-police", "Westmarch Police", [Capacity.PartnershipManager]);
        using var browser = await BrowserOfOne.SignedInAsync(platform, "operator");
        var words = (await browser.OpenAsync("/operations/invitations/" + StandInPartners.InvitedId)).Body!.TextContent;
        Assert.Contains("invites you to Westmarch Police, as manager of the workspace.", words, StringComparison.Ordinal);
        Assert.DoesNotContain("partnership manager", words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("manager", Home + "/people/invitations")]
    [InlineData("force-manager", "/agency/people/invitations")]
    [InlineData("operator", "/operations/invitations")]
    public async Task Invitation_OfSomebody_HasTheTextToSendAndIsWithdrawn(string person, string list)
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, person);
        Assert.Single((await browser.OpenAsync(list)).QuerySelectorAll($"main a[href='{list}/{StandInPartners.InvitedId}']"));
        var address = $"{list}/{StandInPartners.InvitedId}";
        var page = await browser.OpenAsync(address);
        var text = page.QuerySelector(".govuk-inset-text")!.TextContent;
        var by = platform.Partners.People[person].Person.Name;
        string[] says =
        [
            "Dear Sunniva Okell", $"{by} invites you to Haskermoor Safeguarding Children Partnership, as delegated safeguarding partner and agency lead.",
            "/sign-in", "s.okell@example.org", "Questions: reply to this mail.",
        ];
        Assert.All(says, words => Assert.Contains(words, text, StringComparison.Ordinal));
        using var withdrawn = await browser.PostAsync(page, address + "?handler=Withdraw", ("Version", "1"));
        Assert.Equal(address, withdrawn.Headers.Location?.OriginalString);
        Assert.Contains("Nobody can take it", (await browser.OpenAsync(address)).Body!.TextContent, StringComparison.Ordinal);
    }
}
