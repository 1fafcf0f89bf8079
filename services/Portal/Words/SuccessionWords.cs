using Jtai.Actions.V1;
using Jtai.Field;
using Jtai.Partners.V1;

namespace Jtai.Portal.Words;

/// <summary>Who takes a partnership's place, and what of a plan goes to whom.</summary>
public static class SuccessionWords
{
    public const string Neither = "neither";

    /// <summary>"From 1 April 2027 Eastshire and Westshire take this partnership’s place (the order)."</summary>
    public static string Of(Succession succession, DateOnly today) =>
        $"{Day(succession, today)} {Numbers.List(succession.To.Select(to => to.Name))} {(succession.To.Count == 1 ? "takes" : "take")} this partnership’s place ({succession.Order}).";

    /// <summary>"Taken over from Northshire on 1 April 2027."</summary>
    public static string Of(TakenOver taken) => $"Taken over from {taken.FromName} on {Dates.Full(LondonDates.TryFromIso(taken.On), "no date")}.";

    /// <summary>"Eastshire and Westshire", or "neither".</summary>
    public static string Of(Allotment allotment, Succession? succession) => allotment.ToPartnershipIds.Count == 0
        ? Neither
        : Numbers.List(allotment.ToPartnershipIds.Select(id => succession?.To.FirstOrDefault(to => to.PartnershipId == id)?.Name ?? "a successor"));

    public static IReadOnlyList<SuccessorKind> Kinds { get; } = [SuccessorKind.Merged, SuccessorKind.Split, SuccessorKind.Renamed];

    public static string Of(SuccessorKind kind) => kind switch
    {
        SuccessorKind.Merged => "Merged: two or more became one",
        SuccessorKind.Split => "Split: one became two or more",
        SuccessorKind.Renamed => "Renamed: one goes on under another name",
        _ => "Not said",
    };

    /// <summary>What came of an agency or body, and of what it came: "Merged into Moors ICB on 1 April 2027 (the order)."</summary>
    /// <param name="nameOf">Of an agency or body of the register.</param>
    public static IEnumerable<string> Of(IEnumerable<SuccessorLink> links, string id, bool isBody, Func<string, string> nameOf, DateOnly today) =>
        from link in links
        where link.OfBodies == isBody && (link.FromIds.Contains(id) || link.ToIds.Contains(id))
        let day = LondonDates.TryFromIso(link.TakesEffectOn)
        let when = Dates.Full(day, "no date")
        let note = link.Note.Length > 0 ? $" ({link.Note})" : ""
        select link.FromIds.Contains(id)
            ? $"{(day > today ? "To be " : "")}{Become(link.Kind, day > today)} {Numbers.List(link.ToIds.Select(nameOf))} on {when}{note}."
            : $"{(day > today ? "Will follow" : "Followed")} {Numbers.List(link.FromIds.Select(nameOf))} on {when}{note}.";

    private static string Become(SuccessorKind kind, bool isToCome)
    {
        var word = kind switch { SuccessorKind.Merged => "merged into", SuccessorKind.Split => "split into", _ => "renamed, as" };
        return isToCome ? word : char.ToUpperInvariant(word[0]) + word[1..];
    }

    private static string Day(Succession succession, DateOnly today) => LondonDates.TryFromIso(succession.TakesEffectOn) is { } on && on > today
        ? $"From {Dates.Full(on)}"
        : $"Since {Dates.Full(LondonDates.TryFromIso(succession.TakesEffectOn), "no date")}";
}
