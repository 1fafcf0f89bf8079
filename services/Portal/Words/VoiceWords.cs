using Jtai.Actions.V1;
using Jtai.Field;

namespace Jtai.Portal.Words;

/// <summary>What children said, in the words of the pages.</summary>
public static class VoiceWords
{
    public static string Title(VoiceRecord voice) => voice.NoneHeardBecause.Length > 0
        ? "No child was heard"
        : "Heard on " + Dates.Full(LondonDates.TryFromIso(voice.HeardOn), "no date");

    /// <summary>"9 children, through an organisation: Lantern House".</summary>
    public static string Heard(VoiceRecord voice) => string.Join(", ", new[]
    {
        voice.HowMany > 0 ? Numbers.Of(voice.HowMany, "child", "children") : "",
        (voice.Directly ? "from children themselves: " : "through an organisation: ") + voice.From,
    }.Where(part => part.Length > 0));

    /// <summary>What an entry of its history is called.</summary>
    public static string TitleOf(RecordedChange change) => change.Version == 1 ? "Recorded"
        : change.Reason.Length > 0 ? "Withdrawn"
        : "Corrected";

    /// <summary>One field that was changed, with the whole of both texts.</summary>
    public static string Of(FieldChange change) => change.Field switch
    {
        "action_ids" => $"Actions: {Numbers.Figure(change.To.Split(',').Length)}, {Numbers.Figure(change.From.Split(',').Length)} before",
        "directly" => HistoryWords.Sentence("How they were heard", Way(change.From), Way(change.To)),
        "heard_on" or "told_on" => HistoryWords.Sentence(NameOf(change.Field), Day(change.From), Day(change.To)),
        "how_many" => HistoryWords.Sentence(NameOf(change.Field), change.From == "0" ? "" : change.From, change.To == "0" ? "" : change.To),
        _ => HistoryWords.Sentence(NameOf(change.Field), HistoryWords.Quoted(change.From), HistoryWords.Quoted(change.To)),
    };

    private static string NameOf(string field) => field switch
    {
        "none_heard_because" => "Why none could be heard",
        "heard_on" => "Heard on",
        "told_on" => "Children told on",
        "how_many" => "How many",
        "from" => "Who was heard",
        "said" => "What they said",
        "dissent" => "Where they did not agree",
        "done" => "What was done",
        _ => field,
    };

    private static string Way(string directly) => directly.Length > 0 ? "from children themselves" : "through an organisation";

    private static string Day(string iso) => LondonDates.TryFromIso(iso) is { } day ? Dates.Full(day) : "";
}
