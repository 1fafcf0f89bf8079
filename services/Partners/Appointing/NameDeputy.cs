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
    [Authorize(Policies.NameDeputies)]
    public override async Task<AppointmentReply> NameDeputy(NameDeputyRequest request, ServerCallContext context)
    {
        var appointmentId = Ids.Parse("appointment", request.AppointmentId);
        var check = new RequestCheck();
        var personId = check.Id("person_id", request.PersonId, "the deputy");
        var startsOn = check.Date("starts_on", request.StartsOn, "The first day");
        var endsOn = check.Date("ends_on", request.EndsOn, "The last day");
        check.That(request.StartsOn.Length > 0, "starts_on", "Enter the first day.")
            .That(request.EndsOn.Length > 0, "ends_on", "Enter the last day.")
            .ThrowIfRefused();
        var write = Write.For(context, request);
        // The appointment is the tenant's; people are the platform's.
        write = write with { Scope = TenantScope.OfMany([write.TenantId, TenantId.Platform]) };
        var (appointment, person, earlier, deputies) = await database.QueryMultipleAsync(
            write,
            $"""
            select {AppointmentRows.Columns} from appointment where tenant_id = @TenantId and appointment_id = @appointmentId;
            select person_id, name, job_title, agency_id, email, version from person where tenant_id = 'platform' and person_id = @personId;
            select {AppointmentRows.Columns} from appointment where tenant_id = @TenantId and person_id = @personId;
            select {AppointmentRows.Columns} from appointment where tenant_id = @TenantId and deputy_for_id = @appointmentId;
            """,
            new { write.TenantId, appointmentId, personId },
            async results => (
                await results.ReadSingleOrDefaultAsync<Appointment>() ?? throw new NotFound("appointment"),
                await results.ReadSingleOrDefaultAsync<Person>(),
                (await results.ReadAsync<Appointment>()).AsList(),
                (await results.ReadAsync<Appointment>()).AsList()),
            context.CancellationToken);
        if (appointment.PersonId.ToString() != write.Caller.Subject && !write.Caller.Has(Capacity.PartnershipManager))
        {
            throw new Forbidden("Whoever holds the appointment, or the manager, names its deputy.");
        }

        if (appointment.Version != request.ExpectedVersion)
        {
            throw new Conflict(appointment.Version);
        }

        var deputy = appointment.NameDeputy(Guid.CreateVersion7(), person, startsOn, endsOn, time.Today(), earlier, deputies);
        return await database.SaveAsync(
            write,
            new AppointmentReply { AppointmentId = deputy.AppointmentId.ToString(), Version = deputy.Version },
            """
            -- As for all appointments here: the later of two at once finds the earlier.
            select pg_advisory_xact_lock(hashtextextended(@TenantId, 0));
            with made as (
              insert into appointment (tenant_id, appointment_id, person_id, agency_id, capacity, starts_on, ends_on, version,
                deputy_for_id, deputy_for_person_id, body_id)
              select @TenantId, @appointmentId, @personId, @agencyId, @capacity, @startsOn, @endsOn, @version,
                @deputyForId, @deputyForPersonId, @bodyId
              where exists (
                  select from appointment
                  where tenant_id = @TenantId and appointment_id = @deputyForId and version = @ExpectedVersion)
                and not exists (
                  select from appointment
                  where tenant_id = @TenantId and starts_on <= @endsOn and coalesce(ends_on >= @startsOn, true)
                    and (deputy_for_id = @deputyForId or (person_id = @personId and capacity = any(@notBeside))))
                and @mostStoodInFor > (
                  select count(*) from appointment
                  where tenant_id = @TenantId and starts_on <= @endsOn and ends_on >= @startsOn
                    and deputy_for_id is not null and person_id = @personId)
              returning 1)
            select require_changed(exists (select from made));
            insert into workplace (person_id, appointment_id, workplace_id, capacity, starts_on, ends_on, deputy_for_person_id)
            values (@personId, @appointmentId, @TenantId, @capacity, @startsOn, @endsOn, @deputyForPersonId);
            """,
            new
            {
                deputy.TenantId, deputy.AppointmentId, deputy.PersonId, deputy.AgencyId, Capacity = deputy.Capacity.ToString(),
                deputy.StartsOn, deputy.EndsOn, deputy.Version, deputy.DeputyForId, deputy.DeputyForPersonId, deputy.BodyId, request.ExpectedVersion,
                notBeside = Appointment.NotBeside(deputy.Capacity).Select(pair => pair.Other.ToString()).ToArray(),
                Appointment.MostStoodInFor,
            },
            [new Change(deputy.AppointmentId.ToString(), deputy.Version, deputy.ToEvent())],
            context.CancellationToken);
    }
}
