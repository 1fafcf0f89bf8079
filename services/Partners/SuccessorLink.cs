using Jtai.Errors;
using Jtai.Field;
using Jtai.Partners.V1;

namespace Jtai.Partners;

/// <summary>Entries of the register that came of others on a day, by a merger, a split or under another name. All of them stay.</summary>
public sealed record SuccessorLink
{
    public const string Columns = "link_id, kind, of_bodies, from_ids, to_ids, takes_effect_on, note";

    /// <summary>On one side.</summary>
    public const int MostIds = 10;

    public required Guid LinkId { get; init; }
    public required SuccessorKind Kind { get; init; }
    public required bool OfBodies { get; init; }
    public required string[] FromIds { get; init; }
    public required string[] ToIds { get; init; }
    public required DateOnly TakesEffectOn { get; init; }
    public required string Note { get; init; }

    /// <param name="registered">Ids of the register, of agencies or of bodies as the link says.</param>
    /// <param name="others">The links that there are of the same.</param>
    /// <exception cref="Invalid">All that is wrong with what was entered.</exception>
    /// <exception cref="Refused">It does not fit to another one.</exception>
    public static SuccessorLink Register(Guid id, V1.SuccessorLink link, IReadOnlyCollection<string> registered, IReadOnlyList<SuccessorLink> others)
    {
        var check = new RequestCheck().Known("link.kind", link.Kind, "whether they merged, were split or go on under another name");
        var day = check.Date("link.takes_effect_on", link.TakesEffectOn, "The day");
        var note = check.Text("link.note", link.Note, "What it came about by", 300);
        check.That(link.TakesEffectOn.Length > 0, "link.takes_effect_on", "Enter the day.")
            .That(IsMany(link.FromIds.Count, link.Kind == SuccessorKind.Merged), "link.from_ids",
                link.Kind == SuccessorKind.Merged ? $"Choose from 2 to {MostIds} that merged." : "Choose the one that was succeeded.")
            .That(IsMany(link.ToIds.Count, link.Kind == SuccessorKind.Split), "link.to_ids",
                link.Kind == SuccessorKind.Split ? $"Choose from 2 to {MostIds} that it became." : "Choose the one that succeeds.")
            .That(link.FromIds.All(registered.Contains), "link.from_ids", "Choose entries of the register.")
            .That(link.ToIds.All(registered.Contains), "link.to_ids", "Register each successor first, then choose it.")
            .That(link.FromIds.Concat(link.ToIds).Distinct().Count() == link.FromIds.Count + link.ToIds.Count, "link.to_ids", "Choose each one once, and none on both sides.")
            .ThrowIfRefused();
        var made = new SuccessorLink
        {
            LinkId = id, Kind = link.Kind, OfBodies = link.OfBodies, FromIds = [.. link.FromIds], ToIds = [.. link.ToIds], TakesEffectOn = day.GetValueOrDefault(), Note = note,
        };
        return made.Fitting(others);
    }

    public V1.SuccessorLink ToProto() => new()
    {
        LinkId = LinkId.ToString(), Kind = Kind, OfBodies = OfBodies, FromIds = { FromIds }, ToIds = { ToIds }, TakesEffectOn = TakesEffectOn.ToIso(), Note = Note,
    };

    private static bool IsMany(int count, bool many) => many ? count is >= 2 and <= MostIds : count == 1;

    // As of partnerships: what has ended succeeds nobody from that day on, so no circle can come about.
    private SuccessorLink Fitting(IReadOnlyList<SuccessorLink> others) =>
        others.Any(other => other.FromIds.Intersect(FromIds).Any())
            ? throw new Refused("One of them has a successor already. Take that link away first if it is wrong.")
            : others.Any(other => other.FromIds.Intersect(ToIds).Any() && other.TakesEffectOn <= TakesEffectOn)
                ? throw new Refused("A successor is succeeded itself by then. Choose an earlier day or another successor.")
                : others.Any(other => other.ToIds.Intersect(FromIds).Any() && TakesEffectOn <= other.TakesEffectOn)
                    ? throw new Refused("One of them succeeds another later than that. Choose a later day.")
                    : this;
}
