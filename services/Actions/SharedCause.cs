using Jtai.Errors;
using Jtai.Field;
using Jtai.Store;

namespace Jtai.Actions;

/// <summary>A cause that holds several actions of a plan back, with its own remedy, lead and date.</summary>
public sealed record SharedCause
{
    public const int MostOfAPlan = 50;

    /// <summary>The causes of a plan with the actions that each holds back. Parameters: <c>TenantId</c> and <c>planId</c>.</summary>
    public const string Select =
        """
        select shared_cause.*, (
          select count(*)::integer from action
          where action.tenant_id = @TenantId and action.plan_id = @planId and action.shared_cause_id = cause_id and withdrawn_because = '') as actions
        from shared_cause where tenant_id = @TenantId and plan_id = @planId order by resolved_on is not null, lower(name), cause_id
        """;

    public Guid CauseId { get; init; }
    public Guid PlanId { get; init; }
    public string Name { get; init; } = "";
    public string Remedy { get; init; } = "";

    /// <summary>Null, as <see cref="LeadBodyId"/>, while nobody leads the remedy.</summary>
    public string? LeadAgencyId { get; init; }
    public string? LeadBodyId { get; init; }
    public DateOnly? DueOn { get; init; }

    /// <summary>Null while it holds actions back; a resolved one keeps them.</summary>
    public DateOnly? ResolvedOn { get; init; }

    /// <summary>Counted on reading.</summary>
    public int Actions { get; init; }
    public long Version { get; init; }

    /// <summary>What a request makes of this one; of a new one the version is 0.</summary>
    /// <exception cref="Invalid">A field cannot be accepted.</exception>
    /// <exception cref="Refused">Nothing is changed.</exception>
    public SharedCause Say(V1.SaveSharedCauseRequest request, Partnership partnership, DateOnly today)
    {
        var check = new RequestCheck();
        var lead = LeadText.Of(request.Lead);
        check.That(
            lead.Length == 0 || partnership.HasLead(lead),
            "lead",
            "The lead must be an agency of this partnership, or a board or group that follows its plan.");
        var said = this with
        {
            Name = check.Text("name", request.Name, "The name", 200, required: true),
            Remedy = check.Text("remedy", request.Remedy, "The remedy", 1000),
            LeadAgencyId = LeadText.AgencyOf(lead),
            LeadBodyId = LeadText.BodyOf(lead),
            DueOn = check.Date("due_on", request.DueOn, "The due date"),
            ResolvedOn = check.Date("resolved_on", request.ResolvedOn, "The day on which it was resolved"),
        };
        check.That(!(said.ResolvedOn > today), "resolved_on", "The day on which it was resolved cannot be in the future.");
        check.ThrowIfRefused();
        return said != this
            ? said with { Version = Version + 1 }
            : throw new Refused("Nothing is changed: the cause says all of this already.");
    }

    /// <summary>What differs, for the history of the plan; the name always stands first.</summary>
    public static IReadOnlyList<V1.FieldChange> Changes(SharedCause? before, SharedCause after)
    {
        var (from, to) = (before?.ToProto() ?? new(), after.ToProto());
        return
        [
            new() { Field = "shared_cause.name", From = from.Name, To = to.Name },
            .. FieldChanges.Within("shared_cause", from, to, "remedy", "lead", "due_on", "resolved_on"),
        ];
    }

    /// <summary>What the cause has become, for audit and event.</summary>
    public Change Changed() => new(CauseId.ToString(), Version, new V1.SharedCauseChanged { Cause = ToProto() });

    public V1.SharedCause ToProto() => new()
    {
        CauseId = CauseId.ToString(),
        PlanId = PlanId.ToString(),
        Name = Name,
        Remedy = Remedy,
        Lead = LeadText.ToProto(LeadText.Of(LeadAgencyId, LeadBodyId)),
        DueOn = DueOn.ToIso(),
        ResolvedOn = ResolvedOn.ToIso(),
        Actions = Actions,
        Version = Version,
    };
}
