using Grpc.Core;
using Jtai.Errors;
using Jtai.Partners.V1;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Partners;

public sealed partial class PartnersGrpc
{
    [Authorize(Policies.RunRegister)]
    public override async Task<PersonReply> RegisterPerson(RegisterPersonRequest request, ServerCallContext context)
    {
        var person = Person.Register(Guid.CreateVersion7(), request);
        var write = Write.For(context, request);
        var (agency, taken) = await database.QueryMultipleAsync(
            write,
            """
            select count(*) from agency where tenant_id = 'platform' and agency_id = @agencyId;
            select count(*) from identity where tenant_id = 'platform' and issuer = @issuer and subject = @subject;
            """,
            new { person.AgencyId, request.Issuer, request.Subject },
            async results => (await results.ReadSingleAsync<long>(), await results.ReadSingleAsync<long>()),
            context.CancellationToken);
        new RequestCheck().That(agency == 1, "agency_id", "Register this agency first.").ThrowIfRefused();
        if (taken > 0)
        {
            throw new Refused("Somebody is already registered with this identity.");
        }

        return await database.SaveAsync(
            write,
            new PersonReply { PersonId = person.PersonId.ToString(), Version = person.Version },
            """
            insert into person (person_id, name, job_title, agency_id, email, version)
            values (@personId, @name, @jobTitle, @agencyId, @email, @version);
            with made as (
              insert into identity (issuer, subject, person_id) values (@issuer, @subject, @personId)
              on conflict do nothing returning 1)
            select require_changed(exists (select from made));
            """,
            new
            {
                person.PersonId, person.Name, person.JobTitle, person.AgencyId, person.Email, person.Version,
                request.Issuer, request.Subject,
            },
            [new Change(person.PersonId.ToString(), person.Version, person.ToEvent())],
            context.CancellationToken);
    }
}
