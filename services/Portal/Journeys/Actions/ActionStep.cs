using Jtai.Actions.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using ActionProto = Jtai.Actions.V1.Action;

namespace Jtai.Portal.Journeys.Actions;

/// <summary>One change of an action.</summary>
public abstract class ActionStep(PartnershipCalls calls, CurrentPerson person, TimeProvider time) : RecordStep("action", person, time)
{
    public ActionRecord Record { get; private set; } = new();

    public ActionProto Action => Record.Action;

    protected PartnershipCalls Calls => calls;

    protected override async Task<long> ReadAsync(string id, CancellationToken ct)
    {
        Record = await calls.Actions.GetActionAsync(new GetActionRequest { ActionId = id }, cancellationToken: ct);
        await this.ReadInspectionAsync(calls, Action.InspectionId, ct);
        return Action.Version;
    }

    protected override string AddressOf(string id) => Addresses.Action(Partnership, id);
}
