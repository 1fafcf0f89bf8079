using Jtai.Inspections.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;

namespace Jtai.Portal.Journeys.Inspections;

/// <summary>The named list of an inspection in words, for the people on it: who opened it before publication, and when.</summary>
internal static class NamedReaders
{
    /// <returns>
    /// "Opened by Dana Hart on 3 July 2026 at 2:02pm", then "Sam Roe has not opened it", each by name; null for whoever is not on
    /// the list.
    /// </returns>
    public static async Task<IReadOnlyList<string>?> ReadersAsync(
        this PartnershipMembers members, PartnershipCalls calls, Inspection inspection, CurrentPerson person, CancellationToken ct)
    {
        if (!inspection.ReaderIds.Contains(person.Person.PersonId))
        {
            return null;
        }

        var openings = (await calls.Inspections.ListOpeningsAsync(
            new ListOpeningsRequest { InspectionId = inspection.InspectionId }, cancellationToken: ct)).Openings;
        var notOpened = inspection.ReaderIds.Except(openings.Select(opening => opening.PersonId)).Select(members.PersonName);
        var published = inspection.Phase == InspectionPhase.Published;
        return
        [
            .. openings.Select(opening => OpenedBy(opening, members.PersonName(opening.PersonId))
                + (inspection.ReaderIds.Contains(opening.PersonId) ? "" : "; no longer on the list")).Order(StringComparer.Ordinal),
            .. notOpened.Order(StringComparer.Ordinal).Select(name => $"{name} {(published ? "did not open it before publication" : "has not opened it")}"),
        ];
    }

    private static string OpenedBy(Opening opening, string name)
    {
        var (first, last) = (Dates.WithTime(opening.FirstAt.ToDateTimeOffset()), Dates.WithTime(opening.LastAt.ToDateTimeOffset()));
        return $"Opened by {name} on {first}" + (first == last ? "" : $", last on {last}");
    }
}
