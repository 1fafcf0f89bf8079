using Google.Protobuf.WellKnownTypes;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Store;

namespace Jtai.Partners;

/// <summary>That a partnership which nobody runs is given a manager by two operators, while its safeguarding partners can refuse.</summary>
public sealed record Recovery
{
    internal const string Select =
        """
        select partnership_id, person_id, proposed_at, proposed_by, appointment_id, takes_effect_on, refused_at, refused_reason, ended_by, version
        from recovery where tenant_id = 'platform' and partnership_id = @tenantId
        """;

    /// <summary>Whole working days between the second key and the first day of the appointment.</summary>
    public const int WorkingDaysToRefuse = 2;

    /// <summary>For how long a proposal waits for the second key.</summary>
    public static readonly TimeSpan ProposalStands = TimeSpan.FromDays(14);

    public required string PartnershipId { get; init; }
    public required Guid PersonId { get; init; }
    public required DateTimeOffset ProposedAt { get; init; }
    public required Guid ProposedBy { get; init; }

    /// <summary>The manager's, once it is confirmed.</summary>
    public Guid? AppointmentId { get; init; }
    public DateOnly? TakesEffectOn { get; init; }
    public DateTimeOffset? RefusedAt { get; init; }
    public string RefusedReason { get; init; } = "";

    /// <summary>By what it came to nothing though nobody refused it: then <see cref="RefusedAt"/> says when.</summary>
    public RecoveryEnding EndedBy { get; init; }
    public long Version { get; init; } = 1;

    public RecoveryState StateAt(DateTimeOffset now) => this switch
    {
        { RefusedAt: not null } => EndedBy == default ? RecoveryState.Refused : RecoveryState.Ended,
        { TakesEffectOn: { } day } => now.DateInLondon() < day ? RecoveryState.Confirmed : RecoveryState.InEffect,
        _ => now < ProposedAt + ProposalStands ? RecoveryState.Proposed : RecoveryState.Lapsed,
    };

    /// <param name="earlier">The partnership's newest so far.</param>
    /// <param name="hasManager">Whether a manager's appointment runs there, or is to begin.</param>
    public static Recovery Propose(string partnershipId, Guid personId, Guid by, DateTimeOffset now, Recovery? earlier, bool hasManager)
    {
        DemandNoManager(hasManager);
        if (earlier?.StateAt(now) is RecoveryState.Proposed or RecoveryState.Confirmed)
        {
            throw new Refused("A recovery of this partnership is under way already.");
        }

        return personId != by
            ? new Recovery { PartnershipId = partnershipId, PersonId = personId, ProposedAt = now, ProposedBy = by, Version = (earlier?.Version ?? 0) + 1 }
            : throw new Refused("A platform operator cannot propose themselves.");
    }

    /// <summary>The second key.</summary>
    public Recovery Confirm(Guid appointmentId, Guid by, DateTimeOffset now, bool hasManager)
    {
        if (StateAt(now) != RecoveryState.Proposed)
        {
            throw new Refused("No proposal waits to be confirmed. Propose somebody anew.");
        }

        DemandNoManager(hasManager);
        if (by == ProposedBy || by == PersonId)
        {
            throw new Refused("Another operator confirms what you proposed, and nobody confirms themselves.");
        }

        return this with
        {
            AppointmentId = appointmentId,
            TakesEffectOn = WorkingDays.After(now.DateInLondon(), WorkingDaysToRefuse).AddDays(1),
            Version = Version + 1,
        };
    }

    public Recovery Refuse(string reason, DateTimeOffset now)
    {
        var check = new RequestCheck();
        var words = check.Text("reason", reason, "The reason", 500, required: true);
        check.ThrowIfRefused();
        return StateAt(now) is RecoveryState.Proposed or RecoveryState.Confirmed
            ? this with { RefusedAt = now, RefusedReason = words, Version = Version + 1 }
            : throw new Refused("No recovery waits here. Where it has taken effect, appoint another manager, who ends the appointment.");
    }

    /// <summary>What becomes of it by something else than a refusal; null where it is over, or in effect, and stays as it is.</summary>
    public Recovery? End(RecoveryEnding by, DateTimeOffset now) => StateAt(now) is RecoveryState.Proposed or RecoveryState.Confirmed
        ? this with { RefusedAt = now, EndedBy = by, Version = Version + 1 }
        : null;

    public V1.Recovery ToProto(DateTimeOffset now) => new()
    {
        PartnershipId = PartnershipId,
        PersonId = PersonId.ToString(),
        State = StateAt(now),
        ProposedAt = ProposedAt.ToTimestamp(),
        ProposedBy = ProposedBy.ToString(),
        TakesEffectOn = TakesEffectOn.ToIso(),
        RefusedReason = RefusedReason,
        EndedBy = EndedBy,
        RefusedAt = RefusedAt?.ToTimestamp(),
        Version = Version,
    };

    /// <summary>What it has become, in the partnership's own activity and the platform's.</summary>
    public IReadOnlyList<Change> Changed(DateTimeOffset now) =>
    [
        .. new[] { new TenantId(PartnershipId), TenantId.Platform }
            .Select(tenant => new Change(PartnershipId, Version, new RecoveryChanged { Recovery = ToProto(now) }) { TenantId = tenant }),
    ];

    private static void DemandNoManager(bool hasManager)
    {
        if (hasManager)
        {
            throw new Refused("This partnership has a manager, who appoints everybody there.");
        }
    }
}
