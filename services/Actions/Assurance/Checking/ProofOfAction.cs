using Jtai.Errors;

namespace Jtai.Actions;

/// <summary>What shows that an action was done, and whether somebody else has to confirm it.</summary>
public sealed record ProofOfAction
{
    /// <summary>
    /// The columns of one row each for rows of <c>action</c>. Parameter: <c>TenantId</c>. Numbers: FindingKind's priority action,
    /// CheckVerdict's returned.
    /// </summary>
    public const string Columns =
        """
        action.action_id,
        (select count(*)::integer from evidence_of_action link join evidence_item item using (tenant_id, evidence_id)
          where link.tenant_id = @TenantId and link.action_id = action.action_id and item.withdrawn_because = '') as evidence_items,
        exists (select from finding where finding.tenant_id = @TenantId and finding.finding_id = any (action.finding_ids)
          and finding.kind = 1 and not finding.withdrawn) as answers_priority_action,
        coalesce((select (settings ->> 'checkEveryAction')::boolean from partnership_settings where tenant_id = @TenantId), false)
          as every_action_is_checked,
        coalesce((select verdict = 2 from second_check newest where newest.tenant_id = @TenantId and newest.action_id = action.action_id
          order by action_version desc limit 1), false) as was_returned
        """;

    public Guid ActionId { get; init; }

    /// <summary>Without those that were withdrawn.</summary>
    public int EvidenceItems { get; init; }
    public bool AnswersPriorityAction { get; init; }

    /// <summary>The partnership's setting.</summary>
    public bool EveryActionIsChecked { get; init; }

    /// <summary>Its newest second check did not confirm it.</summary>
    public bool WasReturned { get; init; }

    public bool CheckIsCompulsory => AnswersPriorityAction || EveryActionIsChecked;

    /// <exception cref="Invalid">Somebody else has to confirm it, or nothing shows that it was done.</exception>
    public void RequireMayCompleteItself(ActionUpdate update)
    {
        if (WhyNotByItsOwnWord is { Length: > 0 } why)
        {
            throw new Invalid("delivery", why + " Say awaiting verification instead.");
        }

        if (EvidenceItems == 0 && update.NoEvidenceBecause.Length == 0)
        {
            throw new Invalid("no_evidence_because", "Nothing shows yet that this was done. Add evidence first, or say why there can be none.");
        }
    }

    /// <summary>Why its own word does not complete it; empty where it does.</summary>
    public string WhyNotByItsOwnWord =>
        AnswersPriorityAction ? "This action answers a priority action of the letter, so another organisation confirms that it is complete."
        : EveryActionIsChecked ? "In this partnership another organisation confirms of every action that it is complete."
        : WasReturned ? "A second check returned this action, so a second check confirms that it is complete."
        : "";
}
