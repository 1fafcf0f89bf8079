using Dapper;
using Grpc.Core;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Partners;

public sealed partial class PartnersGrpc
{
    [Authorize(Policies.AppointNewPeople)]
    public override async Task<AppointmentReply> AppointNewPerson(AppointNewPersonRequest request, ServerCallContext context)
    {
        var check = new RequestCheck();
        var startsOn = check.Date("starts_on", request.StartsOn, "The first day");
        var endsOn = check.Date("ends_on", request.EndsOn, "The last day");
        check.Known("capacity", request.Capacity, "the capacity");
        var asked = request.Person ?? new RegisterPersonRequest();
        var person = Person.Register(Guid.CreateVersion7(), asked, check);
        var write = Write.For(context, request);
        write = write with { Scope = TenantScope.OfMany([write.TenantId, TenantId.Platform]) };
        var (partnership, known, earlier) = await database.QueryMultipleAsync(
            write,
            PartnershipRows.Sql +
            $"""
            select person_id, name, job_title, agency_id, email, version from person
            where tenant_id = 'platform' and person_id in (
              select person_id from identity where tenant_id = 'platform' and issuer = @issuer and subject = @subject);
            select {AppointmentRows.Columns} from appointment
            where tenant_id = @partnershipId and person_id in (
              select person_id from identity where tenant_id = 'platform' and issuer = @issuer and subject = @subject);
            """,
            new { partnershipId = write.TenantId, asked.Issuer, asked.Subject },
            async results => (
                await PartnershipRows.ReadAsync(results) ?? throw new NotFound("partnership"),
                await results.ReadSingleOrDefaultAsync<Person>(),
                (await results.ReadAsync<Appointment>()).AsList()),
            context.CancellationToken);
        // To a manager an agency that is no partner answers as one that nobody registered.
        new RequestCheck().That(partnership.HasPartner(person.AgencyId), "agency_id", "Choose one of the agencies here.").ThrowIfRefused();
        if (known is not null && !known.IsThe(person))
        {
            throw new Refused("Somebody is already registered with this identity, with another agency or email address. Check all three with their agency.");
        }

        var appointment = Appointment.Make(
            Guid.CreateVersion7(), write.TenantId, known ?? person, request.Capacity, startsOn, endsOn, time.Today(), partnership, earlier,
            request.BodyId.Length == 0 ? null : request.BodyId);
        var change = new Change(appointment.AppointmentId.ToString(), appointment.Version, appointment.ToEvent());
        return await database.SaveAsync(
            write,
            new AppointmentReply { AppointmentId = appointment.AppointmentId.ToString(), Version = appointment.Version },
            """
            insert into person (person_id, name, job_title, agency_id, email, version)
            select @personId, @name, @jobTitle, @agencyId, @email, 1 where not @isKnown;
            with made as (
              insert into identity (issuer, subject, person_id) select @issuer, @subject, @personId where not @isKnown
              on conflict do nothing returning 1)
            select require_changed(@isKnown or exists (select from made));

            """ + InsertAppointment,
            new
            {
                appointment.TenantId, appointment.AppointmentId, appointment.PersonId, appointment.AgencyId,
                Capacity = appointment.Capacity.ToString(), appointment.StartsOn, appointment.EndsOn, appointment.Version,
                appointment.BodyId,
                notBeside = Appointment.NotBeside(appointment.Capacity).Select(pair => pair.Other.ToString()).ToArray(),
                mustBeFirstManager = false,
                isKnown = known is not null,
                person.Name, person.JobTitle, person.Email, asked.Issuer, asked.Subject,
            },
            known is not null ? [change] : [new Change(person.PersonId.ToString(), 1, person.ToEvent()) { TenantId = TenantId.Platform }, change],
            context.CancellationToken);
    }
}
