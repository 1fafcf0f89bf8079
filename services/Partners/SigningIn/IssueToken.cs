using System.Buffers.Text;
using Grpc.Core;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Partners.V1;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Partners;

public sealed partial class PartnersGrpc
{
    [Authorize(Policies.UseSessions)]
    public override async Task<IssueTokenReply> IssueToken(IssueTokenRequest request, ServerCallContext context)
    {
        var signedIn = await SignedInAsync(request.SessionId, context.CancellationToken);
        var today = time.Today();
        var (tenantId, capacities) = request.ScopeCase switch
        {
            IssueTokenRequest.ScopeOneofCase.TenantId => (request.TenantId, signedIn.CapacitiesIn(request.TenantId, today)),
            IssueTokenRequest.ScopeOneofCase.AcrossPartnerships when request.AcrossPartnerships => (null, signedIn.CapacitiesAcross(today)),
            _ => throw new Invalid("tenant_id", "Say which tenant the token is for, or that it is for the view across partnerships."),
        };
        if (capacities.Count == 0)
        {
            throw new Forbidden("You have no current appointment there.");
        }

        if (tenantId is not null && signedIn.IsSuspended(tenantId))
        {
            throw new Refused("This is suspended for now, and nobody can work in it. Ask your partnership manager, or whoever runs the platform.");
        }

        // Short: enough to find one sign-in's tokens, and of no use as a session id.
        var session = Base64Url.EncodeToString(HashOf(request.SessionId).AsSpan(0, 12));
        var deputyFor = signedIn.DeputyIn(tenantId ?? TenantId.OfAgency(signedIn.Person.AgencyId), today).Where(one => capacities.Contains(one.Capacity)).ToList();
        return tokens.ForPerson(signedIn.Person, tenantId, capacities, deputyFor, session, Caller.Of(context).Subject);
    }
}
