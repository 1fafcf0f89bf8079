using Dapper;

namespace Jtai.Actions;

/// <summary>What is said to be done of an action, by whom, and who may therefore confirm it. Rules only.</summary>
/// <param name="Action">That waits for a second check.</param>
/// <param name="Updates">That say so since it waits, the earliest first.</param>
/// <param name="OwnersAgency">Agency of the person or post that owns it; null where nobody does.</param>
/// <param name="Proof">What shows it.</param>
public sealed record ActionClaim(Action Action, IReadOnlyList<ActionUpdate> Updates, string? OwnersAgency, ProofOfAction Proof)
{
    /// <summary>The statements that <see cref="ReadAsync"/> reads. Parameters: <c>TenantId</c> and <c>ids</c> of actions; the scope admits the register.</summary>
    public const string Select =
        $"""
        select u.* from action_update u
        where tenant_id = @TenantId and action_id = any (@ids) and delivery = 3
          and action_version > coalesce((select max(action_version) from action_update other
            where other.tenant_id = @TenantId and other.action_id = u.action_id and other.delivery <> 3), 0)
          and action_version > coalesce((select max(action_version) from second_check
            where second_check.tenant_id = @TenantId and second_check.action_id = u.action_id), 0)
        order by action_version;
        select action_id, coalesce(post.agency_id, person.agency_id) as agency_id
        from action left join post on post.tenant_id = @TenantId and post.post_id = owner_post_id
        left join person on person.tenant_id = 'platform' and person.person_id = owner_id
        where action.tenant_id = @TenantId and action_id = any (@ids) and coalesce(post.agency_id, person.agency_id) is not null;
        select {ProofOfAction.Columns} from action where tenant_id = @TenantId and action_id = any (@ids);
        {Organisations.Select}
        """;

    /// <param name="results">Of <see cref="Select"/>.</param>
    /// <returns>The claims' parts, from which <see cref="Of"/> makes each.</returns>
    public static async Task<Read> ReadAsync(SqlMapper.GridReader results) => new(
        (await results.ReadAsync<ActionUpdate>()).ToLookup(update => update.ActionId),
        (await results.ReadAsync<(Guid Action, string Agency)>()).ToDictionary(row => row.Action, row => row.Agency),
        (await results.ReadAsync<ProofOfAction>()).ToDictionary(proof => proof.ActionId),
        new Organisations(await results.ReadAsync<(string, string)>()));

    public static ActionClaim Of(Action action, Read read) => new(
        action,
        [.. read.Updates[action.ActionId]],
        read.OwnersAgencies.GetValueOrDefault(action.ActionId),
        read.Proofs[action.ActionId]);

    /// <summary>Agencies whose organisations are no second key: those that lead; where a body leads, those that deliver it.</summary>
    public IEnumerable<string> Delivering
    {
        get
        {
            var leads = Action.AllLeads.Select(LeadText.AgencyOf).ToArray();
            var delivering = leads.OfType<string>();
            return leads.Contains(null)
                ? delivering.Concat(Action.SupportingAgencyIds).Concat(Updates.Select(update => update.AgencyId)).Append(OwnersAgency ?? "")
                    .Where(agency => agency.Length > 0)
                : delivering;
        }
    }

    /// <summary>Why this person may not check it, alone or in a sitting; empty where they may.</summary>
    public string WhyNotBy(Guid personId) =>
        !Action.WaitsForCheck ? "it does not wait for a second check."
        : Action.IsOwnedBy(personId) ? "its owner cannot be who checks it."
        : Updates.Any(update => update.PersonId == personId) ? "whoever said that it is done cannot be who checks it."
        : "";

    /// <summary>Why these agencies are no second key to it; empty where one of them is.</summary>
    /// <param name="present">The checking person's agency, or those present at a sitting.</param>
    /// <param name="sitting">True for a sitting.</param>
    /// <param name="organisations">Which agencies are one organisation.</param>
    public string WhyNotOf(IEnumerable<string> present, bool sitting, Organisations organisations)
    {
        if (organisations.OtherThan(Delivering, present).Any())
        {
            return "";
        }

        var ledByBody = Action.AllLeads.Any(lead => LeadText.AgencyOf(lead) is null);
        return (sitting, ledByBody) switch
        {
            (false, false) => "it is checked by another organisation than leads it. Directorates of one council are one organisation.",
            (false, true) => "a board or group leads it, so it is checked by an organisation that does not deliver it.",
            (true, false) => "another organisation than leads it must have been present. Directorates of one council are one organisation.",
            (true, true) => "a board or group leads it, so an organisation that does not deliver it must have been present.",
        };
    }

    /// <summary>What was read of several claims.</summary>
    public sealed record Read(
        ILookup<Guid, ActionUpdate> Updates,
        IReadOnlyDictionary<Guid, string> OwnersAgencies,
        IReadOnlyDictionary<Guid, ProofOfAction> Proofs,
        Organisations Organisations);
}
