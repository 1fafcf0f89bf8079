using Grpc.Core;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Partners;

public sealed partial class PartnersGrpc
{
    private const string SaveInvitation =
        """
        with changed as (
          update invitation set invited_at = @invitedAt, expires_at = @expiresAt, taken_at = @takenAt::timestamptz, withdrawn_at = @withdrawnAt::timestamptz, version = @version
          where tenant_id = 'platform' and person_id = @personId and version = @version - 1
          returning 1)
        select require_changed(exists (select from changed));

        """;

    [Authorize(Policies.RunInvitations)]
    public override Task<InvitationReply> SendInvitationAgain(SendInvitationAgainRequest request, ServerCallContext context) => ChangeInvitationAsync(
        Write.For(context, request), request.PersonId, request.ExpectedVersion, invitation => invitation.SendAgain(time.GetUtcNow()), context.CancellationToken);

    private async Task<InvitationReply> ChangeInvitationAsync(
        Write write, string personId, long expectedVersion, Func<Invitation, Invitation> change, CancellationToken ct)
    {
        // Of a partnership's manager, the act is in the partnership's own activity too.
        write = write with { Scope = TenantScope.OfMany([write.TenantId, TenantId.Platform]) };
        var invitation = await database.QuerySingleOrDefaultAsync<Invitation>(
            write,
            $"select {Invitation.Columns} from invitation where tenant_id = 'platform' and person_id = @id and {InvitationIsSeen}",
            new
            {
                id = Ids.Parse("invitation", personId), tenantId = write.TenantId.Value,
                runsPlatform = write.Caller.ActingAs == Capacity.PlatformOperator,
            },
            ct) ?? throw new NotFound("invitation");
        if (invitation.Version != expectedVersion)
        {
            throw new Conflict(invitation.Version);
        }

        var changed = change(invitation);
        var told = changed.ToEvent(time.GetUtcNow());
        return await database.SaveAsync(
            write,
            new InvitationReply { PersonId = personId, Version = changed.Version },
            SaveInvitation,
            changed,
            [
                .. new[] { write.TenantId, TenantId.Platform }.Distinct()
                    .Select(tenant => new Change(changed.PersonId.ToString(), changed.Version, told) { TenantId = tenant }),
            ],
            ct);
    }
}
