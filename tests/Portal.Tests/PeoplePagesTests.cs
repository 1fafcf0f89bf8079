using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Jtai.Partners.V1;
using Jtai.Portal.Tests.StandIns;

namespace Jtai.Portal.Tests;

/// <summary>Who has what: listed as of a day, registered, appointed, ended and handed over.</summary>
public sealed class PeoplePagesTests(PlatformOfStandIns platform) : IClassFixture<PlatformOfStandIns>, IDisposable
{
    private const string Home = "/partnerships/haskermoor/people";

    [Fact]
    public async Task People_Today_AreByAgencyWithTheirRoles()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var start = await browser.OpenAsync("/partnerships/haskermoor");
        var page = await browser.OpenAsync(start.QuerySelector($"header nav a[href='{Home}']")!.GetAttribute("href")!);
        var police = page.QuerySelectorAll("main table").Single(table => table.TextContent.Contains("Asha Verma", StringComparison.Ordinal) && table.TextContent.Contains("Cora Mills", StringComparison.Ordinal));
        Assert.Contains("Westmarch Police", police.TextContent, StringComparison.Ordinal);
        var chief = police.QuerySelectorAll("tbody tr").Single(row => row.TextContent.Contains("Cora Mills", StringComparison.Ordinal)).TextContent;
        Assert.Contains("Lead safeguarding partner", chief, StringComparison.Ordinal);
        Assert.Contains("Action owner, deputy for Asha Verma, until 14 November 2099", chief, StringComparison.Ordinal);
    }

    [Fact]
    public async Task People_WithWhatIsAmiss_SayItFirst()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "icb-officer");
        var list = (await browser.OpenAsync(Home)).QuerySelector("main ul")!.TextContent;
        Assert.Contains("Mina Okafor is the only partnership manager and has no deputy.", list, StringComparison.Ordinal);
        Assert.Contains("Moors Integrated Care Board has no lead safeguarding partner.", list, StringComparison.Ordinal);
        Assert.DoesNotContain("Westmarch Police has no lead", list, StringComparison.Ordinal);
    }

    [Fact]
    public async Task People_OnADayBeforeAnybody_ListNobody()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var page = await browser.OpenAsync($"{Home}?On.Day=31&On.Month=12&On.Year=2019");
        Assert.Contains("on 31 December 2019", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Job title", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("To see to", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task People_OnNoRealDay_SayWhatIsWrongAndShowToday()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var page = await browser.OpenAsync($"{Home}?On.Day=31&On.Month=2&On.Year=2026");
        Assert.Equal("Day must be a real date", page.QuerySelector(".govuk-error-summary__list a")!.TextContent);
        Assert.Equal("31", page.QuerySelector("input[name='On.Day']")!.GetAttribute("value"));
    }

    [Fact]
    public async Task People_OfAnAgencyOrBodyWithPredecessorsOrSuccessors_SayWhichAndWhen()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "officer");
        var page = await browser.OpenAsync(Home);
        Assert.Contains("Followed north-icb and south-icb on 1 July 2022 (The order of 2022).", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        var board = page.QuerySelectorAll("#groups + table tbody tr").Single(row => row.QuerySelector("th")!.TextContent.TrimStart().StartsWith("Partnership executive", StringComparison.Ordinal));
        Assert.Contains("To be renamed, as Community safety partnership on 1 April 2099.", board.TextContent, StringComparison.Ordinal);
        var day = await browser.OpenAsync($"{Home}?On.Day=1&On.Month=1&On.Year=2022");
        Assert.Contains("Will follow north-icb and south-icb on 1 July 2022", day.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task People_OnADayBefore_ShowWhoHeldThePostThen()
    {
        var post = platform.Partners.Post;
        var before = post.Clone();
        (post.HolderId, post.HeldSince) = ("force-lead", "2026-09-01");
        post.HeldBefore.Add(new PostHolding { HolderId = "officer", From = "2026-03-01", To = "2026-08-31" });
        try
        {
            using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
            foreach (var (day, month, holder) in ((int, int, string)[])[(1, 9, "force-lead"), (31, 8, "officer"), (1, 3, "officer"), (28, 2, "")])
            {
                var page = await browser.OpenAsync($"{Home}?On.Day={day}&On.Month={month}&On.Year=2026");
                var holders = page.QuerySelectorAll("main tbody tr").Where(row => row.TextContent.Contains(post.Title, StringComparison.Ordinal))
                    .Select(row => row.QuerySelector("th a")!.GetAttribute("href")!.Split('/')[^1]);
                Assert.Equal((day, holder), (day, string.Join(' ', holders)));
            }

            Assert.Contains("Asha Verma, 1 March 2026 to 31 August 2026", (await browser.OpenAsync("/partnerships/haskermoor/settings/posts")).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        }
        finally
        {
            (post.HolderId, post.HeldSince) = (before.HolderId, before.HeldSince);
            post.HeldBefore.Clear();
        }
    }

    [Fact]
    public async Task Correct_ByTheManager_SendsAllOfItOnTheVersionSeen()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var path = $"{Home}/officer/correct";
        Assert.NotNull((await browser.OpenAsync($"{Home}/officer")).QuerySelector($"main a[href='{path}']"));
        var form = await browser.OpenAsync(path);
        Assert.Contains("the role of action owner", form.QuerySelector("main details")!.TextContent, StringComparison.Ordinal);
        using var answer = await browser.PostAsync(form, path, ("FullName", "Asha Verma-Hill"), ("JobTitle", "Chief inspector"), ("Email", " a@example.org "), ("AgencyId", "westmarch-police"));
        Assert.Equal($"{Home}/officer", answer.Headers.Location?.OriginalString);
        var sent = platform.Partners.Corrections.Last();
        Assert.Equal(("officer", "Asha Verma-Hill", "Chief inspector", "a@example.org", "westmarch-police"), (sent.PersonId, sent.Name, sent.JobTitle, sent.Email, sent.AgencyId));
        Assert.Equal(platform.Partners.People["officer"].Person.Version, sent.ExpectedVersion);
    }

    [Fact]
    public async Task Correct_ToAnotherAgencyWhileRolesAreHeld_SaysWhichAndKeepsWhatWasTyped()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var path = $"{Home}/officer/correct";
        using var answer = await browser.PostAsync(
            await browser.OpenAsync(path), path, ("FullName", "Asha Hill"), ("JobTitle", "Nurse"), ("Email", "a@example.org"), ("AgencyId", "moors-icb"));
        var page = new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());
        Assert.Contains("They still hold a role here", page.QuerySelector(".govuk-error-summary")!.TextContent, StringComparison.Ordinal);
        Assert.True(page.QuerySelector("main details")!.HasAttribute("open"));
        Assert.Equal(("Asha Hill", "moors-icb"), (((IHtmlInputElement)page.QuerySelector("#FullName")!).Value, ((IHtmlSelectElement)page.QuerySelector("#AgencyId")!).Value));
    }

    [Fact]
    public async Task Correct_ByAnybodyElse_IsForbidden()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "officer");
        await browser.OpenAsync($"{Home}/officer/correct", HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Person_OfTheDeputiesHolder_ShowsRolesAndDeputies()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var text = (await browser.OpenAsync($"{Home}/officer")).QuerySelector("main")!.TextContent;
        Assert.Contains("Cora Mills, as action owner, from 1 November 2026 to 14 November 2099", text, StringComparison.Ordinal);
        Assert.Contains("Hand over all that is theirs", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Person_ToSomebodyElse_OffersNothingToChange()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "icb-officer");
        Assert.Empty((await browser.OpenAsync($"{Home}/officer")).QuerySelectorAll($"main a[href^='{Home}/']"));
    }

    [Fact]
    public async Task Register_ByTheManager_SendsThePersonWithTheirFirstRole()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var form = await browser.OpenAsync($"{Home}/register");
        using var saved = await browser.PostAsync(
            form, $"{Home}/register", ("FullName", "Sunniva Okell"), ("JobTitle", "Director of nursing"), ("AgencyId", "moors-icb"), ("Email", " s.okell@example.org "),
            ("Role", "DelegatedSafeguardingPartner"), ("EndsOn.Day", "1"), ("EndsOn.Month", "3"), ("EndsOn.Year", "2099"));
        Assert.Equal($"{Home}/invitations", saved.Headers.Location?.OriginalString);
        var sent = platform.Partners.NewPeople.Last();
        Assert.Equal(
            ("Sunniva Okell", "Director of nursing", "moors-icb", "s.okell@example.org", platform.Issuer, ""),
            (sent.Person.Name, sent.Person.JobTitle, sent.Person.AgencyId, sent.Person.Email, sent.Person.Issuer, sent.Person.Subject));
        Assert.Equal((Capacity.DelegatedSafeguardingPartner, "2099-03-01"), (sent.Capacity, sent.EndsOn));
    }

    [Fact]
    public async Task Appoint_FromAPersonsPage_IsForThem()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var form = await browser.OpenAsync($"{Home}/appoint?person=chair");
        Assert.Equal("chair", form.QuerySelector("select[name=PersonId] option[selected]")?.GetAttribute("value"));
        using var saved = await browser.PostAsync(form, $"{Home}/appoint", ("PersonId", "chair"), ("Role", "SubGroupChair"), ("BodyId", "executive"));
        Assert.Equal(Home, saved.Headers.Location?.OriginalString);
        var sent = platform.Partners.Appointed.Last();
        Assert.Equal(("chair", Capacity.SubGroupChair, "executive", ""), (sent.PersonId, sent.Capacity, sent.BodyId, sent.EndsOn));
    }

    public void Dispose() => platform.Partners.Awaited.Clear();

    [Fact]
    public async Task People_WhoAreInvitedAndHaveNotCome_AreNamedSoAndNoManagerCounts()
    {
        platform.Partners.Awaited.AddRange(["manager", "officer"]);
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var page = await browser.OpenAsync(Home);
        var rows = page.QuerySelectorAll("main tbody tr").Where(row => row.TextContent.Contains("Invited, has not come yet", StringComparison.Ordinal));
        Assert.Equal(["manager", "officer"], rows.Select(row => row.QuerySelector("th a")!.GetAttribute("href")!.Split('/')[^1]).Order(StringComparer.Ordinal));
        var warnings = page.QuerySelector("main ul")!.TextContent;
        Assert.Contains("Mina Okafor is invited as partnership manager and has not come yet.", warnings, StringComparison.Ordinal);
        Assert.DoesNotContain("only partnership manager", warnings, StringComparison.Ordinal);
        var person = await browser.OpenAsync(Home + "/officer");
        Assert.Single(person.QuerySelectorAll($"main a[href='{Home}/invitations/officer']"));
    }

    [Fact]
    public async Task LeadSafeguardingPartner_WhereNobodyManages_FindsTheFormFromWhereTheyLand()
    {
        platform.Partners.Awaited.Add("manager");
        using var browser = await BrowserOfOne.SignedInAsync(platform, "chief");
        var start = await browser.OpenAsync("/partnerships/haskermoor");
        var people = await browser.OpenAsync(start.QuerySelector($"header nav a[href='{Home}']")!.GetAttribute("href")!);
        var link = Assert.Single(people.QuerySelectorAll("main a"), one => one.TextContent == "Appoint a manager");
        var form = await browser.OpenAsync(link.GetAttribute("href")!);
        using var saved = await browser.PostAsync(form, $"{Home}/appoint", ("PersonId", "officer"), ("Role", "PartnershipManager"));
        Assert.Equal(Home, saved.Headers.Location?.OriginalString);
        Assert.Equal(("officer", Capacity.PartnershipManager), (platform.Partners.Appointed.Last().PersonId, platform.Partners.Appointed.Last().Capacity));
    }

    [Theory]
    [InlineData("chief", false)]
    [InlineData("icb-officer", true)]
    public async Task People_WhereSomebodyManagesOrToSomebodyElse_OffersNoFormForAManager(string person, bool nobodyManages)
    {
        platform.Partners.Awaited.AddRange(nobodyManages ? ["manager"] : []);
        using var browser = await BrowserOfOne.SignedInAsync(platform, person);
        Assert.Empty((await browser.OpenAsync(Home)).QuerySelectorAll($"main a[href='{Home}/appoint']"));
    }

    [Fact]
    public async Task Appoint_ByALeadSafeguardingPartner_OffersAManagerAlone()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "chief");
        var form = await browser.OpenAsync($"{Home}/appoint");
        Assert.Equal(["", "PartnershipManager"], form.QuerySelectorAll("select[name=Role] option").Select(option => option.GetAttribute("value")));
    }

    [Theory]
    [InlineData("register")]
    [InlineData("appoint")]
    [InlineData("add-agency")]
    [InlineData("agencies/westmarch-police")]
    [InlineData("agencies/westmarch-police/remove")]
    [InlineData("chair/hand-over")]
    [InlineData($"appointments/{StandInPartners.OfficersAppointment}/end")]
    public async Task Changes_BySomebodyElse_AreForbidden(string page)
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "icb-officer");
        await browser.OpenAsync($"{Home}/{page}", HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task End_WithADay_SendsItOnTheVersionSeen()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var address = $"{Home}/appointments/{StandInPartners.DeputysAppointment}/end";
        var form = await browser.OpenAsync(address);
        using var saved = await browser.PostAsync(form, address, ("EndsOn.Day", "24"), ("EndsOn.Month", "12"), ("EndsOn.Year", "2098"));
        Assert.Equal(Home, saved.Headers.Location?.OriginalString);
        var sent = platform.Partners.Ended.Last();
        Assert.Equal((StandInPartners.DeputysAppointment, "2098-12-24", 2), (sent.AppointmentId, sent.EndsOn, sent.ExpectedVersion));
    }

    [Fact]
    public async Task AddAgency_OfTheRegister_OffersThoseThatAreNoPartners()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var form = await browser.OpenAsync($"{Home}/add-agency");
        Assert.Equal(["", "moors-hospitals"], form.QuerySelectorAll("select[name=AgencyId] option").Select(option => option.GetAttribute("value")));
        using var saved = await browser.PostAsync(form, $"{Home}/add-agency", ("AgencyId", "moors-hospitals"));
        Assert.Equal(Home, saved.Headers.Location?.OriginalString);
        var sent = platform.Partners.NewAgencies.Last();
        Assert.Equal(("moors-hospitals", false, 4), (sent.AgencyId, sent.SafeguardingPartner, sent.ExpectedVersion));
    }

    [Fact]
    public async Task Partner_ThatIsNoSafeguardingPartner_IsSavedOnTheVersionSeen()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var address = $"{Home}/agencies/moors-icb";
        var page = await browser.OpenAsync(Home);
        var form = await browser.OpenAsync(page.QuerySelector($"main a[href='{address}']")!.GetAttribute("href")!);
        Assert.Equal("true", ((AngleSharp.Html.Dom.IHtmlInputElement)form.QuerySelector("input[name=SafeguardingPartner]:checked")!).Value);
        using var saved = await browser.PostAsync(form, address, ("SafeguardingPartner", "false"));
        Assert.Equal(Home, saved.Headers.Location?.OriginalString);
        var sent = platform.Partners.NewAgencies.Last();
        Assert.Equal(("moors-icb", false, 4), (sent.AgencyId, sent.SafeguardingPartner, sent.ExpectedVersion));
    }

    [Fact]
    public async Task RemovePartner_ThatStillLeads_SaysSoAndIsRemovedOnTheVersionSeen()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var address = $"{Home}/agencies/westmarch-police/remove";
        var form = await browser.OpenAsync(address);
        Assert.Contains("It still leads 1 open action.", form.QuerySelector(".govuk-warning-text")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("/partnerships/haskermoor/actions?lead=westmarch-police&only=Open", form.QuerySelector(".govuk-warning-text a")!.GetAttribute("href"));

        platform.Partners.StillHere = "This agency cannot be removed yet.";
        using var refused = await browser.PostAsync(form, address);
        Assert.Contains("This agency cannot be removed yet.", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        platform.Partners.StillHere = "";
        using var saved = await browser.PostAsync(form, address);
        Assert.Equal(Home, saved.Headers.Location?.OriginalString);
        var sent = platform.Partners.RemovedAgencies.Last();
        Assert.Equal(("westmarch-police", 4), (sent.AgencyId, sent.ExpectedVersion));
    }

    [Fact]
    public async Task RemovePartner_ThatLeadsNothingOpen_WarnsOfNothing()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        Assert.Null((await browser.OpenAsync($"{Home}/agencies/moors-icb/remove")).QuerySelector(".govuk-warning-text"));
        await browser.OpenAsync($"{Home}/agencies/moors-hospitals/remove", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Group_ThatThePartnershipKeeps_IsChangedOnTheVersionSeen()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var page = await browser.OpenAsync(Home);
        Assert.Contains("5 clear days before", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Null(page.QuerySelector($"main a[href='{Home}/groups/community-safety']"));
        var form = await browser.OpenAsync(page.QuerySelector($"main a[href='{Home}/groups/executive']")!.GetAttribute("href")!);
        using var wrong = await browser.PostAsync(form, $"{Home}/groups/executive", ("Name", "Partnership executive"), ("Kind", "Board"), ("ClearDays", "five"));
        Assert.Equal(HttpStatusCode.OK, wrong.StatusCode);
        using var saved = await browser.PostAsync(form, $"{Home}/groups/executive", ("Name", "Partnership executive"), ("Kind", "Board"), ("Cycle", "Every quarter"), ("ClearDays", "7"), ("ReplyDays", ""));
        Assert.Equal(Home, saved.Headers.Location?.OriginalString);
        var sent = platform.Partners.Bodies.Last();
        Assert.Equal(("executive", "Every quarter", 7, 0, 3), (sent.BodyId, sent.Cycle, sent.ClearDays, sent.ReplyDays, sent.ExpectedVersion));
    }

    [Fact]
    public async Task Group_WithALastDay_IsShownAsEndedAndOfferedForNothingNew()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var address = $"{Home}/groups/executive";
        using var saved = await browser.PostAsync(
            await browser.OpenAsync(address), address, ("Name", "Partnership executive"), ("Kind", "Board"), ("EndsOn.Day", "31"), ("EndsOn.Month", "10"), ("EndsOn.Year", "2026"));
        Assert.Equal("2026-10-31", platform.Partners.Bodies.Last().EndsOn);

        platform.Partners.ExecutiveEndsOn = "2026-10-31";
        try
        {
            Assert.Contains("Ended: its last day was 31 October 2026", (await browser.OpenAsync(Home)).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
            Assert.Equal("31", ((IHtmlInputElement)(await browser.OpenAsync(address)).QuerySelector("input[name='EndsOn.Day']")!).Value);
            var roles = await browser.OpenAsync($"{Home}/appoint");
            Assert.Equal(["", "community-safety"], roles.QuerySelectorAll("select[name=BodyId] option").Select(option => option.GetAttribute("value")));
            // What is collated by it already stays so.
            var collating = await browser.OpenAsync("/partnerships/haskermoor/plan/plan/collating-bodies");
            Assert.NotNull(collating.QuerySelector("input[name=BodyIds][value=executive]:checked"));
        }
        finally
        {
            platform.Partners.ExecutiveEndsOn = "";
        }
    }

    [Theory]
    [InlineData("manager", "community-safety")]
    [InlineData("icb-officer", "executive")]
    [InlineData("icb-officer", "")]
    public async Task Group_OfSomebodyElse_IsForbidden(string person, string group)
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, person);
        await browser.OpenAsync($"{Home}/groups/{group}".TrimEnd('/'), HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task HandOver_ToAColleague_SaysWhatItMovesAndMovesIt()
    {
        platform.Partners.Post.HolderId = "officer";
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var address = $"{Home}/officer/hand-over";
        var form = await browser.OpenAsync(address);
        var says = form.QuerySelector("main ul")!.TextContent;
        Assert.Contains("the new owner", says, StringComparison.Ordinal);
        Assert.Contains("The post DCI Public Protection, with its actions, goes to them if they are of Westmarch Police", says, StringComparison.Ordinal);
        Assert.Contains("Action owner: ends.", says, StringComparison.Ordinal);

        using var nobody = await browser.PostAsync(form, address, ("Note", "Retires."));
        Assert.Equal(HttpStatusCode.OK, nobody.StatusCode);
        using var saved = await browser.PostAsync(form, address, ("ToPersonId", "force-officer"), ("Note", "Retires."));

        Assert.Equal($"{Home}/officer", saved.Headers.Location?.OriginalString);
        Assert.Equal((StandInPartners.PostId, "force-officer", 1), (platform.Partners.Fills.Last().PostId, platform.Partners.Fills.Last().HolderId, platform.Partners.Fills.Last().ExpectedVersion));
        Assert.Contains(platform.Partners.Ended, ended => ended.AppointmentId == StandInPartners.OfficersAppointment && ended.EndsOn.Length == 0);
    }
}
