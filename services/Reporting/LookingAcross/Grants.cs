using Jtai.Access;
using Jtai.Errors;
using Jtai.Reporting.V1;
using Jtai.Streams;

namespace Jtai.Reporting.LookingAcross;

/// <summary>What partnerships have agreed to share with one agency, as the same statement trip reads it.</summary>
internal static class Grants
{
    /// <summary>A withdrawal must show within a minute also with the broker or Partners down (GUARANTEES S5).</summary>
    public static readonly TimeSpan ConfirmedWithin = TimeSpan.FromSeconds(45);

    /// <summary>The grants to the reader's agency, as <c>g</c>.</summary>
    public const string Agreed =
        """
        from sharing_grant g
        where g.agency_id = @agency and g.state = 'Agreed' and g.capacities && @capacities
          and (@partnership is null or g.tenant_id = @partnership)
        """;

    /// <summary>
    /// The first statement of every look across: reads the grants, of one partnership or of all, and sets the levels that the
    /// policies admit for the rest of the trip. Parameters: <see cref="ParametersOf"/>.
    /// </summary>
    public const string SetLevels =
        $"""
        with g as materialized (select g.tenant_id, level_on(g.level, g.level_after_end, g.ends_on, @today) as level {Agreed})
        select set_config(setting, coalesce((select array_agg(g.tenant_id)::text from g where g.level >= least), '{"{}"}'), true)
        from unnest(@settings, @levels) as setting (setting, least);

        """;

    /// <summary>What is shared: rows of <see cref="PartnershipAcross"/>.</summary>
    public const string Partnerships =
        $"""
        select g.tenant_id, p.name, level_on(g.level, g.level_after_end, g.ends_on, @today) as level, g.ends_on
        from (select * {Agreed}) as g join partnership p on p.tenant_id = g.tenant_id
        order by p.name;

        """;

    /// <summary>Their statements: rows of <see cref="StatementDue"/>. What the reader sees is the policies' business.</summary>
    public const string Statements =
        $"""
        {StatementDue.Select} and i.tenant_id in (select g.tenant_id {Agreed});

        """;

    /// <summary>How they stand: rows of <see cref="StandingStatement"/>.</summary>
    public const string StandingStatements =
        $"""
        {StandingStatement.Select} and s.tenant_id in (select g.tenant_id {Agreed});

        """;

    /// <summary>Their counts, of the whole partnership and of the agency: rows of <see cref="Counted"/>.</summary>
    public const string Positions =
        $"""
        select position.* from (select * {Agreed}) as g
        join plan_position position on position.tenant_id = g.tenant_id and position.agency_id in ('', @agency);

        """;

    /// <summary>What waits for the agency beside claims to check, which are counted: rows of <see cref="WaitsForUs"/>.</summary>
    public const string Waiting =
        $"""
        select r.tenant_id,
          count(*) filter (where r.kind = 'challenge' and @agency = any (r.agency_ids))::int as challenges,
          count(*) filter (where r.kind = 'evidence' and r.own_agency_id = @agency)::int as evidence
        from record r
        where r.kind in ('challenge', 'evidence')
          and r.standing in ('AgencyLead', 'DelegatedPartner', 'LeadSafeguardingPartner', 'NeedsAReason', 'Refused')
          and r.tenant_id in (select g.tenant_id {Agreed})
        group by r.tenant_id;

        """;

    /// <summary>Demands that a withdrawal would be known here: by any partnership, or by the one that is looked into.</summary>
    /// <exception cref="Unavailable">The grants could not be confirmed for 45 seconds.</exception>
    public static void RequireConfirmed(Consumer partners, string? partnership = null)
    {
        if (partners.UnansweredFor > ConfirmedWithin || (partnership is not null && !AreConfirmed(partners, partnership)))
        {
            throw new Unavailable("What partnerships share could not be confirmed just now, so nothing is shown. Try again in a minute.");
        }
    }

    /// <summary>False where this partnership's grants could not be confirmed for 45 seconds, and nothing of it may be shown.</summary>
    public static bool AreConfirmed(Consumer partners, string partnership) => partners.UnconfirmedFor(partnership) <= ConfirmedWithin;

    /// <param name="partnership">Null: all that share with the caller's agency.</param>
    public static object ParametersOf(
        Caller caller, DateOnly today, string? partnership = null, Guid? actionId = null, long version = 0,
        Timeliness timeliness = default, string[]? only = null) =>
        new
        {
            agency = caller.AgencyId,
            capacities = caller.Capacities.Select(capacity => capacity.ToString()).ToArray(),
            settings = RecordScope.ByLevel.Settings,
            levels = RecordScope.ByLevel.Levels,
            today,
            partnership,
            actionId,
            version,
            timeliness = timeliness == default ? null : timeliness.ToString(),
            only = only ?? [],
        };
}
