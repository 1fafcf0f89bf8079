using Grpc.Core;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Partners;

public sealed partial class PartnersGrpc
{
    [Authorize(Policies.CorrectPeople)]
    public override async Task<PersonReply> CorrectPerson(CorrectPersonRequest request, ServerCallContext context)
    {
        var personId = Ids.Parse("person", request.PersonId);
        var write = Write.For(context, request);
        // People are the platform's; that this one is known here is said by the tenant's appointments.
        write = write with { Scope = TenantScope.OfMany([write.TenantId, TenantId.Platform]) };
        var (partnership, person, held, elsewhere) = await database.QueryMultipleAsync(
            write,
            PartnershipRows.Sql +
            """
            select person_id, name, job_title, agency_id, email, version from person
            where tenant_id = 'platform' and person_id = @personId
              and exists (select from appointment where appointment.tenant_id = @partnershipId and appointment.person_id = @personId);
            """ + HeldByPerson.Select +
            """

            select distinct workplace_id from workplace
            where tenant_id = 'platform' and person_id = @personId and coalesce(ends_on >= @today, true) and workplace_id not in (@tenantId, 'platform');
            """,
            new
            {
                partnershipId = write.TenantId, tenantId = write.TenantId.Value, personId, today = time.Today(),
                proposedSince = time.GetUtcNow() - Recovery.ProposalStands, request.Email,
            },
            async results => (
                await PartnershipRows.ReadAsync(results),
                await results.ReadSingleOrDefaultAsync<Person>() ?? throw new NotFound("person"),
                await results.ReadSingleAsync<HeldByPerson>(),
                (await results.ReadAsync<string>()).ToArray()),
            context.CancellationToken);
        if (person.Version != request.ExpectedVersion)
        {
            throw new Conflict(person.Version);
        }

        if (held.Here == 0 && held.Elsewhere > 0)
        {
            throw new Refused("They have no role here any more, and one elsewhere: the manager there corrects their details.");
        }

        var corrected = person.Correct(request);
        if (!string.Equals(corrected.Email, person.Email, StringComparison.OrdinalIgnoreCase))
        {
            held.RefuseAddressIfTaken(runsPlatform: false);
            held.RefuseDomain(person.Email, corrected.Email);
        }

        if (corrected.AgencyId != person.AgencyId)
        {
            // To a manager an agency that is no partner answers as one that nobody registered.
            new RequestCheck().That(partnership?.HasPartner(corrected.AgencyId) == true, "agency_id", "Choose one of the agencies here.").ThrowIfRefused();
            held.RefuseIfAny();
        }

        return await database.SaveAsync(
            write with { Scope = TenantScope.OfMany([write.TenantId, TenantId.Platform, .. elsewhere.Select(id => new TenantId(id))]) },
            new PersonReply { PersonId = request.PersonId, Version = corrected.Version },
            """
            -- Two who take one address at once queue here, as those who are invited do.
            select pg_advisory_xact_lock(hashtextextended(lower(@Email), 0));
            with changed as (
              update person set name = @Name, job_title = @JobTitle, agency_id = @AgencyId, email = @Email, version = @Version
              where tenant_id = 'platform' and person_id = @PersonId and version = @Version - 1 and (lower(email) = lower(@Email) or not exists (
                select from person other
                where other.tenant_id = 'platform' and other.person_id <> @PersonId and lower(other.email) = lower(@Email)))
              returning 1)
            select require_changed(exists (select from changed));
            -- What an operator invited holds a manager's words from now on, and is the manager's.
            update invitation set invited_by_tenant = @TenantId where tenant_id = 'platform' and person_id = @PersonId;
            -- In the platform's activity it stands by its event; the partnership's own says it too, and that of each other place where they
            -- work, which is not told for whom it was done.
            insert into audit (tenant_id, at, kind, entity, aggregate_id, version, subject, capacity, agency_id, rpc)
            select place, @now, 'Alteration', 'PersonChanged', @PersonId::text, @Version, @Subject, @capacity,
              case when place = @TenantId then @callersAgency end, @Rpc
            from unnest(@places) as place order by place;
            """,
            new
            {
                write.TenantId, corrected.PersonId, corrected.Name, corrected.JobTitle, corrected.AgencyId, corrected.Email, corrected.Version,
                now = time.GetUtcNow(), write.Caller.Subject, capacity = write.Caller.ActingAs.ToString(), callersAgency = write.Caller.AgencyId, write.Rpc,
                places = elsewhere.Append(write.TenantId.Value).ToArray(),
            },
            [new Change(request.PersonId, corrected.Version, corrected.ToEvent()) { TenantId = TenantId.Platform }],
            context.CancellationToken);
    }
}
