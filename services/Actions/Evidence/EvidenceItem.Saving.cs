namespace Jtai.Actions;

/// <summary>How an item becomes rows.</summary>
public sealed partial record EvidenceItem
{
    /// <summary>Parameters: <c>TenantId</c>, <c>Item</c>.</summary>
    public const string Insert =
        $"""
        insert into evidence_item (tenant_id, evidence_id, plan_id, inspection_id, person_id, agency_id, added_at, {Changeable})
        select @TenantId, evidence_id, plan_id, inspection_id, person_id, agency_id, added_at, {Changeable}
        from jsonb_populate_record(null::evidence_item, @Item::jsonb)
        """;

    /// <summary>Parameters: <c>TenantId</c>, <c>Item</c>.</summary>
    public const string Update =
        $"""
        with given as (select * from jsonb_populate_record(null::evidence_item, @Item::jsonb)),
        changed as (
          update evidence_item set ({Changeable}) = (select {Changeable} from given)
          where tenant_id = @TenantId and (evidence_id, version) = (select evidence_id, version - 1 from given) returning 1)
        select require_changed(exists (select from changed))
        """;

    /// <summary>Parameters: <c>TenantId</c>, <c>EvidenceId</c>, <c>ActionIds</c>.</summary>
    public const string SetActions =
        """
        ;
        delete from evidence_of_action where tenant_id = @TenantId and evidence_id = @EvidenceId and action_id <> all (@ActionIds);
        insert into evidence_of_action (tenant_id, action_id, evidence_id)
        select @TenantId, action_id, @EvidenceId from unnest(@ActionIds) as action_id
        on conflict do nothing
        """;

    /// <summary>Its event tells the state in which its file is. Parameters: <c>TenantId</c>, <c>EvidenceId</c>, <c>ContentNumber</c>, <c>FileState</c>.</summary>
    public const string SetTold =
        """
        ;
        update evidence_content set told_state = @FileState
        where tenant_id = @TenantId and evidence_id = @EvidenceId and number = @ContentNumber and told_state is distinct from @FileState
        """;

    private const string Changeable =
        "shows, dated_on, kind, level, marking, audience, content_number, withdrawn_because, version";
}
