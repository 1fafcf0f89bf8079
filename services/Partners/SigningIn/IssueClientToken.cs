using Grpc.Core;
using Jtai.Errors;
using Jtai.Partners.V1;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Partners;

public sealed partial class PartnersGrpc
{
    /// <summary>Open, since the signed assertion is the proof: it is one of the literal list of open endpoints.</summary>
    [AllowAnonymous]
    public override async Task<IssueTokenReply> IssueClientToken(IssueClientTokenRequest request, ServerCallContext context)
    {
        var client = await assertions.VerifyAsync(request.ClientAssertion);
        return client.MayWorkIn(request.TenantId)
            ? tokens.ForClient(client, request.TenantId)
            : throw new Forbidden("This client does not work there.");
    }
}
