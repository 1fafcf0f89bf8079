using Jtai.Access;
using Jtai.Errors;
using Jtai.Partners.V1;

namespace Jtai.Actions;

/// <summary>
/// What one caller sees of evidence and may do. Whole-plan readers see that an item exists; what it holds its audience decides, and
/// whoever added it always sees it. Others see those that they may open, of actions that they see: in which they take part, or that
/// wait for their second check. Across partnerships a grant at the level of evidence, and the audience, decide.
/// </summary>
public sealed class EvidenceAccess(Caller caller)
{
    /// <summary>What of <c>action</c> and <c>post</c> says who sees it.</summary>
    public const string OfAction =
        """
        action_id, lead_agency_id, lead_body_id, joint_leads, supporting_agency_ids, owner_id, holder_id as post_holder_id, delivery,
          withdrawn_because
        """;

    /// <summary><see cref="KnowsOf"/> as a condition on rows of <c>item</c>. Parameters: <c>TenantId</c> and <see cref="ParametersOf"/>.</summary>
    public const string Knows =
        """
        (@SeesEveryAction or item.person_id = @person
          or case when item.audience = @NamedLeads then @isNamedLead
            else exists (
              select from evidence_of_action link
              where link.tenant_id = @TenantId and link.evidence_id = item.evidence_id and link.action_id = any (@seen)) end)
        """;

    private readonly Guid? person = Guid.TryParse(caller.Subject, out var id) ? id : null;
    private readonly bool isNamedLead = caller.Has(
        Capacity.LeadSafeguardingPartner, Capacity.DelegatedSafeguardingPartner, Capacity.PartnershipManager);

    public PlanAccess Plans { get; } = new(caller);

    /// <summary>Of <see cref="Knows"/>.</summary>
    /// <param name="seen">The actions in question that the caller sees; none are needed for who sees every action.</param>
    public object ParametersOf(Guid[] seen) => new { Plans.SeesEveryAction, person, isNamedLead, V1.Audience.NamedLeads, seen };

    /// <param name="item">The item.</param>
    /// <param name="actions">Those that it is attached to.</param>
    public bool KnowsOf(EvidenceItem item, IEnumerable<Action> actions) => Plans.SeesEveryAction || MayOpen(item, actions);

    /// <inheritdoc cref="KnowsOf"/>
    public bool MayOpen(EvidenceItem item, IEnumerable<Action> actions) =>
        item.PersonId == person
        || (item.Audience == V1.Audience.NamedLeads ? isNamedLead : actions.Any(Plans.Sees));

    /// <summary>From across the border, with a grant at the level of evidence.</summary>
    public bool MayOpenAcross(EvidenceItem item, IEnumerable<Action> actions) =>
        item.Audience is V1.Audience.EvidenceGrants or V1.Audience.Public
        || (item.Audience == V1.Audience.Partnership && actions.Any(action => action.Involves(caller.AgencyId)));

    /// <summary>Who added it, and the manager.</summary>
    public bool MayChange(EvidenceItem item) =>
        caller.Has(Capacity.PartnershipManager) || (item.PersonId == person && IsKeeper);

    /// <summary>The manager, and people who may add evidence for an agency that takes part in the action, or own it.</summary>
    public bool MayAddTo(Action action) => caller.Has(Capacity.PartnershipManager) || (IsKeeper && Plans.TakesPartIn(action));

    /// <exception cref="Forbidden">The caller sees it, but neither added it nor is the manager.</exception>
    public void RequireMayChange(EvidenceItem item)
    {
        if (!MayChange(item))
        {
            throw new Forbidden("Only whoever added this evidence, or the partnership manager, may change it.");
        }
    }

    /// <exception cref="Forbidden">The caller sees the action, but takes no part in it.</exception>
    public void RequireMayAddTo(Action action)
    {
        if (!MayAddTo(action))
        {
            throw new Forbidden("Only an agency that leads or supports an action, or the partnership manager, may attach evidence to it.");
        }
    }

    private bool IsKeeper { get; } = caller.Has(Capacity.AgencyLead, Capacity.ActionOwner, Capacity.Contributor, Capacity.Verifier);
}
