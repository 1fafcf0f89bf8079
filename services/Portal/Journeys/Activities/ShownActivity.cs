using Jtai.Activities.V1;
using Jtai.Partners.V1;
using Jtai.Portal.Words;

namespace Jtai.Portal.Journeys.Activities;

/// <summary>One entry as the page and the file show it.</summary>
/// <param name="Who">"Ada Moss, partnership manager".</param>
/// <param name="What">"moved a due date".</param>
/// <param name="Record">"Action HSK-2026-A014", or "Appointment of Ada Moss, agency lead".</param>
/// <param name="Address">Of the record; null where it has no page.</param>
/// <param name="Why">"Shown or taken away: Westmarch Police".</param>
public sealed record ShownActivity(ActivityEntry Entry, ActivitySource Source, string Who, string What, string Record, string? Address, string Why)
{
    public DateTimeOffset At => Entry.At.ToDateTimeOffset();

    public static ShownActivity Of(ActivityEntry entry, ActivitySource source, ActivityPlace place) => new(
        entry,
        source,
        WhoOf(entry, place),
        ActivityWords.Of(entry),
        ActivityWords.OfRecord(entry.Entity) + (place.RecordOf(entry) is { } named ? " " + named : ""),
        place.AddressOf(entry),
        ActivityWords.Of(entry.Kind) + (entry.DisclosedTo.Length == 0 ? "" : ": " + place.NameOf(entry.DisclosedTo)));

    private static string WhoOf(ActivityEntry entry, ActivityPlace place)
    {
        if (!Guid.TryParse(entry.PersonId, out _) && entry.PersonId.Contains(':', StringComparison.Ordinal))
        {
            return !entry.PersonId.StartsWith("client:", StringComparison.Ordinal) ? "The platform"
                : entry.AgencyId.Length > 0 ? "A connected system of " + place.NameOf(entry.AgencyId)
                : "A connected system";
        }

        _ = Enum.TryParse<Capacity>(entry.Capacity, out var capacity);
        return place.PersonAs(entry.PersonId, capacity, entry.At.ToDateTimeOffset());
    }
}
