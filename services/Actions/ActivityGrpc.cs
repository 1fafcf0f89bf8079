using Grpc.Core;
using Jtai.Activities;
using Jtai.Activities.V1;
using Jtai.Actions.V1;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

/// <summary>Who did what here, and the seals that prove it.</summary>
[Authorize(ActivityPolicies.ReadActivity)]
public sealed class ActivityGrpc(ActivityReading reading) : ActivityLog.ActivityLogBase
{
    public override Task<ListActivityReply> ListActivity(ListActivityRequest request, ServerCallContext context) => reading.ListAsync(request, context);

    public override Task<ListSealsReply> ListSeals(ListSealsRequest request, ServerCallContext context) => reading.ListSealsAsync(request, context);

    public override Task<CheckSealsReply> CheckSeals(CheckSealsRequest request, ServerCallContext context) => reading.CheckSealsAsync(request, context);
}
