using Grpc.Core;
using Jtai.Partners.V1;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Partners;

public sealed partial class PartnersGrpc
{
    [Authorize(Policies.RunInvitations)]
    public override Task<InvitationReply> WithdrawInvitation(WithdrawInvitationRequest request, ServerCallContext context) => ChangeInvitationAsync(
        Write.For(context, request), request.PersonId, request.ExpectedVersion, invitation => invitation.Withdraw(time.GetUtcNow()), context.CancellationToken);
}
