using Google.Protobuf.WellKnownTypes;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Store;

namespace Jtai.Actions;

/// <summary>One thing that shows that something was done. Rules only; the slices read and save it.</summary>
public sealed partial record EvidenceItem
{
    /// <summary>Items of one plan, withdrawn ones among them.</summary>
    public const int MostOfAPlan = 5000;

    /// <summary>Actions of one item.</summary>
    public const int MostActions = 50;

    /// <summary>Versions of what one item holds.</summary>
    public const int MostVersions = 50;

    public Guid EvidenceId { get; init; }
    public Guid PlanId { get; init; }
    public Guid InspectionId { get; init; }

    /// <summary>At least one, all of the plan.</summary>
    public Guid[] ActionIds { get; init; } = [];
    public string Shows { get; init; } = "";
    public DateOnly? DatedOn { get; init; }
    public V1.EvidenceKind Kind { get; init; }
    public V1.AssuranceLevel Level { get; init; }
    public V1.Marking Marking { get; init; }
    public V1.Audience Audience { get; init; }

    /// <summary>The number of the present version of what it holds.</summary>
    public int ContentNumber { get; init; }

    /// <summary>Who added it, for which agency.</summary>
    public Guid PersonId { get; init; }
    public string AgencyId { get; init; } = "";
    public DateTimeOffset AddedAt { get; init; }
    public string WithdrawnBecause { get; init; } = "";
    public long Version { get; init; }

    /// <summary>A new item and the first version of what it holds; a file is named, and not yet looked at.</summary>
    /// <param name="ordinary">As what it is marked where that is left out.</param>
    /// <exception cref="Invalid">A field cannot be accepted.</exception>
    public static (EvidenceItem Item, EvidenceContent Content) Read(V1.AddEvidenceRequest request, Caller caller, DateTimeOffset now, V1.Marking ordinary)
    {
        var check = new RequestCheck();
        var content = EvidenceContent.Read(request.FileId, request.Link, request.Inspected, now.DateInLondon(), check);
        var item = new EvidenceItem
        {
            EvidenceId = Guid.CreateVersion7(),
            ActionIds = ReadActionIds(request.ActionIds, check),
            Shows = ReadShows(request.Shows, check),
            DatedOn = check.Date("dated_on", request.DatedOn, "The date"),
            Kind = Known(check, "kind", request.Kind, "what kind of evidence it is"),
            Level = Known(check, "level", request.Level, "who gives the assurance"),
            Marking = Known(check, "marking", request.Marking, "a marking") is var marking and not V1.Marking.Unspecified ? marking : ordinary,
            Audience = Known(check, "audience", request.Audience, "who may open it") is var audience and not V1.Audience.Unspecified
                ? audience
                : V1.Audience.Partnership,
            ContentNumber = 1,
            PersonId = caller.PersonId,
            AgencyId = caller.AgencyId ?? "",
            AddedAt = now,
            Version = 1,
        };
        check.ThrowIfRefused();
        return (item, content with { EvidenceId = item.EvidenceId, Number = 1, PersonId = item.PersonId, At = now });
    }

    /// <summary>What an item says of itself, anew. What is left out of marking and audience stays: nothing opens by being left out.</summary>
    /// <exception cref="Refused">It was withdrawn.</exception>
    public EvidenceItem Describe(V1.DescribeEvidenceRequest request)
    {
        var check = new RequestCheck();
        var described = this with
        {
            Shows = ReadShows(request.Shows, check),
            DatedOn = check.Date("dated_on", request.DatedOn, "The date"),
            Kind = Known(check, "kind", request.Kind, "what kind of evidence it is"),
            Level = Known(check, "level", request.Level, "who gives the assurance"),
            Marking = Known(check, "marking", request.Marking, "a marking") is var marking and not V1.Marking.Unspecified ? marking : Marking,
            Audience = Known(check, "audience", request.Audience, "who may open it") is var audience and not V1.Audience.Unspecified
                ? audience
                : Audience,
            Version = Version + 1,
        };
        check.ThrowIfRefused();
        RefuseIfWithdrawn("changed");
        return described;
    }

    /// <summary>Another version of what it holds, in place of the present one.</summary>
    /// <exception cref="Refused">It was withdrawn, or has too many.</exception>
    public (EvidenceItem Item, EvidenceContent Content) Replace(EvidenceContent content, Caller caller, DateTimeOffset now)
    {
        RefuseIfWithdrawn("replaced");
        return ContentNumber >= MostVersions
            ? throw new Refused($"At most {MostVersions} versions are kept of one item. Add a new one.")
            : (
                this with { ContentNumber = ContentNumber + 1, Version = Version + 1 },
                content with { EvidenceId = EvidenceId, Number = ContentNumber + 1, PersonId = caller.PersonId, At = now });
    }

    /// <summary>Attached to these actions and no others.</summary>
    /// <exception cref="Refused">It was withdrawn, or is attached to just these.</exception>
    public EvidenceItem Attach(IReadOnlyCollection<Guid> actionIds)
    {
        RefuseIfWithdrawn("attached");
        return actionIds.Count > MostActions
            ? throw new Invalid("action_ids", $"Evidence can be attached to at most {MostActions} actions.")
            : actionIds.ToHashSet().SetEquals(ActionIds)
                ? throw new Refused("Nothing is changed: it is attached to these actions already.")
                : this with { ActionIds = [.. actionIds], Version = Version + 1 };
    }

    /// <exception cref="Refused">It was withdrawn before.</exception>
    public EvidenceItem Withdraw(string reason)
    {
        RefuseIfWithdrawn("withdrawn");
        return this with { WithdrawnBecause = reason, Version = Version + 1 };
    }

    /// <summary>The same, of whose file others are to know more.</summary>
    public EvidenceItem Told() => this with { Version = Version + 1 };

    public Change Changed(EvidenceContent content) => new(EvidenceId.ToString(), Version, new V1.EvidenceChanged { Item = ToProto(content) });

    public V1.EvidenceReply ToReply() => new() { EvidenceId = EvidenceId.ToString(), Version = Version };

    public V1.EvidenceItem ToProto(EvidenceContent content) => new()
    {
        EvidenceId = EvidenceId.ToString(),
        PlanId = PlanId.ToString(),
        InspectionId = InspectionId.ToString(),
        ActionIds = { ActionIds.Select(id => id.ToString()) },
        Shows = Shows,
        Content = content.ToProto(),
        DatedOn = DatedOn.ToIso(),
        Kind = Kind,
        Level = Level,
        Marking = Marking,
        Audience = Audience,
        PersonId = PersonId.ToString(),
        AgencyId = AgencyId,
        AddedAt = Timestamp.FromDateTimeOffset(AddedAt),
        WithdrawnBecause = WithdrawnBecause,
        Version = Version,
    };

    /// <summary>That it exists, for who sees no more.</summary>
    public V1.EvidenceItem Existence() => new()
    {
        EvidenceId = EvidenceId.ToString(),
        PlanId = PlanId.ToString(),
        InspectionId = InspectionId.ToString(),
        ActionIds = { ActionIds.Select(id => id.ToString()) },
        Marking = Marking,
        Audience = Audience,
        PersonId = PersonId.ToString(),
        AgencyId = AgencyId,
        AddedAt = Timestamp.FromDateTimeOffset(AddedAt),
        WithdrawnBecause = WithdrawnBecause.Length > 0 ? "Those who may open it see why." : "",
        Version = Version,
    };

    public static Guid[] ReadActionIds(IReadOnlyList<string> actionIds, RequestCheck check)
    {
        check.That(actionIds.Count is > 0 and <= MostActions, "action_ids", $"Choose from 1 to {MostActions} actions.");
        return [.. actionIds.Take(MostActions).Select(id => Ids.Parse("action", id)).Distinct()];
    }

    private static string ReadShows(string shows, RequestCheck check) => check.Text("shows", shows, "What it shows", 500, required: true);

    private static TEnum Known<TEnum>(RequestCheck check, string field, TEnum value, string called)
        where TEnum : struct, System.Enum
    {
        check.That(System.Enum.IsDefined(value), field, $"Choose {called}.");
        return value;
    }

    private void RefuseIfWithdrawn(string done)
    {
        if (WithdrawnBecause.Length > 0)
        {
            throw new Refused($"This evidence was withdrawn and cannot be {done}. Add it anew.");
        }
    }
}
