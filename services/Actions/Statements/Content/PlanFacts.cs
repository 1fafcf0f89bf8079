using Dapper;

namespace Jtai.Actions;

/// <summary>What the plan, its letter and the registers hold for a statement's content, read in one trip.</summary>
public sealed record PlanFacts
{
    /// <summary>Parameters: <c>TenantId</c>, and <c>planId</c>. The scope is the tenant and the platform, whose registers name everybody.</summary>
    public const string Query =
        """
        select finding_id, reference, kind, words from finding
        where tenant_id = @TenantId and not withdrawn
          and inspection_id = (select inspection_id from action_plan where tenant_id = @TenantId and plan_id = @planId)
        order by position, reference, finding_id;
        select finding_id, position, by_agency_id, by_body_id, words, known_before, known_from, no_action_because,
          routed_to_body_ids, routed_note
        from finding_response where tenant_id = @TenantId and plan_id = @planId;
        select action_id, reference, draft, title, description, coalesce(theme.name, action.theme) as theme, finding_ids,
          lead_agency_id, action.lead_body_id, joint_leads, supporting_agency_ids, owner_id, owner_post_id, outcome_sought,
          success_measure, due_on, next_review_on, began_before_publication, quick_win, resource_kind, resources_review_on,
          one_off_pounds, yearly_pounds, money_from, delivery, closed_as, superseded_by, transferred_to, closing_reason, closed_on
        from action left join theme on theme.tenant_id = @TenantId and theme.theme_id = action.theme_id
        where action.tenant_id = @TenantId and action.plan_id = @planId and withdrawn_because = '';
        select action_id, milestone.title, milestone.due_on from milestone join action using (tenant_id, action_id)
        where tenant_id = @TenantId and plan_id = @planId and not removed
        order by action_id, milestone.due_on, milestone.title, milestone_id;
        select 'agency:' || agency_id as id, name from agency where tenant_id = 'platform' and agency_id in (
          select unnest(agency_ids) from partnership where tenant_id = @TenantId
          union select lead_agency_id from action where tenant_id = @TenantId and plan_id = @planId
          union select unnest(supporting_agency_ids) from action where tenant_id = @TenantId and plan_id = @planId
          union select split_part(unnest(joint_leads), ':', 2) from action where tenant_id = @TenantId and plan_id = @planId)
        union all
        select 'body:' || body_id as id, name from body where tenant_id = 'platform' and body_id in (
          select unnest(body_ids) from partnership where tenant_id = @TenantId
          union select lead_body_id from action where tenant_id = @TenantId and plan_id = @planId
          union select unnest(routed_to_body_ids) from finding_response where tenant_id = @TenantId and plan_id = @planId
          union select split_part(unnest(joint_leads), ':', 2) from action where tenant_id = @TenantId and plan_id = @planId);
        select person_id as id, concat_ws(', ', nullif(name, ''), nullif(job_title, '')) as name from person
        where tenant_id = 'platform' and person_id in (select owner_id from action where tenant_id = @TenantId and plan_id = @planId)
        union all select post_id, title from post where tenant_id = @TenantId
          and post_id in (select owner_post_id from action where tenant_id = @TenantId and plan_id = @planId);
        select post_id, holder_id from post where tenant_id = @TenantId and holder_id is not null
        """;

    public IReadOnlyList<LetterFinding> Findings { get; private init; } = [];
    public IReadOnlyDictionary<Guid, PlannedResponse> Responses { get; private init; } = new Dictionary<Guid, PlannedResponse>();

    /// <summary>Without those that were withdrawn.</summary>
    public IReadOnlyList<PlannedAction> Actions { get; private init; } = [];
    public ILookup<Guid, PlannedMilestone> Milestones { get; private init; } = Enumerable.Empty<PlannedMilestone>().ToLookup(one => one.ActionId);

    /// <summary>Of people and posts that own actions.</summary>
    public IReadOnlyDictionary<Guid, string> Owners { get; private init; } = new Dictionary<Guid, string>();

    private Dictionary<string, string> Names { get; init; } = [];
    private Dictionary<Guid, Guid> Holders { get; init; } = [];

    public static async Task<PlanFacts> ReadAsync(SqlMapper.GridReader results) => new()
    {
        Findings = [.. await results.ReadAsync<LetterFinding>()],
        Responses = (await results.ReadAsync<PlannedResponse>()).ToDictionary(response => response.FindingId),
        Actions = [.. await results.ReadAsync<PlannedAction>()],
        Milestones = (await results.ReadAsync<PlannedMilestone>()).ToLookup(milestone => milestone.ActionId),
        Names = (await results.ReadAsync<(string Id, string Name)>()).ToDictionary(one => one.Id, one => one.Name, StringComparer.Ordinal),
        Owners = (await results.ReadAsync<(Guid Id, string Name)>()).ToDictionary(one => one.Id, one => one.Name),
        Holders = (await results.ReadAsync<(Guid Post, Guid Holder)>()).ToDictionary(one => one.Post, one => one.Holder),
    };

    /// <summary>What an agency or body is called; its id where the register has not told of it yet.</summary>
    public string NameOf(V1.Lead lead) =>
        Names.GetValueOrDefault(lead.ToWord()) is { Length: > 0 } name ? name : lead.AgencyIdOrNone() ?? lead.BodyIdOrNone() ?? "";

    public string NameOfAgency(string agencyId) => NameOf(new V1.Lead { AgencyId = agencyId });

    /// <summary>True where the agency leads or supports the action, or the person owns it, in person or by a post.</summary>
    public bool Involves(PlannedAction action, string? agencyId, Guid? personId) =>
        (agencyId is not null && (action.SupportingAgencyIds.Contains(agencyId) || action.AllLeads.Any(lead => lead.AgencyIdOrNone() == agencyId)))
        || (personId is not null && (action.OwnerId == personId
            || (action.OwnerPostId is { } post && Holders.TryGetValue(post, out var holder) && holder == personId)));
}
