using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Jtai.Partners.V1;
using Jtai.Portal.Tests.StandIns;

namespace Jtai.Portal.Tests;

public sealed class SettingsPagesTests(PlatformOfStandIns platform) : IClassFixture<PlatformOfStandIns>
{
    private const string Home = "/partnerships/haskermoor/settings";

    [Fact]
    public async Task Colour_OfAPartnership_IsAStylesheetOfItsOwnOnItsPages()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "officer");
        var place = platform.Partners.People["officer"].Workplaces.Single();
        try
        {
            Assert.Null((await browser.OpenAsync("/partnerships/haskermoor/settings")).QuerySelector("link[href^='/accent/']"));
            place.AccentColour = "#5b2333";
            using var again = await BrowserOfOne.SignedInAsync(platform, "officer");
            var href = (await again.OpenAsync("/partnerships/haskermoor/settings")).QuerySelector("link[href^='/accent/']")!.GetAttribute("href");
            Assert.Equal("/accent/5b2333.css", href);
            using var sheet = await again.Client.GetAsync(href);
            Assert.Equal((":root { --jtai-accent: #5b2333; }", "text/css"), ((await sheet.Content.ReadAsStringAsync()).Trim(), sheet.Content.Headers.ContentType?.MediaType));
            Assert.True(sheet.Headers.CacheControl?.Private);
            using var none = await again.Client.GetAsync("/accent/red;}.css");
            Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
        }
        finally
        {
            place.AccentColour = "";
        }
    }

    [Fact]
    public async Task Settings_OfTheManager_AreSaidWithTheirHistoryAndCanBeChanged()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var page = await browser.OpenAsync(Home);
        var text = page.QuerySelector("main")!.TextContent;
        foreach (var words in new[]
        {
            "A delegated safeguarding partner of each of the three", "A committee considers it before it is sent", "Section 151 officer", "The platform’s own: 6 sections",
            "How children were heard", "From 28 days before the due date", "Recesses", "Summer recess", "20 July 2027", "5 September 2027", "Mina Okafor",
            "Sign-off: from “A delegated safeguarding partner of each of the three” to “The three lead safeguarding partners”",
            "Clearances: from “Monitoring officer” to “Monitoring officer; Chief executive”", "Text of “Governance”: “The board meets.”, nothing before",
        })
        {
            Assert.Contains(words, text, StringComparison.Ordinal);
        }

        Assert.NotEmpty(page.QuerySelectorAll($"main a[href^='{Home}/decide']"));
        Assert.Equal("Earlier history", page.QuerySelector($"main a[href='{Home}?before=7#history']")!.TextContent);
    }

    [Theory]
    [InlineData("officer")]
    [InlineData("councillor")]
    public async Task Settings_OfOthers_CanBeReadAndNotChanged(string person)
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, person);
        var page = await browser.OpenAsync(Home);
        Assert.Contains("The partnership manager changes it.", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        // What remains is the list of posts.
        Assert.Equal([Home + "/posts"], page.QuerySelectorAll($"main a[href^='{Home}/']").Select(link => link.GetAttribute("href")));
        foreach (var address in new[] { "/decide", "/template", "/closures/add", $"/closures/{StandInSettings.ClosureId}", $"/closures/{StandInSettings.ClosureId}/remove", "/posts/register" })
        {
            await browser.OpenAsync(Home + address, HttpStatusCode.Forbidden);
        }
    }

    [Fact]
    public async Task Settings_OfACouncillor_AreReachedFromTheirRole()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "councillor");
        Assert.NotNull((await browser.OpenAsync("/partnerships/haskermoor/your-role")).QuerySelector($"main a[href='{Home}']"));
    }

    [Fact]
    public async Task Decide_AsTyped_IsSavedWithAClearanceOnEachLine()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var form = await browser.OpenAsync(Home + "/decide");
        Assert.Equal("Monitoring officer\nSection 151 officer\nDirector of children’s services\nPortfolio holder", form.QuerySelector("textarea")!.TextContent.Trim().ReplaceLineEndings("\n"));
        using var answer = await browser.PostAsync(
            form, Home + "/decide", ("SignOffRule", "Leads"), ("CommitteeRoute", "NotesAfterwards"), ("Clearances", "Chief executive\r\n\r\n Monitoring officer "), ("DueSoonDays", " 14 "));
        Assert.Equal(Home, answer.Headers.Location?.OriginalString);
        var sent = platform.Settings.Acts.OfType<SaveSettingsRequest>().Last();
        Assert.Equal((7, SignOffRule.Leads, CommitteeRoute.NotesAfterwards, 14), (sent.ExpectedVersion, sent.SignOffRule, sent.CommitteeRoute, sent.DueSoonDays));
        Assert.Equal(["Chief executive", "Monitoring officer"], sent.Clearances);
    }

    [Fact]
    public async Task Decide_WithDaysThatAreNoNumber_SaysSoBesideTheField()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        using var answer = await browser.PostAsync(await browser.OpenAsync(Home + "/decide"), Home + "/decide", ("DueSoonDays", "a month"));
        var page = new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());
        Assert.Equal("#DueSoonDays", page.QuerySelector(".govuk-error-summary__list a")!.GetAttribute("href"));
        Assert.Equal("a month", ((IHtmlInputElement)page.QuerySelector("#DueSoonDays")!).Value);
    }

    [Fact]
    public async Task Decide_AfterSomebodyElsesChange_SaysSoAndCanBeSavedThen()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var form = await browser.OpenAsync(Home + "/decide");
        platform.Settings.Settings.Version = 8;
        try
        {
            using var answer = await browser.PostAsync(form, Home + "/decide", ("DueSoonDays", "15"));
            var page = new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());
            Assert.Contains("Somebody else changed this partnership’s settings", page.QuerySelector(".govuk-error-summary")!.TextContent, StringComparison.Ordinal);
            using var again = await browser.PostAsync(page, Home + "/decide");
            Assert.Equal(HttpStatusCode.Redirect, again.StatusCode);
            Assert.Equal((8, 15), platform.Settings.Acts.OfType<SaveSettingsRequest>().Last() is var sent ? (sent.ExpectedVersion, sent.DueSoonDays) : default);
        }
        finally
        {
            platform.Settings.Settings.Version = 7;
        }
    }

    [Fact]
    public async Task Name_AsTyped_IsSentOnTheVersionSeenAndTheCodeSaidToStay()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var form = await browser.OpenAsync(Home + "/name");
        Assert.Equal("Haskermoor", ((IHtmlInputElement)form.QuerySelector("#Name")!).Value[..10]);
        Assert.Contains("stay as they are for ever", form.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        using var answer = await browser.PostAsync(form, Home + "/name", ("Name", "Dales Partnership"));
        Assert.Equal(Home, answer.Headers.Location?.OriginalString);
        Assert.Equal((7, "Dales Partnership"), platform.Settings.Acts.OfType<RenamePartnershipRequest>().Last() is var sent ? (sent.ExpectedVersion, sent.Name) : default);
    }

    [Fact]
    public async Task Marking_OfThePartnership_StandsOnTheFormForEvidence()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var path = $"/partnerships/haskermoor/actions/{StandInActions.ActionId}/evidence/add";
        Assert.Equal("Official", Chosen(await browser.OpenAsync(path)));
        platform.Settings.Settings.DefaultMarking = DefaultMarking.OfficialSensitive;
        try
        {
            Assert.Equal("OfficialSensitive", Chosen(await browser.OpenAsync(path)));
        }
        finally
        {
            platform.Settings.Settings.DefaultMarking = DefaultMarking.Official;
        }

        static string? Chosen(IHtmlDocument form) => form.QuerySelector("input[name='More.Marking']:checked")?.GetAttribute("value");
    }

    [Fact]
    public async Task Template_WithOneAddedOneRemovedAndOneMoved_IsSentInItsNewOrder()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var form = await browser.OpenAsync(Home + "/template");
        Assert.Contains("holds for statements that begin from now on", form.QuerySelector("main .govuk-warning-text")!.TextContent, StringComparison.Ordinal);
        ((IHtmlInputElement)form.QuerySelector("input[name='Sections[4].Remove']")!).IsChecked = true;
        using var answer = await browser.PostAsync(
            form, Home + "/template", AsItStands(form, ("Sections[5].Place", "0"), ("Sections[6].Heading", "Who we are"), ("Sections[6].Text", "We are three."), ("Sections[6].Place", "")));
        Assert.Equal(Home, answer.Headers.Location?.OriginalString);
        var sent = platform.Settings.Acts.OfType<SaveStatementTemplateRequest>().Last();
        Assert.Equal(
            ["Glossary", "Introduction", "How children were heard", "Governance", "How progress is monitored", "Who we are"], sent.Sections.Select(section => section.Heading));
        Assert.Equal("We are three.", sent.Sections[^1].Text);
        Assert.All(sent.Sections.SkipLast(1), section => Assert.NotEmpty(section.Guidance));
        Assert.Contains("begin from now on", (await browser.OpenAsync(Home)).QuerySelector(".govuk-notification-banner")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Template_WithoutAHeading_SaysSoBesideThatSection()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var form = await browser.OpenAsync(Home + "/template");
        // It is sent as the first of five: its field is still the third of the form.
        ((IHtmlInputElement)form.QuerySelector("input[name='Sections[0].Remove']")!).IsChecked = true;
        using var answer = await browser.PostAsync(form, Home + "/template", AsItStands(form, ("Sections[2].Heading", ""), ("Sections[2].Place", "0")));
        var page = new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());
        var target = page.QuerySelector(".govuk-error-summary__list a")!.GetAttribute("href")![1..];
        Assert.Equal("Sections[2].Heading", ((IHtmlInputElement)page.GetElementById(target)!).Name);
    }

    [Fact]
    public async Task Closure_OfReversedDays_IsRefusedBesideTheLastDay_AndSavedOnceRight()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var path = $"{Home}/closures/{StandInSettings.ClosureId}";
        var form = await browser.OpenAsync(path);
        using var refused = await browser.PostAsync(form, path, ("To.Year", "2026"));
        var page = new HtmlParser().ParseDocument(await refused.Content.ReadAsStringAsync());
        Assert.Equal(["The last day cannot be before the first."], page.QuerySelectorAll(".govuk-error-summary__list li").Select(line => line.TextContent));
        using var answer = await browser.PostAsync(page, path, ("To.Year", "2027"), ("To.Day", "6"));
        Assert.Equal(Home + "#calendar", answer.Headers.Location?.OriginalString);
        Assert.Equal(
            new Closure { ClosureId = StandInSettings.ClosureId, Kind = ClosureKind.Recess, Name = "Summer recess", From = "2027-07-20", To = "2027-09-06" },
            platform.Settings.Acts.OfType<SaveClosureRequest>().Last().Closure);
    }

    [Fact]
    public async Task Closure_AddedAndRemoved_AsksForTheRightOne()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        const string add = Home + "/closures/add";
        using var added = await browser.PostAsync(
            await browser.OpenAsync(add), add, ("Kind", "SchoolHoliday"), ("Name", "Half term"), ("From.Day", "26"), ("From.Month", "October"), ("From.Year", "2026"),
            ("To.Day", "30"), ("To.Month", "10"), ("To.Year", "2026"));
        Assert.Equal(Home + "#calendar", added.Headers.Location?.OriginalString);
        Assert.Equal(
            new Closure { Kind = ClosureKind.SchoolHoliday, Name = "Half term", From = "2026-10-26", To = "2026-10-30" }, platform.Settings.Acts.OfType<SaveClosureRequest>().Last().Closure);

        var path = $"{Home}/closures/{StandInSettings.ClosureId}/remove";
        var form = await browser.OpenAsync(path);
        Assert.Contains("From 20 July 2027 to 5 September 2027", form.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        using var removed = await browser.PostAsync(form, path);
        Assert.Equal(HttpStatusCode.Redirect, removed.StatusCode);
        Assert.Equal(StandInSettings.ClosureId, platform.Settings.Acts.OfType<RemoveClosureRequest>().Last().ClosureId);
    }

    [Fact]
    public async Task Posts_RegisteredByTheManager_AreFilledFromThePeopleOfItsAgency()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        Assert.Contains("Vacant", (await browser.OpenAsync(Home + "/posts")).QuerySelector("main table")!.TextContent, StringComparison.Ordinal);
        const string register = Home + "/posts/register";
        using var registered = await browser.PostAsync(await browser.OpenAsync(register), register, ("AgencyId", "westmarch-police"), ("PostTitle", "DCI Public Protection"));
        var fill = registered.Headers.Location!.OriginalString;
        var form = await browser.OpenAsync(fill);
        var choices = form.QuerySelectorAll("select[name=HolderId] option").Select(option => option.GetAttribute("value")).ToList();
        Assert.Contains("officer", choices);
        Assert.DoesNotContain("icb-officer", choices);
        using var filled = await browser.PostAsync(form, fill, ("HolderId", "officer"), ("HeldSince.Day", "1"), ("HeldSince.Month", "9"), ("HeldSince.Year", "2026"));
        Assert.Equal(Home + "/posts", filled.Headers.Location?.OriginalString);
        var sent = platform.Partners.Fills.Last();
        Assert.Equal((StandInPartners.PostId, "officer", "2026-09-01", 1), (sent.PostId, sent.HolderId, sent.HeldSince, sent.ExpectedVersion));
    }

    [Fact]
    public async Task ChangePost_WithALastDay_SaysWhatItOwnsAndSendsItOnTheVersionSeen()
    {
        var action = platform.Actions.Record.Action;
        var owner = action.OwnerId;
        (action.OwnerId, action.OwnerPostId) = ("", StandInPartners.PostId);
        try
        {
            using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
            var path = $"{Home}/posts/{StandInPartners.PostId}/change";
            var form = await browser.OpenAsync((await browser.OpenAsync(Home + "/posts")).QuerySelector($"main a[href='{path}']")!.GetAttribute("href")!);
            Assert.Contains("It owns 1 open action of", form.QuerySelector(".govuk-warning-text")!.TextContent, StringComparison.Ordinal);
            Assert.Contains($"owned-by=post%3A{StandInPartners.PostId}", form.QuerySelector(".govuk-warning-text a")!.GetAttribute("href"), StringComparison.Ordinal);
            using var saved = await browser.PostAsync(form, path, ("PostTitle", "DCI Safeguarding"), ("EndsOn.Day", "31"), ("EndsOn.Month", "10"), ("EndsOn.Year", "2026"));
            Assert.Equal(Home + "/posts", saved.Headers.Location?.OriginalString);
            var sent = platform.Partners.SavedPosts.Last();
            Assert.Equal((StandInPartners.PostId, "DCI Safeguarding", "2026-10-31", 1), (sent.PostId, sent.Title, sent.EndsOn, sent.ExpectedVersion));
        }
        finally
        {
            (action.OwnerId, action.OwnerPostId) = (owner, "");
        }
    }

    [Fact]
    public async Task Posts_ThatHaveEnded_SaySoAndAreOfferedForNothingNew()
    {
        platform.Partners.Post.EndsOn = "2026-10-31";
        try
        {
            using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
            var page = await browser.OpenAsync(Home + "/posts");
            Assert.Contains("Last day 31 October 2026", page.QuerySelector("main table")!.TextContent, StringComparison.Ordinal);
            Assert.Null(page.QuerySelector("main a[href$='/fill']"));
            var form = await browser.OpenAsync("/partnerships/haskermoor/plan/plan/add-action");
            Assert.Empty(form.QuerySelectorAll("select[name=Owner] option[value^='post:']"));
        }
        finally
        {
            platform.Partners.Post.EndsOn = "";
        }
    }

    [Theory]
    [InlineData("force-officer", HttpStatusCode.OK)]
    [InlineData("icb-officer", HttpStatusCode.Forbidden)]
    [InlineData("officer", HttpStatusCode.Forbidden)]
    public async Task FillPost_ByAnAgencyLead_IsForTheirOwnAgency(string person, HttpStatusCode expected)
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, person);
        var path = $"{Home}/posts/{StandInPartners.PostId}/fill";
        Assert.Equal(expected == HttpStatusCode.OK, (await browser.OpenAsync(Home + "/posts")).QuerySelector($"main a[href='{path}']") is not null);
        await browser.OpenAsync(path, expected);
    }

    [Theory]
    [InlineData("officer", "officer in haskermoor")]
    [InlineData("force-lead", "force-lead in agency:westmarch-police")]
    [InlineData("operator", "operator in platform")]
    public async Task Preferences_OfAPerson_AreReachedFromEveryPageAndSavedForThemAlone(string person, string bearer)
    {
        platform.Settings.Preferences.Clear();
        using var browser = await BrowserOfOne.SignedInAsync(platform, person);
        var path = (await browser.OpenAsync("/help")).QuerySelectorAll("footer a").Single(link => link.TextContent == "What you are told of").GetAttribute("href")!;
        var form = await browser.OpenAsync(path);
        Assert.Equal(Enumerable.Repeat("AtOnce", 13), form.QuerySelectorAll("main select").Cast<IHtmlSelectElement>().Select(select => select.Value));
        using var answer = await browser.PostAsync(form, path, AsItStands(form, ("Timings[0]", "Weekly"), ("Timings[8]", "Never")));
        Assert.Equal(path + "?saved=yes", answer.Headers.Location?.OriginalString);
        Assert.Equal(bearer, platform.Settings.Bearers.Last());
        var saved = Assert.Single(platform.Settings.Preferences);
        Assert.Equal((person, NotificationKind.DueSoon, NotificationTiming.Weekly), (saved.Key, saved.Value.Preferences[0].Kind, saved.Value.Preferences[0].Timing));
        Assert.Equal((13, NotificationTiming.Never), (saved.Value.Preferences.Count, saved.Value.Preferences[8].Timing));
        Assert.Equal("Weekly", ((IHtmlSelectElement)(await browser.OpenAsync(path)).QuerySelector("main select")!).Value);
    }

    [Fact]
    public async Task Preferences_OfSomebodyWithoutAPlace_AreForbidden()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "nowhere");
        await browser.OpenAsync("/what-you-are-told", HttpStatusCode.Forbidden);
    }

    /// <summary>What is filled in, and what stands in the other boxes and lists of the form.</summary>
    private static (string, string)[] AsItStands(IHtmlDocument form, params (string Name, string Value)[] filled) =>
    [
        .. filled,
        .. form.QuerySelectorAll("main form textarea").Select(box => (Name: box.GetAttribute("name")!, Value: box.TextContent))
            .Concat(form.QuerySelectorAll("main form select").Cast<IHtmlSelectElement>().Select(list => (Name: list.Name!, Value: list.Value!)))
            .Where(box => filled.All(one => one.Name != box.Name)),
    ];
}
