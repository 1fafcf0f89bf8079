using Jtai.Actions.V1;
using Jtai.Portal.Shared;

namespace Jtai.Portal.Journeys.Statements;

/// <summary>One difference between two contents, with where what it is about can be read.</summary>
/// <param name="Href">Null where it can no longer be opened, or the person sees none of it.</param>
/// <param name="By">Who changed it last, and when; empty where that is not known.</param>
public sealed record ListedChange(ContentChange Change, string? Href, string By)
{
    /// <summary>Grouped by kind, in the order of the kinds.</summary>
    public static IReadOnlyList<ListedChange> Of(OneStatement statement, string partnership, IEnumerable<ContentChange> changes) =>
    [
        .. changes.OrderBy(change => change.Kind).Select(change => new ListedChange(
            change,
            change.AboutCase switch
            {
                ContentChange.AboutOneofCase.ActionId => Addresses.Action(partnership, change.ActionId),
                ContentChange.AboutOneofCase.FindingId => Addresses.Finding(partnership, change.FindingId),
                ContentChange.AboutOneofCase.SectionId when statement.Record.Sections.Any(section => section.SectionId == change.SectionId) =>
                    $"{statement.Address}/sections/{change.SectionId}",
                _ => null,
            },
            change.PersonId.Length > 0 ? statement.By(change.PersonId, change.At) : "")),
    ];
}
