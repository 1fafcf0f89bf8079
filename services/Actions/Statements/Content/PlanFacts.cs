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
        select * from finding_response where tenant_id = @TenantId and plan_id = @planId;
        select action.*, post.holder_id as post_holder_id
        from action left join post on post.tenant_id = action.tenant_id and post.post_id = action.owner_post_id
        where action.tenant_id = @TenantId and action.plan_id = @planId and withdrawn_because = '';
        select theme_id as id, name from theme where tenant_id = @TenantId and plan_id = @planId;
        select milestone.* from milestone join action using (tenant_id, action_id)
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
          and post_id in (select owner_post_id from action where tenant_id = @TenantId and plan_id = @planId)
        """;

    public IReadOnlyList<LetterFinding> Findings { get; private init; } = [];
    public IReadOnlyDictionary<Guid, FindingResponse> Responses { get; private init; } = new Dictionary<Guid, FindingResponse>();

    /// <summary>Without those that were withdrawn.</summary>
    public IReadOnlyList<Action> Actions { get; private init; } = [];
    public ILookup<Guid, Milestone> Milestones { get; private init; } = Enumerable.Empty<Milestone>().ToLookup(one => one.ActionId);

    /// <summary>Of people and posts that own actions.</summary>
    public IReadOnlyDictionary<Guid, string> Owners { get; private init; } = new Dictionary<Guid, string>();

    private Dictionary<string, string> Names { get; init; } = [];
    private Dictionary<Guid, string> Themes { get; init; } = [];

    public static async Task<PlanFacts> ReadAsync(SqlMapper.GridReader results) => new()
    {
        Findings = [.. await results.ReadAsync<LetterFinding>()],
        Responses = (await results.ReadAsync<FindingResponse>()).ToDictionary(response => response.FindingId),
        Actions = [.. await results.ReadAsync<Action>()],
        Themes = (await results.ReadAsync<(Guid Id, string Name)>()).ToDictionary(one => one.Id, one => one.Name),
        Milestones = (await results.ReadAsync<Milestone>()).ToLookup(milestone => milestone.ActionId),
        Names = (await results.ReadAsync<(string Id, string Name)>()).ToDictionary(one => one.Id, one => one.Name, StringComparer.Ordinal),
        Owners = (await results.ReadAsync<(Guid Id, string Name)>()).ToDictionary(one => one.Id, one => one.Name),
    };

    /// <summary>What an agency or body is called; its id where the register has not told of it yet.</summary>
    /// <param name="lead">As <see cref="LeadText"/> writes it.</param>
    public string NameOf(string lead) =>
        Names.GetValueOrDefault(lead) is { Length: > 0 } name ? name : LeadText.AgencyOf(lead) ?? LeadText.BodyOf(lead) ?? "";

    public string NameOf(V1.Lead lead) => NameOf(LeadText.Of(lead));

    public string NameOfAgency(string agencyId) => NameOf(LeadText.Of(agencyId, null));

    /// <summary>What the plan calls the action's theme now; the action's own word where the plan has no such theme.</summary>
    public string ThemeOf(Action action) => action.ThemeId is { } theme ? Themes.GetValueOrDefault(theme, action.Theme) : action.Theme;
}
