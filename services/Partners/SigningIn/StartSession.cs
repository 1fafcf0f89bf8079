using System.Buffers.Text;
using System.Security.Cryptography;
using Grpc.Core;
using Jtai.Field;
using Jtai.Partners.SigningIn;
using Jtai.Partners.V1;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Partners;

public sealed partial class PartnersGrpc
{
    /// <summary>Takes no idempotency key: its answer is a secret, which is kept nowhere, and an id token works once.</summary>
    [Authorize(Policies.UseSessions)]
    public override async Task<StartSessionReply> StartSession(StartSessionRequest request, ServerCallContext context)
    {
        var identity = await idTokens.VerifyAsync(request.IdToken, request.Nonce, context.CancellationToken);
        var secret = RandomNumberGenerator.GetBytes(32);
        var now = DateTimeOffset.UtcNow;
        var (known, started) = await StartAsync(identity, secret, now, context);
        if (known is null && await TakeInvitationAsync(identity, context))
        {
            (known, started) = await StartAsync(identity, secret, now, context);
        }

        if (known is null)
        {
            throw SignInRefused.Because("You have no account on this platform yet. Ask your partnership manager for one.");
        }

        if (started is null)
        {
            throw SignInRefused.Because("This sign-in was used before. Sign in again.");
        }

        var signedIn = await SignedInAsync(SHA256.HashData(secret), now, context.CancellationToken);
        return new StartSessionReply { SessionId = Base64Url.EncodeToString(secret), Session = signedIn.ToProto(time.Today()) };
    }

    /// <returns>Whose identity it is, and whose session began; null where it is nobody's, or the token was used before.</returns>
    private Task<(Guid? Known, Guid? Started)> StartAsync(VerifiedIdentity identity, byte[] secret, DateTimeOffset now, ServerCallContext context) =>
        database.QueryMultipleAsync(
            TenantScope.Of(TenantId.Platform),
            """
            select person_id from identity where tenant_id = 'platform' and issuer = @issuer and subject = @subject;
            -- A form that stood open over a weekend is still kept for the person of its session; its id token has long expired.
            delete from session where tenant_id = 'platform' and ends_at < @now - interval '7 days';
            delete from kept_form where tenant_id = 'platform' and kept_at < @now - interval '1 hour';
            with made as (
              insert into session (session_hash, person_id, id_token_hash, started_at, seen_at, ends_at)
              select @sessionHash, person_id, @tokenHash, @now, @now, @endsAt from identity
              where tenant_id = 'platform' and issuer = @issuer and subject = @subject
              on conflict do nothing
              returning person_id),
            recorded as (
              insert into audit (tenant_id, at, kind, entity, aggregate_id, version, subject, capacity, rpc)
              select 'platform', @now, 'Collection', 'Session', encode(@sessionHash, 'hex'), 1, person_id::text, 'Unspecified', @rpc from made)
            select person_id from made;
            """,
            new
            {
                identity.Issuer, identity.Subject, sessionHash = SHA256.HashData(secret), tokenHash = identity.Hash,
                now, endsAt = now + Session.Length, rpc = context.Method,
            },
            async results => (await results.ReadSingleOrDefaultAsync<Guid?>(), await results.ReadSingleOrDefaultAsync<Guid?>()),
            context.CancellationToken);
}
