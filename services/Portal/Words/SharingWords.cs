using Jtai.Field;
using Jtai.Partners.V1;

namespace Jtai.Portal.Words;

/// <summary>What a partnership shares, in the words of its agreement.</summary>
public static class SharingWords
{
    public static string Of(SharingLevel level) => level switch
    {
        SharingLevel.Headlines => "Headlines",
        SharingLevel.OwnActions => "Our actions",
        SharingLevel.Plan => "Whole action plan",
        SharingLevel.Evidence => "Action plan and evidence",
        _ => "Nothing",
    };

    /// <summary>What the agency sees at that level.</summary>
    public static string Explain(SharingLevel level) => level switch
    {
        SharingLevel.Headlines => "Counts, dates and statuses, and the published letter's findings",
        SharingLevel.OwnActions => "Headlines, and the whole of each action that the agency leads or supports",
        SharingLevel.Plan => "Every action of the plan with its progress",
        SharingLevel.Evidence => "Every action, and the evidence whose contributor allows it",
        _ => "Nothing is shown",
    };

    /// <summary>The same as the agency itself reads it, beside its other partnerships.</summary>
    public static string ToAgency(SharingLevel level) => level switch
    {
        SharingLevel.Headlines => "Headlines only: counts, dates and statuses",
        SharingLevel.OwnActions => "Our actions: each one that your agency leads or supports",
        SharingLevel.Plan => "Whole action plan: every action with its progress",
        SharingLevel.Evidence => "Action plan and evidence: every action, and evidence as far as its contributor allows",
        _ => "Nothing",
    };

    /// <summary>As long before its end as people are mailed of it first.</summary>
    private const int FlaggedDays = 28;

    /// <summary>
    /// What is to be done about it now: "waits for agreement since 3 March 2027", "ends on 31 March 2027, in 12 days", or "was to be
    /// reviewed by 1 March 2027", and how; null where there is nothing.
    /// </summary>
    /// <param name="grant">As the service has it.</param>
    /// <param name="today">In London.</param>
    /// <param name="offeredByUs">True for whoever offers; false for the agency that was offered it.</param>
    public static string? Flag(SharingGrant grant, DateOnly today, bool offeredByUs) => (grant.State, LondonDates.TryFromIso(grant.EndsOn)) switch
    {
        (SharingGrantState.Offered, { } end) when end < today => "was not agreed before its end: it can be withdrawn and offered again",
        (SharingGrantState.Offered, _) => "waits for agreement" + (grant.OfferedAt is { } at ? " since " + Dates.Full(at.ToDateTimeOffset().DateInLondon()) : ""),
        (SharingGrantState.Agreed, var end) when end is null || end >= today => Joined(Ending(end, today), Review(grant, today, offeredByUs)),
        _ => null,
    };

    private static string? Review(SharingGrant grant, DateOnly today, bool offeredByUs) => LondonDates.TryFromIso(grant.ReviewOn) is { } review && review < today
        ? $"was to be reviewed by {Dates.Full(review)}: {(offeredByUs ? "confirm it by a new offer, or withdraw it" : "the partnership confirms it by a new offer, or withdraws it")}"
        : null;

    private static string? Ending(DateOnly? end, DateOnly today) => end is { } day && day <= today.AddDays(FlaggedDays)
        ? $"ends on {Dates.Full(day)}, {(day == today ? "today" : "in " + Numbers.Of(day.DayNumber - today.DayNumber, "day"))}"
        : null;

    private static string? Joined(string? one, string? other) => one is null || other is null ? one ?? other : $"{one}, and {other}";

    public static StatusWords Of(SharingGrantState state) => state switch
    {
        SharingGrantState.Offered => new("Offered", "yellow", "waits for the agency to agree"),
        SharingGrantState.Agreed => new("Agreed", "green"),
        _ => new("Withdrawn", "grey"),
    };
}
