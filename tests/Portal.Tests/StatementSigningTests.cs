using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Jtai.Actions.V1;
using Jtai.Portal.Tests.StandIns;
using static Jtai.Portal.Tests.StandIns.PageWords;

namespace Jtai.Portal.Tests;

/// <summary>Sign-offs of a statement of action, and the drafts before them.</summary>
public class StatementSigningTests : IClassFixture<PlatformOfStandIns>
{
    private const string Statement = "/partnerships/haskermoor/statements/" + StandInStatements.StatementId;
    private const string SignOffs = Statement + "/sign-offs";
    private readonly PlatformOfStandIns platform;

    public StatementSigningTests(PlatformOfStandIns platform)
    {
        this.platform = platform;
        platform.Statements.Reset();
    }

    [Fact]
    public async Task SignOffs_WithOneThatIsVoid_SayWhoHasWhoHasNotAndWhatChangedByWhom()
    {
        using var manager = await BrowserOfOne.SignedInAsync(platform, "manager");
        var page = await manager.OpenAsync(SignOffs);
        Assert.Equal(
            [
                "Haskermoor Council No longer stands can be given by Dev Anand", "Moors Integrated Care Board Not yet nobody is appointed who could give it",
                "Westmarch Police Signed off Cora Mills, in person on 7 November 2026 at 9am",
            ],
            page.QuerySelectorAll("tbody tr").Select(Read));
        var voided = Read(page.GetElementById(StandInStatements.DirectorsSignOff)!.ParentElement);
        Assert.Contains("It no longer stands, as the statement changed since: Reworded Introduction: text reworded from “We heard children.” to “We heard 40 children.” Asha Verma on 10 November 2026", voided, StringComparison.Ordinal);
        var whole = Read(page.QuerySelector("details .jtai-reference"));
        Assert.Equal(64, whole.Length);
        Assert.Equal(whole[..12], Read(page.QuerySelector("main strong.jtai-reference")));
    }

    [Fact]
    public async Task SignOffs_GivenByADeputy_SayForWhom()
    {
        platform.Statements.Prepared.SignOffs[0].SignOff.DeputyForPersonId = "officer";
        using var manager = await BrowserOfOne.SignedInAsync(platform, "manager");
        var page = await manager.OpenAsync(SignOffs);
        Assert.Contains(
            "Westmarch Police Signed off Cora Mills (deputy for Asha Verma), in person on 7 November 2026 at 9am", page.QuerySelectorAll("tbody tr").Select(Read));
        Assert.Equal(
            "Westmarch Police: Cora Mills, lead safeguarding partner (deputy for Asha Verma)", Read(page.GetElementById(StandInStatements.ChiefsSignOff)));
    }

    [Fact]
    public async Task SignOff_InPerson_ShowsThePreviewAndTheThreeFactsAndSignsThatContent()
    {
        using var director = await BrowserOfOne.SignedInAsync(platform, "director");
        Assert.NotNull((await director.OpenAsync(SignOffs)).QuerySelector($"a[href='{SignOffs}/sign']"));
        var page = await director.OpenAsync(SignOffs + "/sign");
        Assert.NotNull(page.QuerySelector($"a[href='{Statement}/preview?handler=html'][target=_blank]"));
        Assert.Equal(["What you sign", "For whom you sign", "What then happens"], page.QuerySelectorAll("dt").Select(Read));
        Assert.Contains("Haskermoor Council, as lead safeguarding partner", Read(page.QuerySelector("dl")), StringComparison.Ordinal);
        var sha = Read(page.QuerySelector("details .jtai-reference"));

        using var signed = await director.PostAsync(page, SignOffs + "/sign");
        Assert.Equal(SignOffs, signed.Headers.Location?.OriginalString);
        Assert.Equal((sha, ""), platform.Statements.Acts.OfType<SignOffRequest>().Select(act => (act.ContentSha256, act.OnBehalfOf)).Single());
    }

    [Fact]
    public async Task SignOff_OfWhatChangedMeanwhile_IsNotGivenAndShowsTheContentOfNow()
    {
        using var director = await BrowserOfOne.SignedInAsync(platform, "director");
        var page = await director.OpenAsync(SignOffs + "/sign");
        var before = page.QuerySelector("input[name=ContentSha256]")!.GetAttribute("value");
        platform.Statements.Prepared.Sections[0].Text = "Other words.";
        using var refused = await director.PostAsync(page, SignOffs + "/sign");
        var again = new HtmlParser().ParseDocument(await refused.Content.ReadAsStringAsync());
        Assert.Contains("Somebody else changed this statement", Read(again.QuerySelector(".govuk-error-summary")), StringComparison.Ordinal);
        Assert.Empty(platform.Statements.Acts);
        Assert.NotEqual(before, again.QuerySelector("input[name=ContentSha256]")!.GetAttribute("value"));
        Assert.NotEmpty(again.QuerySelector("input[name=ContentSha256]")!.GetAttribute("value")!);
    }

    [Fact]
    public async Task SignOff_OnBehalf_NeedsAPersonSaysThePaperAndIsToldToEverybody()
    {
        const string onBehalf = SignOffs + "/on-behalf";
        using var manager = await BrowserOfOne.SignedInAsync(platform, "manager");
        var form = await manager.OpenAsync(onBehalf);
        Assert.Equal(["chief", "director"], form.QuerySelectorAll("select[name=OnBehalfOf] option").OfType<IHtmlOptionElement>().Select(option => option.Value).Where(value => value.Length > 0));
        using var nobody = await manager.PostAsync(form, onBehalf, ("OnBehalfOf", ""), ("Paper", "E-mail"));
        Assert.Equal(HttpStatusCode.OK, nobody.StatusCode);
        Assert.Empty(platform.Statements.Acts);

        using var signed = await manager.PostAsync(form, onBehalf, ("OnBehalfOf", "director"), ("Paper", "E-mail of 3 November"));
        Assert.Equal(HttpStatusCode.Redirect, signed.StatusCode);
        Assert.Contains("Dev Anand, recorded on their behalf by Mina Okafor on 7 November 2026 at 9am, with: E-mail of 3 November", Read((await manager.OpenAsync(SignOffs)).QuerySelector("main")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SignOff_TakenBackByItsGiver_NoLongerStandsAndSaysWhy()
    {
        const string takeBack = SignOffs + "/" + StandInStatements.ChiefsSignOff;
        using var chief = await BrowserOfOne.SignedInAsync(platform, "chief");
        using var done = await chief.PostAsync(await chief.OpenAsync(takeBack), takeBack, ("Reason", "I read the wrong version."));
        Assert.Equal(HttpStatusCode.Redirect, done.StatusCode);
        Assert.Contains("It was taken back: I read the wrong version.", Read((await chief.OpenAsync(SignOffs)).QuerySelector("main")), StringComparison.Ordinal);
        using var director = await BrowserOfOne.SignedInAsync(platform, "director");
        using var refused = await director.Client.GetAsync(takeBack);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    [Fact]
    public async Task Correction_NamedEditorial_ShowsExactlyWhatChangedAndLetsTheSignOffsStand()
    {
        const string correction = SignOffs + "/correction";
        using var manager = await BrowserOfOne.SignedInAsync(platform, "manager");
        var form = await manager.OpenAsync(correction);
        Assert.Equal(["Introduction: text reworded from “We heard children.” to “We heard 40 children.” Asha Verma on 10 November 2026 at 9am"], form.QuerySelectorAll("main li").Select(Read));
        using var recorded = await manager.PostAsync(form, correction, ("Reason", "A number was forgotten."));
        Assert.Equal(HttpStatusCode.Redirect, recorded.StatusCode);
        var page = await manager.OpenAsync(SignOffs);
        Assert.DoesNotContain("No longer stands", Read(page.QuerySelector("main")), StringComparison.Ordinal);
        Assert.Contains("A number was forgotten.", Read(page.QuerySelector("main")), StringComparison.Ordinal);
        Assert.Null(page.QuerySelector($"a[href='{correction}']"));
    }

    [Fact]
    public async Task Draft_Circulated_IsListedWithWhomItWentToAndComparedInWords()
    {
        const string circulate = Statement + "/drafts/circulate";
        using var manager = await BrowserOfOne.SignedInAsync(platform, "manager");
        var form = await manager.OpenAsync(circulate);
        Assert.Equal(2, form.QuerySelectorAll("input[name=To][checked]").Length);
        using var circulated = await manager.PostAsync(form, circulate, ("To", "agency:moors-icb"), ("CommentsBy.Day", "20"), ("CommentsBy.Month", "11"), ("CommentsBy.Year", "2026"), ("Note", "Second."));
        Assert.Equal(HttpStatusCode.Redirect, circulated.StatusCode);
        var drafts = await manager.OpenAsync(Statement + "/drafts");
        Assert.StartsWith("Draft 2 Mina Okafor on 12 November 2026 at 9am Moors Integrated Care Board 20 November 2026 Second.", Read(drafts.QuerySelector("tbody tr")), StringComparison.Ordinal);

        var compared = await manager.OpenAsync(Statement + "/drafts/compare?from=1");
        Assert.Contains("From draft 1 to the statement as it is now", Read(compared.QuerySelector("main")), StringComparison.Ordinal);
        Assert.Equal(["Re-dated", "Reworded"], compared.QuerySelectorAll("main h3").Select(Read));
        Assert.Contains("date moved from 30 September 2026 to 31 December 2026", Read(compared.QuerySelector("main li")), StringComparison.Ordinal);
        Assert.Equal($"/partnerships/haskermoor/actions/{StandInActions.ActionId}", compared.QuerySelector("main li a")!.GetAttribute("href"));
    }
}
