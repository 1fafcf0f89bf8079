using Grpc.Core;
using Jtai.Field;
using Jtai.Partners.V1;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Partners;

public sealed partial class PartnersGrpc
{
    [Authorize(Policies.UseSessions)]
    public override async Task<V1.Session> GetSession(GetSessionRequest request, ServerCallContext context) =>
        (await SignedInAsync(request.SessionId, context.CancellationToken)).ToProto(time.Today());
}
