using Jtai.Actions.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Actions;

/// <summary>One act on a request for a new date; the version is the request's.</summary>
public abstract class DateRequestStep(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : ActionStep(calls, person, time)
{
    [FromRoute(Name = "request")]
    public string RequestId { get; set; } = "";

    public DateRequest? DateRequest => Record.DateRequests.FirstOrDefault(one => one.RequestId == RequestId);

    public bool IsWaiting => DateRequest is { State: DateRequestState.Waiting };

    public PartnershipMembers Members { get; private set; } = null!;

    protected override async Task<long> ReadAsync(string id, CancellationToken ct)
    {
        Members = await membersReader.ReadAsync(ct);
        await base.ReadAsync(id, ct);
        return DateRequest?.Version ?? 0;
    }
}
