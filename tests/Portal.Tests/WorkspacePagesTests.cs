using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Jtai.Partners.V1;
using Jtai.Portal.Tests.StandIns;

namespace Jtai.Portal.Tests;

/// <summary>An agency's own workspace has for its people what a partnership has: roles, invitations, and how it stands.</summary>
public sealed class WorkspacePagesTests : IClassFixture<PlatformOfStandIns>, IDisposable
{
    private const string Home = "/agency/people";
    private const string Standing = "/agency/standing";
    private const string Tenant = "/operations/tenants/agency%3Awestmarch-police";
    private const string InForce = " in " + StandInTenants.ForcesWorkspace;

    private readonly PlatformOfStandIns platform;

    public WorkspacePagesTests(PlatformOfStandIns platform)
    {
        this.platform = platform;
        platform.Tenants.Force = StandInTenants.OpenWorkspace();
        platform.Tenants.Asked.Clear();
    }

    public void Dispose()
    {
        foreach (var place in platform.Partners.People.Values.SelectMany(session => session.Workplaces))
        {
            (place.Suspended, place.ClosesOn) = (false, "");
        }

        BecomeInForce(Capacity.CrossPartnershipLead);
    }

    [Fact]
    public async Task People_OfAWorkspace_AreItsManagersToChangeAndOthersToRead()
    {
        using var manager = await BrowserOfOne.SignedInAsync(platform, "force-manager");
        var page = await manager.OpenAsync(Home);
        var own = page.QuerySelectorAll("main tbody tr").Single(row => row.QuerySelector("th a")?.GetAttribute("href") == Home + "/force-manager");
        Assert.Contains("Manager of the workspace", own.TextContent, StringComparison.Ordinal);
        Assert.All(["/register", "/invitations", "/appoint"], link => Assert.NotNull(page.QuerySelector($"main a[href='{Home}{link}']")));
        Assert.Contains("Enid Vane is the only manager of the workspace", page.QuerySelector("main ul")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("by Enid Vane, manager of the workspace, Westmarch Police", page.QuerySelector(".jtai-paper")!.TextContent, StringComparison.Ordinal);

        using var lead = await BrowserOfOne.SignedInAsync(platform, "force-lead");
        var read = await lead.OpenAsync(Home);
        Assert.All(["/register", "/invitations", "/appoint"], link => Assert.Null(read.QuerySelector($"main a[href='{Home}{link}']")));
    }

    [Fact]
    public async Task People_OfAWorkspaceOnADayBeforeAnybody_AreListedAsLater()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "force-lead");
        var page = await browser.OpenAsync($"{Home}?On.Day=31&On.Month=12&On.Year=2019");
        Assert.Contains("on 31 December 2019", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll("main tbody tr"));
        Assert.Equal(["Enid Vane", "Petra Quill", "Priya Nair"], page.QuerySelectorAll("main li a").Select(link => link.TextContent));
    }

    [Fact]
    public async Task Register_InAWorkspace_InvitesSomebodyOfTheAgencyToARoleOfIt()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "force-manager");
        var form = await browser.OpenAsync(Home + "/register");
        Assert.Equal("westmarch-police", ((IHtmlSelectElement)form.QuerySelector("select[name=AgencyId]")!).Value);
        Assert.Equal(
            [("", "Choose a role"), ("PartnershipManager", "Manager of the workspace"), ("CrossPartnershipLead", "Cross-partnership lead"), ("LeadSafeguardingPartner", "Lead safeguarding partner")],
            form.QuerySelectorAll("select[name=Role] option").Select(option => (option.GetAttribute("value")!, option.TextContent.Trim())));
        Assert.Null(form.QuerySelector("[name=BodyId]"));
        using var saved = await browser.PostAsync(
            form, Home + "/register", ("FullName", "Sunniva Okell"), ("JobTitle", "Superintendent"), ("AgencyId", "westmarch-police"), ("Email", "s.okell@example.org"),
            ("Role", "CrossPartnershipLead"));
        Assert.Equal(Home + "/invitations", saved.Headers.Location?.OriginalString);
        var sent = platform.Partners.NewPeople.Last();
        Assert.Equal(("Sunniva Okell", Capacity.CrossPartnershipLead, "", ""), (sent.Person.Name, sent.Capacity, sent.TenantId, sent.BodyId));
        Assert.Equal("force-manager" + InForce, platform.Partners.AppointedBy);
    }

    [Fact]
    public async Task Appoint_InAWorkspace_IsForSomebodyWhoIsKnownThere()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "force-manager");
        var form = await browser.OpenAsync(Home + "/appoint?person=force-officer");
        Assert.Equal(["", "force-manager", "force-officer", "force-lead"], form.QuerySelectorAll("select[name=PersonId] option").Select(option => option.GetAttribute("value")));
        using var saved = await browser.PostAsync(form, Home + "/appoint", ("PersonId", "force-officer"), ("Role", "LeadSafeguardingPartner"));
        Assert.Equal(Home, saved.Headers.Location?.OriginalString);
        Assert.Equal(("force-officer", Capacity.LeadSafeguardingPartner), (platform.Partners.Appointed.Last().PersonId, platform.Partners.Appointed.Last().Capacity));
        Assert.Equal("force-manager" + InForce, platform.Partners.AppointedBy);
    }

    [Fact]
    public async Task Appoint_ByALeadSafeguardingPartnerOfTheWorkspace_OffersItsManagerAlone()
    {
        BecomeInForce(Capacity.LeadSafeguardingPartner);
        using var browser = await BrowserOfOne.SignedInAsync(platform, "force-lead");
        var form = await browser.OpenAsync((await browser.OpenAsync(Home)).QuerySelector($"main a[href='{Home}/appoint']")!.GetAttribute("href")!);
        Assert.Equal(["", "PartnershipManager"], form.QuerySelectorAll("select[name=Role] option").Select(option => option.GetAttribute("value")));
        await browser.OpenAsync(Home + "/register", HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task End_OfALeadWhoLeaves_IsTheManagersFromTheirPage()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "force-manager");
        var address = $"{Home}/appointments/{StandInPartners.LeadsAppointment}/end";
        var person = await browser.OpenAsync(Home + "/force-lead");
        Assert.Empty(person.QuerySelectorAll("main a[href$='/hand-over']"));
        Assert.DoesNotContain("Open actions", person.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        var form = await browser.OpenAsync(person.QuerySelector($"main a[href='{address}']")!.GetAttribute("href")!);
        Assert.DoesNotContain("handed over", form.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        using var saved = await browser.PostAsync(form, address);
        Assert.Equal(Home, saved.Headers.Location?.OriginalString);
        Assert.Equal((StandInPartners.LeadsAppointment, ""), (platform.Partners.Ended.Last().AppointmentId, platform.Partners.Ended.Last().EndsOn));
        Assert.Equal("force-manager" + InForce, platform.Partners.AppointedBy);
    }

    [Fact]
    public async Task Correct_InAWorkspace_ComesBackToThePerson()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "force-manager");
        var form = await browser.OpenAsync(Home + "/force-lead/correct");
        using var saved = await browser.PostAsync(
            form, Home + "/force-lead/correct", ("FullName", "Priya Nair-Holt"), ("JobTitle", "Superintendent"), ("Email", "p.nair@example.org"), ("AgencyId", "westmarch-police"));
        Assert.Equal(Home + "/force-lead", saved.Headers.Location?.OriginalString);
        Assert.Equal(("force-lead", "Priya Nair-Holt"), (platform.Partners.Corrections.Last().PersonId, platform.Partners.Corrections.Last().Name));
    }

    [Fact]
    public async Task Deputy_OfAnybodyInTheWorkspace_IsItsManagersToNameAndEnd()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "force-manager");
        var name = $"{Home}/deputies/for/{StandInPartners.LeadsAppointment}";
        Assert.NotNull((await browser.OpenAsync(Home)).QuerySelector($"main a[href='{name}']"));
        var form = await browser.OpenAsync(name);
        Assert.Contains("Name a deputy for Priya Nair as cross-partnership lead", form.QuerySelector("h1")!.TextContent, StringComparison.Ordinal);
        using var named = await browser.PostAsync(
            form, name, ("PersonId", "force-officer"), ("StartsOn.Day", "1"), ("StartsOn.Month", "12"), ("StartsOn.Year", "2026"),
            ("EndsOn.Day", "14"), ("EndsOn.Month", "12"), ("EndsOn.Year", "2026"));
        Assert.Equal(Home, named.Headers.Location?.OriginalString);
        var end = await browser.OpenAsync($"{Home}/deputies/{StandInPartners.LeadsDeputysAppointment}/end");
        Assert.Contains("They stand in for Priya Nair as", end.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("force-lead", Home + "/register")]
    [InlineData("force-lead", Home + "/appoint")]
    [InlineData("force-lead", Home + "/invitations")]
    [InlineData("force-lead", Home + "/invitations/" + StandInPartners.InvitedId)]
    [InlineData("force-lead", Home + "/force-officer/correct")]
    [InlineData("force-lead", Home + "/appointments/" + StandInPartners.LeadsAppointment + "/end")]
    [InlineData("manager", Home)]
    [InlineData("manager", Home + "/register")]
    [InlineData("manager", Home + "/force-lead")]
    [InlineData("manager", Standing)]
    public async Task Workspace_ForAnybodyElse_IsForbidden(string person, string address)
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, person);
        await browser.OpenAsync(address, HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("force-manager", Home)]
    [InlineData("force-lead", "/across")]
    public async Task Workspace_ThatCloses_SaysSoOnThePagesOfThoseWhoAnswerForIt(string person, string address)
    {
        platform.Partners.People[person].Workplaces[0].ClosesOn = "2099-12-30";
        using var browser = await BrowserOfOne.SignedInAsync(platform, person);
        var banner = (await browser.OpenAsync(address)).QuerySelector(".govuk-notification-banner")!;
        Assert.Contains("The workspace of Westmarch Police closes on 30 December 2099", banner.TextContent, StringComparison.Ordinal);
        var page = await browser.OpenAsync(banner.QuerySelector("a")!.GetAttribute("href")!);
        Assert.Contains("How this workspace stands", page.QuerySelector("h1")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll(".govuk-notification-banner"));
    }

    [Fact]
    public async Task Workspace_ThatCloses_SaysNothingToWhoCanDoNothing()
    {
        BecomeInForce(Capacity.AgencyLead);
        platform.Partners.People["force-lead"].Workplaces[0].ClosesOn = "2099-12-30";
        using var browser = await BrowserOfOne.SignedInAsync(platform, "force-lead");
        Assert.Empty((await browser.OpenAsync(Home)).QuerySelectorAll(".govuk-notification-banner"));
        await browser.OpenAsync(Standing, HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Standing_OfAWorkspaceWhileItCloses_LetsItsManagerCallItOffAndNobodyElse()
    {
        var standing = platform.Tenants.Force.Standing;
        (standing.Closing, standing.ClosesOn, standing.ClosingFor) = (ClosingState.Confirmed, "2099-12-30", ClosingReason.Contract);
        using var lead = await BrowserOfOne.SignedInAsync(platform, "force-lead");
        var read = await lead.OpenAsync(Standing);
        Assert.Contains("The manager of the workspace can call it off", read.Body!.TextContent, StringComparison.Ordinal);
        Assert.Empty(read.QuerySelectorAll("main form"));
        using var manager = await BrowserOfOne.SignedInAsync(platform, "force-manager");
        using var saved = await manager.PostAsync(await manager.OpenAsync(Standing), Standing, ("Version", "3"));
        Assert.Equal(Standing, saved.Headers.Location?.OriginalString);
        Assert.Equal(3, Assert.IsType<CallOffClosingRequest>(Assert.Single(platform.Tenants.Asked)).ExpectedVersion);
    }

    [Fact]
    public async Task Workspace_ThatIsSuspended_SaysSoToWhoHasNoOtherPlace()
    {
        BecomeInForce(Capacity.CrossPartnershipLead, across: false);
        platform.Partners.People["force-lead"].Workplaces[0].Suspended = true;
        using var browser = await BrowserOfOne.SignedInAsync(platform, "force-lead");
        Assert.Contains("The workspace of Westmarch Police is suspended.", (await browser.OpenAsync("/")).QuerySelector(".jtai-empty")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("This workspace is suspended", (await browser.OpenAsync(Home, HttpStatusCode.Forbidden)).QuerySelector("h1")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tenant_ThatIsAWorkspaceWithoutManager_LeadsTheOperatorToInviteOne()
    {
        (platform.Tenants.Force.Managers, platform.Tenants.Force.People) = (0, 2);
        using var browser = await BrowserOfOne.SignedInAsync(platform, "operator");
        var page = await browser.OpenAsync(Tenant);
        Assert.Contains("It has no manager", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.All(["Priya Nair", "Petra Quill"], name => Assert.DoesNotContain(name, page.Body!.TextContent, StringComparison.Ordinal));
        var form = await browser.OpenAsync(page.QuerySelectorAll("main a").Single(link => link.TextContent == "Invite a manager").GetAttribute("href")!);
        Assert.Equal(
            ("westmarch-police", "PartnershipManager"),
            (((IHtmlSelectElement)form.QuerySelector("select[name=AgencyId]")!).Value, ((IHtmlSelectElement)form.QuerySelector("select[name=Role]")!).Value));
        using var saved = await browser.PostAsync(
            form, "/operations/workspaces/new", ("AgencyId", "westmarch-police"), ("FullName", "Enid Vane"), ("JobTitle", "Inspector"), ("Email", "e.vane@example.org"),
            ("Role", "PartnershipManager"));
        Assert.Equal("/operations/invitations", saved.Headers.Location?.OriginalString);
        var sent = platform.Partners.NewPeople.Last();
        Assert.Equal((StandInTenants.ForcesWorkspace, Capacity.PartnershipManager), (sent.TenantId, sent.Capacity));
    }

    [Fact]
    public async Task Close_OfAWorkspace_SaysWhoTakesItsExport()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "operator");
        Assert.Contains("Its manager, or who looks across for the agency, takes an export", (await browser.OpenAsync(Tenant + "/close")).Body!.TextContent, StringComparison.Ordinal);
    }

    /// <summary>Has the force's lead hold another role in its workspace.</summary>
    private void BecomeInForce(Capacity capacity, bool? across = null)
    {
        var session = platform.Partners.People["force-lead"];
        session.Workplaces[0].Capacities.Clear();
        session.Workplaces[0].Capacities.Add(capacity);
        session.AcrossPartnerships = across ?? capacity == Capacity.CrossPartnershipLead;
    }
}
