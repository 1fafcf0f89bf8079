using Jtai.Actions.V1;
using Jtai.Partners.V1;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;
using ActionProto = Jtai.Actions.V1.Action;

namespace Jtai.Portal.Shared;

/// <summary>One change of an action.</summary>
/// <remarks>What a person may do beyond the manager is the record's to say, or as <see cref="LeadsIt"/> says.</remarks>
public abstract class ActionStep(PartnershipCalls calls, CurrentPerson person, TimeProvider time) : RecordStep("action", person, time)
{
    public ActionRecord Record { get; private set; } = new();

    public ActionProto Action => Record.Action;

    protected PartnershipCalls Calls => calls;

    /// <summary>True for an agency lead of an agency that leads the action, alone or jointly.</summary>
    protected bool LeadsIt => Action.IsLedBy(Person);

    /// <summary>Under a closed plan the action itself says that it takes no changes.</summary>
    protected override IActionResult? Closed => Record.PlanClosed ? Redirect(Addresses.Action(Partnership, Action.ActionId)) : null;

    protected override async Task<long> ReadAsync(string id, CancellationToken ct)
    {
        Record = await calls.Actions.GetActionAsync(new GetActionRequest { ActionId = id }, cancellationToken: ct);
        await this.ReadInspectionAsync(calls, Action.InspectionId, ct);
        return Action.Version;
    }

    protected override string AddressOf(string id) => Addresses.Action(Partnership, id);
}

/// <summary>Who has the say over an action besides the manager.</summary>
public static class ActionLeads
{
    /// <summary>True for an agency lead of an agency that leads it, alone or jointly.</summary>
    public static bool IsLedBy(this ActionProto action, CurrentPerson person) =>
        person.IsAny(Capacity.AgencyLead) && action.JointLeads.Prepend(action.Lead).Any(lead => lead?.AgencyId == person.AgencyId);
}
