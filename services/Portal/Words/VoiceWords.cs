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
}
