using Jtai.Access;
using Jtai.Errors;
using Jtai.Streams;

namespace Jtai.Reporting.LookingAcross;

/// <summary>What partnerships have agreed to share with one agency, as the same statement trip reads it.</summary>
internal static class Grants
{
    /// <summary>A withdrawal must show within a minute also with the broker or Partners down (GUARANTEES S5).</summary>
    public static readonly TimeSpan ConfirmedWithin = TimeSpan.FromSeconds(45);

    /// <summary>
    /// The first statement of every look across: reads the grants and sets the levels that the read models' policies admit
    /// for the rest of the trip. Parameters: <c>agency</c>, <c>capacities</c>, <c>today</c>.
    /// </summary>
    public const string SetLevels =
        """
        select set_config('app.headline_tenants', coalesce(array_agg(tenant_id)::text, '{}'), true),
          set_config('app.own_tenants', coalesce((array_agg(tenant_id) filter (where effective_level(level, ends_on, @today) = 2))::text, '{}'), true),
          set_config('app.plan_tenants', coalesce((array_agg(tenant_id) filter (where effective_level(level, ends_on, @today) >= 3))::text, '{}'), true)
        from sharing_grant
        where agency_id = @agency and state = 'Agreed' and capacities && @capacities;

        """;

    /// <exception cref="Unavailable">The grants could not be confirmed for 45 seconds: a withdrawal might be unknown here.</exception>
    public static void RequireConfirmed(Consumer partners)
    {
        if (partners.UnconfirmedFor > ConfirmedWithin)
        {
            throw new Unavailable("What partnerships share could not be confirmed just now, so nothing is shown. Try again in a minute.");
        }
    }

    public static object ParametersOf(Caller caller, DateOnly today, string? partnership = null, Guid? actionId = null, long version = 0) => new
    {
        agency = caller.AgencyId,
        capacities = caller.Capacities.Select(capacity => capacity.ToString()).ToArray(),
        today,
        partnership,
        actionId,
        version,
    };
}
