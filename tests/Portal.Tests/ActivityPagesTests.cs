using System.Net;
using System.Text;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Google.Protobuf.WellKnownTypes;
using Jtai.Activities.V1;
using Jtai.Portal.Tests.StandIns;

namespace Jtai.Portal.Tests;

/// <summary>Who did what, of all services together, and the seals that prove it.</summary>
public sealed class ActivityPagesTests : IClassFixture<PlatformOfStandIns>
{
    private const string Page = "/partnerships/haskermoor/activity";
    private const string Seals = Page + "/seals";
    private const string AgencyPage = "/agency/activity";
    private const string PlatformPage = "/operations/activity";

    private static readonly DateTimeOffset Noon = new(2026, 11, 10, 12, 0, 0, TimeSpan.Zero);

    private readonly PlatformOfStandIns platform;

    public ActivityPagesTests(PlatformOfStandIns platform)
    {
        this.platform = platform;
        foreach (var log in new[] { platform.PartnersActivity, platform.ActionsActivity })
        {
            log.Entries.Clear();
            log.Seals.Clear();
            log.Asked.Clear();
            log.Checks.Clear();
            (log.LookedAt, log.Fault, log.Far, log.CallsOfCheck) = (1000, null, null, 1);
        }
    }

    [Fact]
    public async Task Activity_OfAllServices_IsOneListInWordsNewestFirst()
    {
        platform.ActionsActivity.Entries.Add(StandInActivity.Entry(7, Noon, "/jtai.actions.v1.Actions/ChangeDueDate", "ActionChanged", StandInActions.ActionId));
        platform.ActionsActivity.Entries[0].Reference = "HSK-2026-A014";
        platform.ActionsActivity.Entries.Add(StandInActivity.Entry(6, Noon.AddHours(-2), "action-numbering", "ActionChanged", Guid.NewGuid().ToString(), "service:actions", "Unspecified"));
        var disclosed = StandInActivity.Entry(3, Noon.AddHours(-1), "/jtai.partners.v1.Partners/AgreeSharingGrant", "SharingGrantChanged", PageRoutes.OurGrant);
        (disclosed.Kind, disclosed.DisclosedTo) = (ActivityKind.Disclosure, "westmarch-police");
        platform.PartnersActivity.Entries.Add(disclosed);
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var page = await browser.OpenAsync(Page);
        var rows = page.QuerySelectorAll("tbody tr").Select(row => row.QuerySelectorAll("td").Select(cell => cell.TextContent.Trim().Split('\n')[0].Trim()).ToArray()).ToList();
        Assert.Equal(3, rows.Count);
        Assert.Equal("10 November 2026 at midday", rows[0][0]);
        Assert.EndsWith(", partnership manager", rows[0][1], StringComparison.Ordinal);
        Assert.Equal(["moved a due date", "Action HSK-2026-A014", "Changed"], rows[0][2..]);
        Assert.Equal(["agreed to an offer to share", "Sharing", "Shown or taken away: Westmarch Police"], rows[1][2..]);
        // The action is a draft, or gone.
        Assert.Equal(["The platform", "numbered an action", "Action", "Changed"], rows[2][1..]);
        Assert.Equal($"/partnerships/haskermoor/actions/{StandInActions.ActionId}", page.QuerySelector("tbody a")!.GetAttribute("href"));
    }

    [Fact]
    public async Task Activity_AboutPeople_NamesThemAndLeadsToThem()
    {
        var gone = "0198c0de-0000-7000-8000-0000000000aa";
        platform.PartnersActivity.Entries.AddRange(
        [
            StandInActivity.Entry(9, Noon, "/jtai.partners.v1.Partners/Appoint", "AppointmentChanged", StandInPartners.OfficersAppointment),
            StandInActivity.Entry(8, Noon.AddMinutes(-1), "/jtai.partners.v1.Partners/CorrectPerson", "PersonChanged", "chief"),
            StandInActivity.Entry(7, Noon.AddMinutes(-2), "/jtai.partners.v1.Partners/SendInvitationAgain", "InvitationChanged", "officer"),
            StandInActivity.Entry(6, Noon.AddMinutes(-3), "/jtai.partners.v1.Partners/FillPost", "PostChanged", StandInPartners.PostId),
            StandInActivity.Entry(5, Noon.AddMinutes(-4), "/jtai.partners.v1.Partners/SaveBody", "BodyChanged", "executive"),
            StandInActivity.Entry(4, Noon.AddMinutes(-5), "/jtai.partners.v1.Partners/RemovePartnerAgency", "AgencyChanged", "moors-hospitals"),
            StandInActivity.Entry(3, Noon.AddMinutes(-5), "/jtai.partners.v1.Partners/EndAppointment", "AppointmentChanged", gone),
            StandInActivity.Entry(2, Noon.AddMinutes(-6), "/jtai.partners.v1.Partners/CorrectPerson", "PersonChanged", gone),
        ]);
        var (officer, chief) = (platform.Partners.People["officer"].Person.Name, platform.Partners.People["chief"].Person.Name);
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var page = await browser.OpenAsync(Page);
        var records = page.QuerySelectorAll("tbody tr").Select(row => FirstWords(row.QuerySelectorAll("td")[3])).ToList();
        Assert.Equal(
            [
                $"Appointment of {officer}, {RoleOf("officer")}", $"Person {chief}", $"Invitation of {officer}", "Post DCI Public Protection",
                "Board or group Partnership executive", "Agency Moors Hospitals", $"Appointment with the id {gone}", $"Person with the id {gone}",
            ],
            records);
        var links = page.QuerySelectorAll("tbody a").Select(link => link.GetAttribute("href")!).Where(href => !href.Contains("record=", StringComparison.Ordinal));
        Assert.Equal(
            ["people/officer", "people/chief", "people/officer", "settings/posts", "people#groups", "people"],
            links.Select(href => href["/partnerships/haskermoor/".Length..]));
        var file = await browser.Client.GetStringAsync(Page + "?handler=File");
        Assert.Contains($"\"Appointment of {officer}, {RoleOf("officer")}\",{StandInPartners.OfficersAppointment}", file, StringComparison.Ordinal);
    }

    private string RoleOf(string person) =>
        Words.CapacityWords.Of(platform.Partners.People[person].Workplaces.SelectMany(place => place.Capacities).First()).ToLowerInvariant();

    [Fact]
    public async Task Activity_OfAnAgencysWorkspace_NamesItsOwnPeople()
    {
        platform.PartnersActivity.Entries.Add(StandInActivity.Entry(9, Noon, "/jtai.partners.v1.Partners/Appoint", "AppointmentChanged", StandInPartners.LeadsAppointment));
        using var browser = await BrowserOfOne.SignedInAsync(platform, "force-manager");
        var link = (await browser.OpenAsync(AgencyPage)).QuerySelector("tbody a")!;
        Assert.Equal(("/agency/people/" + platform.Partners.People["force-lead"].Person.PersonId, $"Appointment of {platform.Partners.People["force-lead"].Person.Name}, cross-partnership lead"), (link.GetAttribute("href"), link.TextContent));
    }

    [Fact]
    public async Task Activity_OfThePlatformAboutPeople_StaysWithoutNames()
    {
        platform.PartnersActivity.Entries.Add(StandInActivity.Entry(9, Noon, "/jtai.partners.v1.Partners/RegisterPerson", "PersonChanged", "officer"));
        using var browser = await BrowserOfOne.SignedInAsync(platform, "operator");
        var page = await browser.OpenAsync(PlatformPage);
        Assert.Equal("Person", FirstWords(page.QuerySelectorAll("tbody td")[3]));
        Assert.DoesNotContain(platform.Partners.People["officer"].Person.Name, page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Activity_InPages_ShowsEachEntryOnceInTheOrderOfTime()
    {
        for (var number = 60; number > 0; number--)
        {
            var log = number % 3 == 0 ? platform.PartnersActivity : platform.ActionsActivity;
            log.Entries.Add(StandInActivity.Entry(number, Noon.AddMinutes(number), "rebuild", "Checkpoint", $"record {number}"));
        }

        Assert.Equal(Enumerable.Range(1, 60).Reverse().Select(number => $"record {number}"), await RecordsOfAllPagesAsync(""));
    }

    // A log that looked through all it may and found little may hold entries that are newer than another's.
    [Fact]
    public async Task Activity_OfFewAmongMany_KeepsTheOrderAndSaysHowFarItLooked()
    {
        platform.ActionsActivity.LookedAt = 10;
        for (var number = 100; number > 0; number--)
        {
            platform.ActionsActivity.Entries.Add(StandInActivity.Entry(number, Noon.AddMinutes(number), "rebuild", number is 5 or 95 ? "Session" : "Checkpoint", $"record {number}"));
        }

        platform.PartnersActivity.Entries.Add(StandInActivity.Entry(9, Noon, "rebuild", "Session", "oldest"));
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var first = await browser.OpenAsync(Page + "?entity=Session");
        Assert.Single(first.QuerySelectorAll("tbody tr"));
        var second = await browser.OpenAsync(Page + Older(first));
        Assert.Empty(second.QuerySelectorAll("tbody tr"));
        Assert.Contains("Nothing was found since 10 November 2026 at 12:41pm.", second.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(["record 95", "record 5", "oldest"], await RecordsOfAllPagesAsync("?entity=Session"));
    }

    [Fact]
    public async Task Activity_Filtered_AsksForThatAndKeepsItInTheAddresses()
    {
        platform.ActionsActivity.Entries.Add(StandInActivity.Entry(7, Noon, "/jtai.actions.v1.Actions/ChangeDueDate", "ActionChanged", StandInActions.ActionId));
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var page = await browser.OpenAsync(Page + "?From.Day=1&From.Month=11&From.Year=2026&Through.Day=30&Through.Month=11&Through.Year=2026&kind=Alteration&entity=ActionChanged");
        var asked = platform.ActionsActivity.Asked.Last();
        Assert.Equal(("2026-11-01", "2026-11-30", ActivityKind.Alteration, "ActionChanged"), (asked.From, asked.Through, asked.Kind, asked.Entity));
        Assert.Equal("11", ((IHtmlInputElement)page.QuerySelector("input[name='From.Month']")!).Value);
        Assert.Contains("entity=ActionChanged", page.QuerySelector("main a[href*='handler=File']")!.GetAttribute("href"), StringComparison.Ordinal);
        await browser.OpenAsync(page.QuerySelectorAll("tbody a")[1].GetAttribute("href")!);
        Assert.Equal(StandInActions.ActionId, platform.ActionsActivity.Asked.Last().RecordId);
    }

    [Theory]
    [InlineData("?From.Day=31&From.Month=2&From.Year=2026", "First day must be a real date")]
    [InlineData("?From.Day=2&From.Month=2&From.Year=2026&Through.Day=1&Through.Month=2&Through.Year=2026", "The last day must not be before the first")]
    public async Task Activity_OfDaysThatCannotBe_SaysSoBesideThem(string query, string words)
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var page = await browser.OpenAsync(Page + query);
        Assert.Equal([words], page.QuerySelectorAll(".govuk-error-summary__list li").Select(line => line.TextContent.Trim()));
        Assert.Empty(platform.ActionsActivity.Asked);
    }

    [Fact]
    public async Task File_OfWhatIsFiltered_HoldsItAllAndRunsNoFormula()
    {
        for (var number = 450; number > 0; number--)
        {
            platform.ActionsActivity.Entries.Add(StandInActivity.Entry(number, Noon.AddMinutes(number), "rebuild", "ThemeChanged", number == 450 ? "=cmd()" : $"record, {number}"));
        }

        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var page = await browser.OpenAsync(Page + "?entity=ThemeChanged");
        using var answer = await browser.Client.GetAsync(page.QuerySelector("main a[href*='handler=File']")!.GetAttribute("href"));
        Assert.Equal("text/csv", answer.Content.Headers.ContentType!.MediaType);
        Assert.StartsWith("haskermoor-activity-", answer.Content.Headers.ContentDisposition!.FileNameStar ?? answer.Content.Headers.ContentDisposition.FileName!.Replace("OFFICIAL-SENSITIVE-", "", StringComparison.Ordinal), StringComparison.Ordinal);
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        Assert.Equal(Encoding.UTF8.Preamble.ToArray(), bytes[..3]);
        var lines = Encoding.UTF8.GetString(bytes[3..]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(451, lines.Length);
        Assert.Contains("'=cmd()", lines[1], StringComparison.Ordinal);
        Assert.Contains(",\"record, 449\",2,Changed,actions,449", lines[2], StringComparison.Ordinal);
        Assert.All(platform.ActionsActivity.Asked.Skip(1), asked => Assert.Equal((true, "ThemeChanged"), (asked.Export, asked.Entity)));
    }

    [Fact]
    public async Task File_OfMoreThanItHolds_SaysThatItIsCut()
    {
        for (var number = 10_300; number > 0; number--)
        {
            platform.ActionsActivity.Entries.Add(StandInActivity.Entry(number, Noon.AddMinutes(number), "rebuild", "ThemeChanged", "a"));
        }

        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var lines = (await browser.Client.GetStringAsync(Page + "?handler=File")).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(10_002, lines.Length);
        Assert.StartsWith("Cut: there may be more entries before 10 November 2026 at 5:01pm.", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Seals_OfNow_AreListedAndSavedAsLines()
    {
        platform.ActionsActivity.Seals.AddRange([StandInActivity.SealOf(1), StandInActivity.SealOf(2)]);
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var page = await browser.OpenAsync(Seals);
        var line = $"actions 2 {string.Concat(Enumerable.Repeat("02", 32))}";
        Assert.Equal([line], page.QuerySelectorAll("code").Select(code => code.TextContent));
        var text = await browser.Client.GetStringAsync(Seals + "?handler=File");
        Assert.Equal(line, text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries)[^1]);
        Assert.StartsWith("# Seals of the activity of Haskermoor Safeguarding Children Partnership, ", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_WithKeptSeals_SaysWhatItFoundOfEachLog()
    {
        platform.ActionsActivity.Seals.Add(StandInActivity.SealOf(2));
        platform.PartnersActivity.Seals.Add(StandInActivity.SealOf(4));
        platform.PartnersActivity.Fault = new() { Kind = SealFaultKind.EntryChanged, SegmentNumber = 4, EntryId = 19 };
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var kept = await browser.Client.GetStringAsync(Seals + "?handler=File");
        var page = await CheckAsync(browser, await browser.OpenAsync(Seals), kept);
        var found = page.QuerySelectorAll("[data-checked] li").Select(line => string.Join(' ', line.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))).ToList();
        Assert.Equal("People, sharing and settings: Entry 19 was changed after it was sealed in segment 4. Everything before it is as it was sealed. Tell whoever runs the platform.", found[0]);
        Assert.Equal("Inspections, letters and findings: nothing is sealed yet.", found[1]);
        Assert.Equal("Action plans, statements and evidence: every entry is as it was sealed, up to segment 2.", found[2]);
        var sent = Assert.Single(Assert.Single(platform.ActionsActivity.Checks).Kept);
        Assert.Equal((2, StandInActivity.SealOf(2).Head), (sent.Number, sent.Head));
    }

    [Fact]
    public async Task Check_OfEntriesSealedLongAfterTheirTime_SaysSoAndIsNoFault()
    {
        platform.ActionsActivity.Seals.Add(StandInActivity.SealOf(2));
        platform.ActionsActivity.Far = new() { SegmentNumber = 2, SealedAt = Noon.ToTimestamp(), Entries = 3, EntryId = 17, At = Noon.AddHours(-3).ToTimestamp() };
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var found = (await CheckAsync(browser, await browser.OpenAsync(Seals), "")).QuerySelector("[data-checked]")!;
        Assert.Contains("every entry is as it was sealed, up to segment 2", found.TextContent, StringComparison.Ordinal);
        Assert.Equal("Segment 2, sealed 10 November 2026 at midday: 3 entries, of which entry 17 claims 10 November 2026 at 9am.", found.QuerySelector("li li")!.TextContent.Trim());
    }

    [Fact]
    public async Task Check_OfALongLog_GoesOnWhereItEnded()
    {
        platform.ActionsActivity.Seals.Add(StandInActivity.SealOf(30));
        platform.ActionsActivity.CallsOfCheck = 30;
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var page = await CheckAsync(browser, await browser.OpenAsync(Seals), "");
        Assert.Contains("as it was sealed up to segment 20 so far", page.QuerySelector("[data-checked]")!.TextContent, StringComparison.Ordinal);
        page = await CheckAsync(browser, page, "");
        Assert.Contains("every entry is as it was sealed, up to segment 30", page.QuerySelector("[data-checked]")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll("input[name^=Progress]"));
    }

    [Fact]
    public async Task Check_OfALineThatIsNoSeal_SaysHowItMustLookAndKeepsIt()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var page = await CheckAsync(browser, await browser.OpenAsync(Seals), "actions two abc");
        Assert.StartsWith("Paste each seal as it was listed", page.QuerySelector(".govuk-error-summary__list li")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("actions two abc", page.QuerySelector("textarea")!.TextContent.Trim());
        Assert.Empty(platform.ActionsActivity.Checks);
    }

    [Theory]
    [InlineData(Page)]
    [InlineData(Page + "?handler=File")]
    [InlineData(Seals)]
    [InlineData(Seals + "?handler=File")]
    public async Task Activity_ForAnybodyElse_IsForbidden(string address)
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "officer");
        await browser.OpenAsync(address, HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Activity_OfAnAgencysWorkspace_IsForWhoeverHoldsTheManagersCapacityThere()
    {
        platform.PartnersActivity.Entries.Add(StandInActivity.Entry(3, Noon, "/jtai.partners.v1.Partners/AgreeSharingGrant", "SharingGrantChanged", PageRoutes.OurGrant));
        using var browser = await BrowserOfOne.SignedInAsync(platform, "force-manager");
        var page = await browser.OpenAsync(AgencyPage);
        Assert.Equal("force-manager in agency:westmarch-police", platform.PartnersActivity.AskedBy);
        Assert.Equal("agreed to an offer to share", page.QuerySelectorAll("tbody td")[2].TextContent.Trim());
        Assert.Equal("Our activity", page.QuerySelector("nav [aria-current=page]")!.TextContent.Trim());
        using var file = await browser.Client.GetAsync(page.QuerySelector("main a[href*='handler=File']")!.GetAttribute("href"));
        Assert.StartsWith("westmarch-police-activity-", file.Content.Headers.ContentDisposition!.FileName, StringComparison.Ordinal);

        platform.PartnersActivity.Seals.Add(StandInActivity.SealOf(4));
        var seals = await browser.OpenAsync(page.QuerySelector("main a[href$='/seals']")!.GetAttribute("href")!);
        Assert.Equal([$"partners 4 {string.Concat(Enumerable.Repeat("04", 32))}"], seals.QuerySelectorAll("code").Select(code => code.TextContent));
        Assert.Contains("up to segment 4", (await CheckAsync(browser, seals, "", AgencyPage + "/seals")).QuerySelector("[data-checked]")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Activity_OfThePlatform_IsForItsOperatorsAndNamesNobody()
    {
        var signIn = StandInActivity.Entry(3, Noon, "/jtai.partners.v1.Partners/StartSession", "Session", "5e55", "0198c0de-0000-7000-8000-000000000077", "Unspecified");
        platform.PartnersActivity.Entries.Add(signIn);
        platform.ActionsActivity.Entries.Add(StandInActivity.Entry(4, Noon.AddMinutes(-1), "/jtai.actions.v1.Operations/RetryJob", "Job", "a job", "0198c0de-0000-7000-8000-000000000078", "PlatformOperator"));
        using var browser = await BrowserOfOne.SignedInAsync(platform, "operator");
        var page = await browser.OpenAsync(PlatformPage);
        Assert.Equal("operator in platform", platform.PartnersActivity.AskedBy);
        var rows = page.QuerySelectorAll("tbody tr").Select(row => row.QuerySelectorAll("td").Select(FirstWords).ToArray()).ToList();
        Assert.Equal(["0198c0de-0000-7000-8000-000000000077", "signed in", "Sign-in"], rows[0][1..4]);
        Assert.Equal(["0198c0de-0000-7000-8000-000000000078, platform operator", "had a job done again", "Work in the background"], rows[1][1..4]);
        await browser.OpenAsync(PlatformPage + "?person=0198c0de-0000-7000-8000-000000000077");
        Assert.Equal("0198c0de-0000-7000-8000-000000000077", platform.PartnersActivity.Asked.Last().PersonId);

        platform.PartnersActivity.Seals.Add(StandInActivity.SealOf(4));
        var seals = await browser.OpenAsync(PlatformPage + "/seals");
        Assert.Single(seals.QuerySelectorAll("code"));
    }

    [Fact]
    public async Task Activity_OfRefusedCalls_SaysWhatWasRefusedAndHowOften()
    {
        var refused = StandInActivity.Entry(9, Noon, "/jtai.actions.v1.Actions/ChangeDueDate", "RefusedNotAdmitted", "");
        (refused.Kind, refused.Version) = (ActivityKind.Refusal, 3);
        var look = StandInActivity.Entry(8, Noon.AddMinutes(-1), "/jtai.actions.v1.Actions/GetAction", "RefusedNotThere", StandInActions.ActionId);
        (look.Kind, look.Version) = (ActivityKind.Refusal, 1);
        platform.ActionsActivity.Entries.AddRange([refused, look]);
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var page = await browser.OpenAsync(Page + "?kind=Refusal");
        Assert.Equal(ActivityKind.Refusal, platform.ActionsActivity.Asked.Last().Kind);
        var rows = page.QuerySelectorAll("tbody tr").Select(row => row.QuerySelectorAll("td").Select(FirstWords).ToArray()).ToList();
        Assert.Equal(["was refused 3 times in a minute: moved a due date", "Not allowed to them", "Refused"], rows[0][2..]);
        Assert.Equal(["was refused: a look (actions.Actions/GetAction)", "Not there for them", "Refused"], rows[1][2..]);
        // Nothing leads to a record that is not theirs, and there is none in the first row.
        Assert.Empty(page.QuerySelectorAll("tbody a[href*='/actions/']"));
        Assert.Single(page.QuerySelectorAll("tbody a[href*='record=']"));
        Assert.Contains("was refused 3 times in a minute: moved a due date", await browser.Client.GetStringAsync(Page + "?kind=Refusal&handler=File"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("manager", "/agency/activity")]
    [InlineData("force-lead", "/agency/activity/seals")]
    [InlineData("manager", "/operations/activity")]
    [InlineData("force-manager", "/operations/activity/seals")]
    [InlineData("operator", "/agency/activity")]
    public async Task Activity_OfAnotherPlace_IsForbidden(string person, string address)
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, person);
        await browser.OpenAsync(address, HttpStatusCode.Forbidden);
        await browser.OpenAsync(address + "?handler=File", HttpStatusCode.Forbidden);
    }

    private static async Task<IHtmlDocument> CheckAsync(BrowserOfOne browser, IHtmlDocument form, string kept, string address = Seals)
    {
        using var answer = await browser.PostAsync(form, address, ("Kept", kept));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());
    }

    // A record without a page stands before its link to all acts.
    private static string FirstWords(AngleSharp.Dom.IElement cell) => cell.TextContent.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)[0].Split("  ")[0];

    private async Task<IReadOnlyList<string>> RecordsOfAllPagesAsync(string query)
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var records = new List<string>();
        for (string? address = Page + query; address is not null;)
        {
            var page = await browser.OpenAsync(address);
            records.AddRange(page.QuerySelectorAll("tbody a[href*='record=']").Select(link => Uri.UnescapeDataString(link.GetAttribute("href")!.Split("record=")[1])));
            address = Older(page) is { } older ? Page + older : null;
        }

        return records;
    }

    private static string? Older(IHtmlDocument page) => page.QuerySelector("main a[href*='older=']")?.GetAttribute("href")![Page.Length..];
}
