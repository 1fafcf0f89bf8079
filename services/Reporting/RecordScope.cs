using Jtai.Access;
using Jtai.Partners.V1;
using Jtai.Store;

namespace Jtai.Reporting;

/// <summary>
/// The settings under which one reader's statements run: at which level they read which tenant. What a level shows is said by
/// <c>admits_record</c>, for every kind of record at once.
/// </summary>
internal static class RecordScope
{
    private const string Agency = "app.agency";
    private const string Person = "app.person";

    // Whom the reader stands in for as an owner of actions.
    private const string StandsInFor = "app.stands_in_for";

    // The tenant that is read from within: whoever reads the whole plan there reads what a statement is made of too.
    private const string Within = "app.within_tenants";

    // The same for the leads for whom evidence can be set apart.
    private const string NamedLead = "app.named_lead_tenants";

    // The same for an agency's leads, who alone of it see what another partner challenges it with, or it another, in private.
    private const string AgencyLead = "app.agency_lead_tenants";

    private static readonly Capacity[] NamedLeads =
        [Capacity.LeadSafeguardingPartner, Capacity.DelegatedSafeguardingPartner, Capacity.PartnershipManager];

    // By level: each setting holds the tenants that are read at that level or more.
    private static readonly (SharingLevel Level, string Setting)[] Levels =
    [
        (SharingLevel.Headlines, "app.headline_tenants"),
        (SharingLevel.OwnActions, "app.own_tenants"),
        (SharingLevel.Plan, "app.plan_tenants"),
        (SharingLevel.Evidence, "app.evidence_tenants"),
    ];

    /// <summary>The names of the settings, and the level of each.</summary>
    public static (string[] Settings, long[] Levels) ByLevel { get; } =
        ([.. Levels.Select(one => one.Setting)], [.. Levels.Select(one => (long)one.Level)]);

    /// <summary>What a capacity within comes to, of what is shared by level.</summary>
    public static SharingLevel LevelInOwnPartnership(Caller caller) =>
        caller.Has(PlanVisibility.WholePlan) ? SharingLevel.Evidence : SharingLevel.OwnActions;

    /// <summary>Within the partnership of the token: all of it, or what the reader's agency takes part in, and what they or
    /// whom they stand in for own.</summary>
    public static TenantScope InOwnPartnership(Caller caller)
    {
        var level = LevelInOwnPartnership(caller);
        var scope = Levels.Where(one => one.Level <= level).Aggregate(
            AcrossPartnerships(caller).With(Within, [caller.TenantId]), (scope, one) => scope.With(one.Setting, [caller.TenantId]));
        scope = caller.Has(NamedLeads) ? scope.With(NamedLead, [caller.TenantId]) : scope;
        scope = caller.Has(Capacity.AgencyLead) ? scope.With(AgencyLead, [caller.TenantId]) : scope;
        return Guid.TryParse(caller.Subject, out var person)
            ? scope.With(Person, person.ToString()).With(StandsInFor, caller.StandsInFor(PlanVisibility.Owners).Select(one => one.ToString()))
            : scope;
    }

    /// <summary>
    /// Across partnerships the grants decide, and only what is published shows: a statement of the same trip reads the grants
    /// and sets the levels (<see cref="LookingAcross.Grants"/>).
    /// </summary>
    public static TenantScope AcrossPartnerships(Caller caller) =>
        TenantScope.OfMany([]).With(Agency, caller.AgencyId ?? "");
}
