using Jtai.Field;
using Jtai.Reporting.V1;

namespace Jtai.Portal.Words;

/// <summary>What agencies and groups owe the partnership's manager, and how often they were reminded.</summary>
public static class OwedWords
{
    public static string What(Owed owed) => owed.Kind == WorkKind.AgencyReturn
        ? "Their part of the statement of action"
        : $"{owed.Reference}: asked for a new date, and waits for you";

    /// <summary>"3 November 2026, 4 days late".</summary>
    public static string By(Owed owed) => LondonDates.TryFromIso(owed.DueOn) is not { } due ? "no date"
        : Dates.Full(due) + (owed.DaysOverdue > 0 ? $", {Numbers.Of(owed.DaysOverdue, "day")} late" : "");

    /// <summary>"twice, last on 10 November 2026"; of what nobody can be reminded of, why.</summary>
    public static string Reminded(Owed owed) => owed.Kind == WorkKind.AgencyReturn
        ? owed.OfBody ? "nobody leads for a group here: ask them yourself" : Reminded(owed.Reminders, owed.RemindedAt?.ToDateTimeOffset())
        : "";

    public static string Reminded(int times, DateTimeOffset? last) => last is not { } at ? "not yet" : times switch
    {
        1 => "once, on " + Dates.Full(at.DateInLondon()),
        2 => "twice, last on " + Dates.Full(at.DateInLondon()),
        _ => $"{Numbers.Figure(times)} times, last on {Dates.Full(at.DateInLondon())}",
    };
}
