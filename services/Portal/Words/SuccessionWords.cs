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

    private static string Day(Succession succession, DateOnly today) => LondonDates.TryFromIso(succession.TakesEffectOn) is { } on && on > today
        ? $"From {Dates.Full(on)}"
        : $"Since {Dates.Full(LondonDates.TryFromIso(succession.TakesEffectOn), "no date")}";
}
