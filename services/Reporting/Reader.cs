using Jtai.Access;
using Jtai.Store;

namespace Jtai.Reporting;

/// <summary>The settings under which one reader's statements run: what the read models' policies then admit.</summary>
internal static class Reader
{
    public const string Headlines = "app.headline_tenants";
    public const string OwnActions = "app.own_tenants";
    public const string Plan = "app.plan_tenants";
    public const string Agency = "app.agency";
    public const string Person = "app.person";

    /// <summary>Within the partnership of the token: all of its plan, or what the reader's agency leads or supports.</summary>
    public static TenantScope InOwnPartnership(Caller caller)
    {
        string[] own = [caller.Tenant];
        var scope = TenantScope.OfMany([])
            .With(Headlines, own)
            .With(caller.Has([.. PlanVisibility.WholePlan]) ? Plan : OwnActions, own)
            .With(Agency, caller.AgencyId ?? "");
        return Guid.TryParse(caller.Subject, out var person) ? scope.With(Person, person.ToString()) : scope;
    }

    /// <summary>
    /// Across partnerships the grants decide, and only what is published shows: a statement of the same trip reads the grants
    /// and sets the levels (<see cref="LookingAcross.Grants"/>).
    /// </summary>
    public static TenantScope AcrossPartnerships(Caller caller) =>
        TenantScope.OfMany([]).With(Agency, caller.AgencyId ?? "");
}
