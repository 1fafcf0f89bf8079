using Grpc.Core;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Partners;

public sealed partial class PartnersGrpc
{
    [Authorize(Policies.RunInvitations)]
    public override async Task<InvitationReply> CorrectInvitation(CorrectInvitationRequest request, ServerCallContext context)
    {
        var personId = Ids.Parse("invitation", request.PersonId);
        var write = Write.For(context, request);
        write = write with { Scope = TenantScope.OfMany([write.TenantId, TenantId.Platform]) };
        var runsPlatform = write.Caller.ActingAs == Capacity.PlatformOperator;
        var (invitation, person, held) = await database.QueryMultipleAsync(
            write,
            $"""
            select {Invitation.Columns} from invitation where tenant_id = 'platform' and person_id = @personId and {InvitationIsSeen};
            select person_id, name, job_title, agency_id, email, version from person where tenant_id = 'platform' and person_id = @personId;
            {HeldByPerson.Select}
            """,
            new
            {
                tenantId = write.TenantId.Value, runsPlatform, personId, today = time.Today(), proposedSince = time.GetUtcNow() - Recovery.ProposalStands,
                request.Email,
            },
            async results => (
                await results.ReadSingleOrDefaultAsync<Invitation>() ?? throw new NotFound("invitation"),
                await results.ReadSingleAsync<Person>(),
                await results.ReadSingleAsync<HeldByPerson>()),
            context.CancellationToken);
        if (invitation.Version != request.ExpectedVersion)
        {
            throw new Conflict(invitation.Version);
        }

        var again = invitation.SendAgain(time.GetUtcNow());
        var corrected = person.At(request.Email);
        held.RefuseAddressIfTaken(runsPlatform);
        var told = again.ToEvent(time.GetUtcNow());
        return await database.SaveAsync(
            write,
            new InvitationReply { PersonId = request.PersonId, Version = again.Version },
            SaveInvitation +
            """
            -- Two who take one address at once queue here, as those who are invited do.
            select pg_advisory_xact_lock(hashtextextended(lower(@Email), 0));
            with changed as (
              update person set email = @Email, version = @personVersion
              where tenant_id = 'platform' and person_id = @PersonId and version = @personVersion - 1 and not exists (
                select from person other
                where other.tenant_id = 'platform' and other.person_id <> @PersonId and lower(other.email) = lower(@Email))
              returning 1)
            select require_changed(exists (select from changed));
            """,
            new
            {
                again.PersonId, again.InvitedAt, again.ExpiresAt, again.TakenAt, again.WithdrawnAt, again.Version,
                corrected.Email, personVersion = corrected.Version,
            },
            [
                .. new[] { write.TenantId, TenantId.Platform }.Distinct()
                    .Select(tenant => new Change(again.PersonId.ToString(), again.Version, told) { TenantId = tenant }),
                new Change(again.PersonId.ToString(), corrected.Version, corrected.ToEvent()) { TenantId = TenantId.Platform },
            ],
            context.CancellationToken);
    }
}
