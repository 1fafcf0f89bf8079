using Jtai.Access;
using Jtai.Errors;
using Jtai.Partners.V1;

namespace Jtai.Actions;

/// <summary>
/// What one caller sees of the action plans of their partnership, and may report on. Every slice asks here; which capacities
/// see the whole plan is said in <see cref="PlanVisibility"/>, for the read models too.
/// </summary>
public sealed class PlanAccess(Caller caller)
{
    private readonly Guid? person = Guid.TryParse(caller.Subject, out var id) ? id : null;

    public bool SeesEveryAction { get; } = caller.Has(PlanVisibility.WholePlan);

    /// <summary>Before publication a plan exists for the inspection's named readers alone.</summary>
    public bool Sees(Inspection inspection) =>
        inspection.IsPublished || (person is { } reader && inspection.ReaderIds.Contains(reader));

    /// <summary>A verifier sees what waits for a second check, too: it is somebody of another organisation who has to look at it.</summary>
    public bool Sees(Action action, Inspection inspection) => Sees(inspection) && Sees(action);

    /// <summary>Of an inspection that they see.</summary>
    /// <inheritdoc cref="Sees(Action, Inspection)"/>
    public bool Sees(Action action) =>
        SeesEveryAction || TakesPartIn(action) || (caller.Has(Capacity.Verifier) && action.WaitsForCheck);

    /// <summary>
    /// The manager, and people who act for an agency that leads or supports the action, or who own it. (An action that a
    /// body leads has an owner of some partner agency.)
    /// </summary>
    public bool MayUpdate(Action action) =>
        caller.Has(Capacity.PartnershipManager)
        || (caller.Has(PlanVisibility.Owners) && TakesPartIn(action));

    /// <summary>The action's owner or their deputy, and an agency lead of an agency that leads it.</summary>
    public bool MayAskForDate(Action action) =>
        (caller.Has(Capacity.AgencyLead) && action.IsLedBy(caller.AgencyId))
        || (caller.Has(PlanVisibility.Owners) && IsOwnedBy(action));

    /// <summary>The manager, and an agency lead of an agency that leads or supports the action.</summary>
    public bool MayKeepImpact(Action action) =>
        caller.Has(Capacity.PartnershipManager) || (caller.Has(Capacity.AgencyLead) && action.Involves(caller.AgencyId));

    /// <summary>The manager, and an agency lead of the agency that keeps the strength.</summary>
    public bool MayCheck(Strength strength) =>
        caller.Has(Capacity.PartnershipManager) || (caller.Has(Capacity.AgencyLead) && IsKeptByOurs(strength));

    /// <summary>True where the caller's agency keeps it.</summary>
    public bool IsKeptByOurs(Strength? strength) => strength?.KeeperAgencyId is { } keeper && keeper == caller.AgencyId;

    /// <summary>The manager, and an agency lead of an agency that leads the action.</summary>
    public bool MaySetDependencies(Action action) =>
        caller.Has(Capacity.PartnershipManager) || (caller.Has(Capacity.AgencyLead) && action.IsLedBy(caller.AgencyId));

    /// <exception cref="Forbidden">The caller sees it, but takes no part in it.</exception>
    public void RequireMayUpdate(Action action)
    {
        if (!MayUpdate(action))
        {
            throw new Forbidden("Only an agency that leads or supports this action, or the partnership manager, may update it.");
        }
    }

    /// <exception cref="NotFound">There is none that this caller sees.</exception>
    public Action Require(Action? action, Inspection? inspection) =>
        action is not null && inspection is not null && Sees(action, inspection) ? action : throw new NotFound("action");

    /// <exception cref="NotFound">There is none that this caller sees.</exception>
    public ActionPlan Require(ActionPlan? plan, Inspection? inspection) =>
        plan is not null && inspection is not null && Sees(inspection) ? plan : throw new NotFound("action plan");

    /// <summary>Their agency leads or supports it, or they own it or stand in for its owner.</summary>
    public bool TakesPartIn(Action action) =>
        action.Involves(caller.AgencyId) || IsOwnedBy(action);

    private bool IsOwnedBy(Action action) =>
        action.IsOwnedBy(person) || caller.StandsInFor(PlanVisibility.Owners).Any(owner => action.IsOwnedBy(owner));
}
