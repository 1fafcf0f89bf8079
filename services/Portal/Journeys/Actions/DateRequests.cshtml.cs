using Jtai.Actions.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using ActionProto = Jtai.Actions.V1.Action;

namespace Jtai.Portal.Journeys.Actions;

/// <summary>Requests for new dates that wait: all of them for the manager, their own for others.</summary>
public sealed class DateRequestsModel(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : PartnershipPage(person, time)
{
    public IReadOnlyList<(DateRequest Request, ActionProto Action)> Requests { get; private set; } = [];

    public PartnershipMembers Members { get; private set; } = null!;

    public async Task OnGetAsync(CancellationToken ct)
    {
        var reply = await calls.Actions.ListDateRequestsAsync(new ListDateRequestsRequest(), cancellationToken: ct);
        Members = await membersReader.ReadAsync(ct);
        await this.MarkActionsAsync(calls, ct);
        var actions = reply.Actions.ToDictionary(action => action.ActionId);
        Requests = [.. reply.Requests.Where(request => actions.ContainsKey(request.ActionId)).Select(request => (request, actions[request.ActionId]))];
    }
}
