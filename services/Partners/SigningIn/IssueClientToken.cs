using Grpc.Core;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Partners;

public sealed partial class PartnersGrpc
{
    /// <summary>Open, since the signed assertion is the proof: it is one of the literal list of open endpoints.</summary>
    [AllowAnonymous]
    public override async Task<IssueTokenReply> IssueClientToken(IssueClientTokenRequest request, ServerCallContext context)
    {
        var client = await assertions.VerifyAsync(request.ClientAssertion);
        if (!client.MayWorkIn(request.TenantId))
        {
            throw new Forbidden("This client does not work there.");
        }

        if (request.TenantId.Length > 0)
        {
            await DemandOpenAsync(request.TenantId, context.CancellationToken);
        }

        return tokens.ForClient(client, request.TenantId);
    }

    private async Task DemandOpenAsync(string tenantId, CancellationToken ct)
    {
        var standing = await database.QuerySingleOrDefaultAsync<TenantStanding>(
            TenantScope.Of(TenantId.Platform), TenantStanding.Select, new { tenantId }, ct);
        if (standing?.ClosingOn(time.Today()) == ClosingState.Closed)
        {
            throw new Forbidden("This client does not work there.");
        }

        if (standing?.SuspendedAt is not null)
        {
            throw new Refused("This tenant is suspended for now. Ask whoever runs the platform.");
        }
    }
}
