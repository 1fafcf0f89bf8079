using Jtai.Actions.V1;
using Jtai.Field;

namespace Jtai.Portal.Words;

/// <summary>How the strengths of a letter are kept up, in words.</summary>
public static class StrengthWords
{
    public static IReadOnlyList<StrengthResult> Results { get; } = [StrengthResult.Sustained, StrengthResult.Slipping, StrengthResult.Lost];

    public static StatusWords Of(StrengthResult result) => result switch
    {
        StrengthResult.Sustained => new("Sustained", "green"),
        StrengthResult.Slipping => new("Slipping", "orange"),
        StrengthResult.Lost => new("Lost", "red"),
        _ => new("Not looked at yet", "grey"),
    };

    /// <summary>When it is looked at next, of one that somebody keeps.</summary>
    public static StatusWords NextLook(StrengthRecord record)
    {
        var day = Dates.Full(LondonDates.TryFromIso(record.Strength.NextCheckOn), "no date");
        return record.Overdue ? new("Overdue", "red", "the next look was due on " + day) : new("Next look", null, day);
    }
}
