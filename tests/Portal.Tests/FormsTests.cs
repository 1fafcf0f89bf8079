using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Jtai.Partners.V1;
using Jtai.Portal.Tests.Conformance;
using Jtai.Portal.Tests.StandIns;

namespace Jtai.Portal.Tests;

/// <summary>What holds for every form. A new page with a form is missing from the list until it is added.</summary>
public sealed class FormsTests(PlatformOfStandIns platform) : IClassFixture<PlatformOfStandIns>, IDisposable
{
    /// <summary>What concerns a form as a whole and no field of it.</summary>
    private static readonly string[] OfTheWhole =
    [
        // Asked for once something is recorded that it corrects.
        AnswersToForms.SentenceOf("reason") + " (Plan/StatementSent)",
        // Nobody chairs a group for an agency.
        AnswersToForms.SentenceOf("body_id") + " (Operations/Tenants/Workspace)",
        // Of the page's address.
        AnswersToForms.SentenceOf("name") + " (Statements/Clearance)",
    ];

    public static TheoryData<string> Names => [.. Forms.All.Keys];

    [Fact]
    public void Forms_OfThePortal_AreAllListed()
    {
        var journeys = Path.Combine(DesignPackages.Repository, "services/Portal/Journeys");
        var found = Directory.EnumerateFiles(journeys, "*.cshtml", SearchOption.AllDirectories)
            .Where(file => File.ReadAllText(file).Contains("<form method=\"post\"", StringComparison.Ordinal))
            .Select(file => Path.ChangeExtension(Path.GetRelativePath(journeys, file), null).Replace('\\', '/'));
        Assert.Equal(Forms.All.Keys.Concat(Forms.ButtonsAlone).Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Form_LeftEmptyAndRefused_LeadsFromEveryErrorToAFieldThatTakesTheFocus(string name)
    {
        var (page, address) = await OpenAsync(name);
        platform.Answers.Answer = FormAnswer.EverythingIsWrong;
        using var browser = page.Browser;
        using var answer = await browser.PostAsync(page.Document, address, Emptied(page.Document));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var again = new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());
        var lines = again.QuerySelectorAll(".govuk-error-summary__list li");
        Assert.NotEmpty(lines);
        Assert.DoesNotContain(
            lines.Select(line => (Text: $"{line.TextContent.Trim()} ({name})", Fault: Leads(again, line))),
            line => line.Fault is not null && !OfTheWhole.Contains(line.Text));
        // One for each field, and no field twice.
        Assert.Equal(lines.Length, lines.Select(line => line.QuerySelector("a")?.GetAttribute("href")).Distinct().Count());
        Assert.Equal("off", again.QuerySelector("main form[method=post]")!.GetAttribute("autocomplete"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Form_ThatLooksLikeAChilds_AsksOnceWhyNotAndIsSavedWithTheReason(string name)
    {
        var (page, address) = await OpenAsync(name);
        platform.Answers.Answer = FormAnswer.LooksLikeAChild;
        using var browser = page.Browser;
        using var answer = await browser.PostAsync(page.Document, address, FilledIn(page.Document));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var again = new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());
        Assert.Single(again.QuerySelectorAll("main form[method=post] .govuk-warning-text"), warning => warning.TextContent.Contains("looks like a child’s details", StringComparison.Ordinal));
        var box = Assert.Single(again.QuerySelectorAll("main form[method=post] textarea[name=no-child-because]"));
        Assert.Single(again.QuerySelectorAll($".govuk-error-summary__list a[href='#{box.Id}']"));

        const string Reason = "Der Tag, an dem der Dienst begann: 12 März.";
        using var saved = await browser.PostAsync(again, address, [.. FilledIn(again), ("no-child-because", Reason)]);
        Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        Assert.Equal((Reason, page.Document.QuerySelector("main input[name=idempotency-key]")!.GetAttribute("value")), platform.Answers.Given);
    }

    [Fact]
    public async Task Form_WithAReasonAndAnotherError_KeepsTheReason()
    {
        var (page, address) = await OpenAsync("Actions/Withdraw");
        platform.Answers.Answer = FormAnswer.EverythingIsWrong;
        using var browser = page.Browser;
        using var answer = await browser.PostAsync(page.Document, address, ("Reason", "Words"), ("no-child-because", "It is no child’s."));
        var again = new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());
        Assert.Equal("It is no child’s.", again.QuerySelector("textarea[name=no-child-because]")!.TextContent.Trim());
    }

    [Fact]
    public async Task Form_AtFirst_DoesNotAsk() =>
        Assert.Empty((await OpenAsync("Actions/Withdraw")).Page.Document.QuerySelectorAll("[name=no-child-because]"));

    /// <summary>Pages are compressed: nothing secret in them may be the same twice.</summary>
    [Fact]
    public async Task Form_OpenedTwice_HasAnotherTokenAndKeyEachTime()
    {
        var (first, address) = await OpenAsync("Actions/Withdraw");
        using var browser = first.Browser;
        var second = await browser.OpenAsync(address);
        foreach (var secret in new[] { "__RequestVerificationToken", "idempotency-key" })
        {
            var values = new[] { first.Document, second }.Select(page => page.QuerySelector($"main input[name={secret}]")!.GetAttribute("value")!).ToList();
            Assert.NotEqual(values[0], values[1]);
        }
    }

    /// <summary>The form with something in every field and something chosen in every place, so that the page asks a service.</summary>
    private static (string, string)[] FilledIn(IHtmlDocument page)
    {
        foreach (var group in page.QuerySelectorAll("main form[method=post] :is(input[type=radio], input[type=checkbox])").OfType<IHtmlInputElement>().GroupBy(choice => choice.Name))
        {
            group.First().IsChecked |= group.All(choice => !choice.IsChecked || choice.Value == "Unspecified");
        }

        return
        [
            .. page.QuerySelectorAll("main form[method=post] :is(input[type=text], input[type=url], textarea)").Select(field => (Name: field.GetAttribute("name")!, field))
                .Where(one => one.Name != "no-child-because")
                .Select(one => (one.Name, one.field.GetAttribute("inputmode") != "numeric" ? "Words of somebody" : one.Name.EndsWith("Year", StringComparison.Ordinal) ? "2027" : "3")),
            .. page.QuerySelectorAll("main form[method=post] select").OfType<IHtmlSelectElement>()
                .Select(field => (field.Name!, field.Options.FirstOrDefault(option => option.Value.Length > 0)?.Value ?? "")),
        ];
    }

    /// <summary>Null where it leads to a control.</summary>
    private static string? Leads(IHtmlDocument page, IElement line) => line.QuerySelector("a")?.GetAttribute("href") is not ['#', .. var id]
        ? "leads nowhere"
        : page.GetElementById(id) switch
        {
            null => $"leads to {id}, which is not there",
            IHtmlInputElement { Type: not "hidden", IsDisabled: false } or IHtmlSelectElement or IHtmlTextAreaElement => null,
            var other => $"leads to a {other.LocalName}, which takes no focus",
        };

    /// <summary>The form with nothing in it and nothing chosen, so far as a person can empty it.</summary>
    private static (string, string)[] Emptied(IHtmlDocument page)
    {
        foreach (var ticked in page.QuerySelectorAll("main form[method=post] input[type=checkbox]").OfType<IHtmlInputElement>())
        {
            ticked.IsChecked = false;
        }

        return
        [
            .. page.QuerySelectorAll("main form[method=post] :is(input[type=text], input[type=url], textarea)").Select(field => (field.GetAttribute("name")!, "")),
            .. page.QuerySelectorAll("main form[method=post] select").OfType<IHtmlSelectElement>()
                .Select(field => (field.Name!, field.Options.Any(option => option.Value.Length == 0) ? "" : field.Value!)),
        ];
    }

    private async Task<((BrowserOfOne Browser, IHtmlDocument Document) Page, string Address)> OpenAsync(string name)
    {
        if (platform.Partners.Grants.All(grant => grant.GrantId != Forms.Grant))
        {
            platform.Partners.Grants.Add(new SharingGrant
            {
                GrantId = Forms.Grant, PartnershipId = "haskermoor", AgencyId = "westmarch-police", State = SharingGrantState.Offered, Version = 1,
                ReviewOn = "2027-05-01", EndsOn = "2027-11-01",
            });
        }

        var (person, address) = Forms.All[name];
        var browser = await BrowserOfOne.SignedInAsync(platform, person);
        return ((browser, await browser.OpenAsync(address)), address);
    }

    public void Dispose() => platform.Answers.Answer = FormAnswer.OfTheStandIn;
}
