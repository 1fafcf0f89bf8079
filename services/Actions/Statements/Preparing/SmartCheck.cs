using System.Text.RegularExpressions;

namespace Jtai.Actions;

/// <summary>What a critical reader would say of an action's words, in sentences and never as a score.</summary>
public static partial class SmartCheck
{
    // Verbs that actions of published plans begin with, and that promise something of their own.
    private static readonly string[] Verbs =
    [
        "agree", "analyse", "appoint", "approve", "assess", "audit", "build", "commission", "communicate", "complete", "consult",
        "create", "deliver", "design", "develop", "embed", "ensure", "establish", "evaluate", "expand", "explore", "extend", "hold",
        "identify", "implement", "improve", "increase", "introduce", "launch", "monitor", "produce", "promote", "provide", "publish",
        "pilot", "recruit", "reduce", "refresh", "relaunch", "review", "revise", "roll out", "share", "strengthen", "train", "update", "write",
    ];

    /// <summary>Empty where nothing is to be said.</summary>
    /// <param name="title">What is promised.</param>
    /// <param name="outcome">What will be different; may be empty.</param>
    /// <param name="measure">How the partnership will know; may be empty, which is said elsewhere.</param>
    /// <param name="hasEnd">True where it has a due date or dated milestones.</param>
    public static IReadOnlyList<string> Of(string title, string outcome, string measure, bool hasEnd)
    {
        var said = new List<string>();
        if (!hasEnd)
        {
            said.Add("It has no date by which something is done: give it a due date or a dated milestone.");
        }

        if (measure.Length > 0 && !IsMeasurable(measure) && !IsMeasurable(outcome))
        {
            said.Add("Nothing in its success measure can be counted or checked: name a number, a share, or what will be audited.");
        }

        var promised = VerbsIn(title);
        if (promised.Count > 1)
        {
            said.Add($"It promises several things at once ({string.Join(", ", promised)}): one action for each is easier to follow.");
        }

        return said;
    }

    private static bool IsMeasurable(string text) => Number().IsMatch(text) || Measure().IsMatch(text);

    // The first word, and what follows an "and", a comma or a semicolon: "Review and update the pathway" promises two things,
    // "Review the training of staff who update records" one.
    private static List<string> VerbsIn(string title) =>
    [
        .. Openings().Matches(title.ToLowerInvariant())
            .Select(match => match.Groups["verb"].Value)
            .Select(opening => Array.Find(Verbs, verb => opening == verb || opening.StartsWith(verb + " ", StringComparison.Ordinal)))
            .OfType<string>()
            .Distinct(),
    ];

    [GeneratedRegex(@"[0-9%£]|\b(one|two|three|four|five|six|seven|eight|nine|ten|half|third|quarter)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Number();

    [GeneratedRegex(
        @"\b(all|every|each|none|no|zero|audit\w*|sample\w*|sampling|survey\w*|count\w*|number|numbers|rate|rates|ratio|proportion|share|percent\w*|per cent|baseline|target|data|dataset|dashboard|fewer|increase\w*|decrease\w*|reduc\w*|rise|fall|average|median|within|at least|at most|weekly|monthly|quarterly|half-yearly|annual\w*|yearly)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Measure();

    [GeneratedRegex(@"(^\s*|\band\s+|[,;]\s*)(?=(?<verb>[a-z]+( [a-z]+)?))", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Openings();
}
