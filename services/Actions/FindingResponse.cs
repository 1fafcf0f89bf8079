using Jtai.Errors;
using Jtai.Store;

namespace Jtai.Actions;

/// <summary>What the partners say to a finding: whether they accept it, whether they knew, and who should see it.</summary>
public sealed record FindingResponse
{
    private const int LongestText = 1000;
    private const int MostBodies = 20;

    public Guid FindingId { get; init; }
    public Guid PlanId { get; init; }
    public V1.FindingPosition Position { get; init; }

    /// <summary>Whose position it is; null, as <see cref="ByBodyId"/>, for all partners.</summary>
    public string? ByAgencyId { get; init; }
    public string? ByBodyId { get; init; }
    public string Words { get; init; } = "";
    public bool KnownBefore { get; init; }
    public string KnownFrom { get; init; } = "";
    public string NoActionBecause { get; init; } = "";
    public string[] RoutedToBodyIds { get; init; } = [];
    public string RoutedNote { get; init; } = "";
    public long Version { get; init; }

    /// <summary>What a request makes of this one; of the first the version is 0.</summary>
    /// <exception cref="Invalid">A field cannot be accepted.</exception>
    /// <exception cref="Refused">Nothing is changed.</exception>
    public FindingResponse Say(V1.RespondToFindingRequest request, Partnership partnership, RequestCheck check)
    {
        var by = LeadText.Of(request.By);
        var bodies = request.RoutedToBodyIds.Distinct().Order(StringComparer.Ordinal).ToArray();
        // Why there is no action can be said before the partners have a position.
        check.That(System.Enum.IsDefined(request.Position), "position", "Choose accepted, accepted in part or disputed.");
        check.That(by.Length == 0 || partnership.HasLead(by), "by", "The position must be that of an agency or a body of this partnership.");
        check.That(
            bodies.Length <= MostBodies && !bodies.Except(partnership.BodyIds).Any(),
            "routed_to_body_ids",
            "The finding can be shown to boards or groups that follow this partnership's plan, at most 20.");
        var said = this with
        {
            Position = request.Position,
            ByAgencyId = LeadText.AgencyOf(by),
            ByBodyId = LeadText.BodyOf(by),
            Words = check.Text(
                "words", request.Words, "The reason for the position", LongestText,
                required: request.Position is V1.FindingPosition.Disputed or V1.FindingPosition.PartlyAccepted),
            KnownBefore = request.KnownBefore,
            KnownFrom = check.Text("known_from", request.KnownFrom, "What shows that it was known", LongestText, required: request.KnownBefore),
            NoActionBecause = check.Text("no_action_because", request.NoActionBecause, "The reason why no action answers it", LongestText),
            RoutedToBodyIds = bodies,
            RoutedNote = check.Text("routed_note", request.RoutedNote, "The note to those who should see it", LongestText),
            Version = Version + 1,
        };
        check.ThrowIfRefused();
        return Changes(this, said).Count > 1 ? said : throw new Refused("Nothing is changed: this was said to the finding already.");
    }

    /// <summary>What differs, for the history of the plan; the finding always stands first.</summary>
    public static IReadOnlyList<V1.FieldChange> Changes(FindingResponse before, FindingResponse after)
    {
        var id = after.FindingId.ToString();
        return
        [
            new() { Field = "finding_response.finding_id", From = before.Version == 0 ? "" : id, To = id },
            .. FieldChanges.Within(
                "finding_response", before.ToProto(), after.ToProto(),
                "position", "by", "words", "known_before", "known_from", "no_action_because", "routed_to_body_ids", "routed_note"),
        ];
    }

    /// <summary>What the response has become, for audit and event.</summary>
    public Change Changed() => new(FindingId.ToString(), Version, new V1.FindingResponseChanged { Response = ToProto() });

    public V1.FindingResponse ToProto() => new()
    {
        FindingId = FindingId.ToString(),
        PlanId = PlanId.ToString(),
        Position = Position,
        By = LeadText.ToProto(LeadText.Of(ByAgencyId, ByBodyId)),
        Words = Words,
        KnownBefore = KnownBefore,
        KnownFrom = KnownFrom,
        NoActionBecause = NoActionBecause,
        RoutedToBodyIds = { RoutedToBodyIds },
        RoutedNote = RoutedNote,
        Version = Version,
    };
}
