using System.Globalization;
using Jtai.Partners.V1;
using Jtai.Portal.Design;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Settings;

/// <summary>Decides who signs off, what the committee does, which clearances are asked for, and when an action is due soon.</summary>
public sealed class DecideModel(PartnershipCalls calls, CurrentPerson person, TimeProvider time) : SettingsStep(calls, person, time)
{
    [BindProperty]
    public SignOffRule SignOffRule { get; set; }

    [BindProperty]
    public CommitteeRoute CommitteeRoute { get; set; }

    /// <summary>One a line.</summary>
    [BindProperty]
    public string? Clearances { get; set; }

    [BindProperty]
    public string? DueSoonDays { get; set; }

    /// <summary>"yes" or "no".</summary>
    [BindProperty]
    public string? CheckEveryAction { get; set; }

    [BindProperty]
    public string? EmbeddedAfterDays { get; set; }

    [BindProperty]
    public string? ChallengeDays { get; set; }

    [BindProperty]
    public DefaultMarking DefaultMarking { get; set; }

    [BindProperty]
    public string? AccentColour { get; set; }

    public static IEnumerable<Choice> Rules { get; } = [.. SettingsWords.SignOffRules.Select(rule => new Choice(rule.ToString(), SettingsWords.Of(rule)))];

    public static IEnumerable<Choice> Markings { get; } = [.. SettingsWords.Markings.Select(marking => new Choice(marking.ToString(), SettingsWords.Of(marking)))];

    public static IEnumerable<Choice> Routes { get; } = [.. SettingsWords.CommitteeRoutes.Select(route => new Choice(route.ToString(), SettingsWords.Of(route)))];

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => TryAsync(
        "",
        "Settings saved",
        () => Calls.Settings.SaveSettingsAsync(
            new SaveSettingsRequest
            {
                ExpectedVersion = Version,
                SignOffRule = SignOffRule,
                CommitteeRoute = CommitteeRoute,
                Clearances = { (Clearances ?? "").ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) },
                DueSoonDays = Days(DueSoonDays),
                CheckEveryAction = CheckEveryAction == "yes",
                EmbeddedAfterDays = Days(EmbeddedAfterDays),
                ChallengeDays = Days(ChallengeDays),
                DefaultMarking = DefaultMarking,
                AccentColour = (AccentColour ?? "").Trim(),
            },
            cancellationToken: ct).ResponseAsync,
        ct);

    protected override void Fill()
    {
        (SignOffRule, CommitteeRoute, Clearances) = (Settings.SignOffRule, Settings.CommitteeRoute, string.Join('\n', Settings.Clearances));
        CheckEveryAction = Settings.CheckEveryAction ? "yes" : "no";
        DueSoonDays = Settings.DueSoonDays.ToString(CultureInfo.InvariantCulture);
        EmbeddedAfterDays = Settings.EmbeddedAfterDays.ToString(CultureInfo.InvariantCulture);
        ChallengeDays = Settings.ChallengeDays.ToString(CultureInfo.InvariantCulture);
        DefaultMarking = Settings.DefaultMarking;
        AccentColour = Settings.AccentColour;
    }

    // What is no number is none that the service takes.
    private static int Days(string? typed) =>
        int.TryParse(typed, NumberStyles.None | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var days)
            ? days
            : -1;
}
