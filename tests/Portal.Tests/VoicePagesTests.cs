using System.Net;
using AngleSharp.Html.Parser;
using Jtai.Actions.V1;
using Jtai.Portal.Tests.StandIns;

namespace Jtai.Portal.Tests;

/// <summary>What children said, and the strengths of a letter.</summary>
public sealed class VoicePagesTests(PlatformOfStandIns platform) : IClassFixture<PlatformOfStandIns>
{
    private const string Voices = "/partnerships/haskermoor/voices";
    private const string Save = "/partnerships/haskermoor/plan/plan/voice";
    private const string Strengths = "/partnerships/haskermoor/strengths";
    private const string Strength = $"/partnerships/haskermoor/plan/plan/strengths/{StandInAssurance.StrengthId}";

    [Fact]
    public async Task Voices_Listed_SayThroughWhomWithDissentAndPointOutThemesWithoutAny()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var main = (await browser.OpenAsync(Voices)).QuerySelector("main")!;
        Assert.Contains("Identification of risk", main.QuerySelector(".govuk-inset-text")!.TextContent, StringComparison.Ordinal);
        var items = main.QuerySelectorAll(".jtai-item");
        Assert.Contains("9 children, through an organisation: A youth forum of Lantern House", items[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("Two would tell it again.", items[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("They are too young to be asked.", items[1].TextContent, StringComparison.Ordinal);
        Assert.Equal(5, items.SelectMany(item => item.QuerySelectorAll(".jtai-screen a")).Count());
        // The other one was never corrected.
        Assert.Equal([$"{Voices}/{StandInAssurance.VoiceId}"], main.QuerySelectorAll(".jtai-item .jtai-screen a")
            .Where(link => link.TextContent.StartsWith("What it said before", StringComparison.Ordinal)).Select(link => link.GetAttribute("href")));
    }

    [Fact]
    public async Task Voice_ThatWasCorrected_HasAPageWithItsEarlierTexts()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "officer");
        var entries = (await browser.OpenAsync($"{Voices}/{StandInAssurance.VoiceId}")).QuerySelectorAll("main .moj-timeline__item");
        Assert.Equal(["Corrected", "Recorded"], entries.Select(entry => entry.QuerySelector("h3")!.TextContent));
        Assert.Contains("What they said: from “We told it <b>twice</b>.” to “We told it four times.”", entries[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("How many: from 8 to 9", entries[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("by Mina Okafor", entries[0].TextContent, StringComparison.Ordinal);
        Assert.Null(entries[1].QuerySelector(".moj-timeline__description"));
    }

    [Fact]
    public async Task Voice_Recorded_IsSentAndItsFormWarnsThatNoChildMayBeRecognisable()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "officer");
        var form = await browser.OpenAsync(Save);
        Assert.Contains("No child may be recognisable", form.QuerySelector(".govuk-warning-text")!.TextContent, StringComparison.Ordinal);
        (string, string)[] typed =
        [
            ("HeardOn.Day", "30"), ("HeardOn.Month", "9"), ("HeardOn.Year", "2026"), ("Directly", "True"), ("From", "A youth forum"), ("HowMany", "9"),
            ("DoneAbout", "One worker stays."), ("Chosen", $"{StandInActions.ActionId}:3"),
        ];
        using var empty = await browser.PostAsync(form, Save, typed);
        var again = new HtmlParser().ParseDocument(await empty.Content.ReadAsStringAsync());
        Assert.Equal("#Said", again.QuerySelector(".govuk-error-summary a")!.GetAttribute("href"));
        Assert.Equal("One worker stays.", again.QuerySelector("[name=DoneAbout]")!.TextContent.Trim());
        using var answer = await browser.PostAsync(again, Save, [.. typed, ("Said", "We told it four times.")]);
        Assert.Equal(Voices, answer.Headers.Location?.OriginalString);
        var sent = platform.Assurance.Acts.OfType<SaveVoiceRecordRequest>().Last();
        Assert.Equal(("2026-09-30", true, 9, "One worker stays.", ""), (sent.HeardOn, sent.Directly, sent.HowMany, sent.Done, sent.ToldOn));
    }

    [Fact]
    public async Task Voice_ThatNobodyGave_IsSentWithTheReasonAlone()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "officer");
        using var answer = await browser.PostAsync(
            await browser.OpenAsync(Save), Save, ("NoneHeardBecause", "Nobody came."), ("Directly", "True"), ("Chosen", $"{StandInActions.ActionId}:3"));
        Assert.Equal(Voices, answer.Headers.Location?.OriginalString);
        var sent = platform.Assurance.Acts.OfType<SaveVoiceRecordRequest>().Last();
        Assert.Equal(("Nobody came.", "", false), (sent.NoneHeardBecause, sent.HeardOn, sent.Directly));
    }

    [Fact]
    public async Task Voice_OfSomebodyElse_IsCorrectedAndNotWithdrawn()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "officer");
        await browser.OpenAsync($"{Voices}/{StandInAssurance.NoneHeardId}/withdraw", HttpStatusCode.Forbidden);
        var form = await browser.OpenAsync($"{Save}/{StandInAssurance.VoiceId}");
        Assert.Equal("We told it four times.", form.QuerySelector("[name=Said]")!.TextContent.Trim());
        const string withdraw = $"{Voices}/{StandInAssurance.VoiceId}/withdraw";
        using var answer = await browser.PostAsync(await browser.OpenAsync(withdraw), withdraw, ("Reason", "Somebody could be known."));
        Assert.Equal(Voices, answer.Headers.Location?.OriginalString);
        Assert.Equal("Somebody could be known.", platform.Assurance.Acts.OfType<WithdrawVoiceRecordRequest>().Last().Reason);
    }

    [Fact]
    public async Task Strengths_Listed_SayWhoKeepsThemAndWhatIsOverdue()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        var item = (await browser.OpenAsync(Strengths)).QuerySelector("main .jtai-item")!;
        foreach (var words in new[] { "Leaders know their area well.", "Slipping", "Overdue", "10 November 2020", "Two have left." })
        {
            Assert.Contains(words, item.TextContent, StringComparison.Ordinal);
        }

        Assert.Equal(2, item.QuerySelectorAll(".jtai-screen a").Length);
        using var officer = await BrowserOfOne.SignedInAsync(platform, "officer");
        Assert.Empty((await officer.OpenAsync(Strengths)).QuerySelectorAll("main .jtai-item .jtai-screen a"));
        await officer.OpenAsync(Strength + "/keep", HttpStatusCode.Forbidden);
        await officer.OpenAsync(Strength + "/check", HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Strength_KeptAndLookedAt_IsSentOnItsVersion()
    {
        using var browser = await BrowserOfOne.SignedInAsync(platform, "manager");
        (string, string)[] next = [("NextCheckOn.Day", "3"), ("NextCheckOn.Month", "3"), ("NextCheckOn.Year", "2099")];
        using var kept = await browser.PostAsync(await browser.OpenAsync(Strength + "/keep"), Strength + "/keep", [.. next, ("Keeper", "agency:westmarch-police")]);
        Assert.Equal(Strengths, kept.Headers.Location?.OriginalString);
        var keeping = platform.Assurance.Acts.OfType<KeepStrengthRequest>().Last();
        Assert.Equal(("plan", StandInAssurance.StrengthId, "westmarch-police", 3L), (keeping.PlanId, keeping.FindingId, keeping.Keeper.AgencyId, keeping.ExpectedVersion));
        using var looked = await browser.PostAsync(
            await browser.OpenAsync(Strength + "/check"), Strength + "/check", [.. next, ("Result", "Lost"), ("Words", "All have left.")]);
        Assert.Equal(Strengths, looked.Headers.Location?.OriginalString);
        var look = platform.Assurance.Acts.OfType<CheckStrengthRequest>().Last();
        Assert.Equal((StrengthResult.Lost, "All have left.", "2099-03-03"), (look.Result, look.Words, look.NextCheckOn));
    }
}
