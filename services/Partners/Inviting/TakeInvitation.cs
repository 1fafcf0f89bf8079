using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Partners.SigningIn;
using Jtai.Store;

namespace Jtai.Partners;

public sealed partial class PartnersGrpc
{
    /// <summary>Makes an identity that nobody knows yet the one of whoever was invited at its verified address.</summary>
    /// <returns>False where nobody was.</returns>
    /// <exception cref="RpcException">UNAUTHENTICATED: the invitation is not good any more.</exception>
    private async Task<bool> TakeInvitationAsync(VerifiedIdentity identity, ServerCallContext context)
    {
        if (identity.VerifiedEmail is not { } email)
        {
            return false;
        }

        var invited = await database.QueryAsync<Invitation>(
            TenantScope.Of(TenantId.Platform),
            $"""
            select {Invitation.Columns} from invitation
            where tenant_id = 'platform' and issuer = @issuer and taken_at is null and person_id in (
              select person_id from person where tenant_id = 'platform' and lower(email) = lower(@email))
            """,
            new { identity.Issuer, email },
            context.CancellationToken);
        // An address that two people share, as older rows may, says of neither that it is they.
        if (invited is not [var invitation])
        {
            return false;
        }

        var now = time.GetUtcNow();
        Invitation taken;
        try
        {
            taken = invitation.Take(now);
        }
        catch (Refused refusal)
        {
            throw SignInRefused.Because(refusal.Message);
        }

        // The person's own act, before they have a session; safe to repeat, since the version and the identity's key admit it once.
        var person = new Caller(invitation.PersonId.ToString(), TenantId.Platform, null, false, [], default);
        await database.SaveAsync(
            Write.OnBehalfOf(TenantId.Platform, person, context.Method),
            new Empty(),
            SaveInvitation + "insert into identity (issuer, subject, person_id) values (@issuer, @subject, @personId);",
            new { taken.PersonId, taken.InvitedAt, taken.ExpiresAt, taken.TakenAt, taken.WithdrawnAt, taken.Version, identity.Issuer, identity.Subject },
            [new Change(taken.PersonId.ToString(), taken.Version, taken.ToEvent(now))],
            context.CancellationToken);
        return true;
    }
}
