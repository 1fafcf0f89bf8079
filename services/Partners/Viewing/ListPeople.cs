using Grpc.Core;
using Jtai.Access;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Partners;

public sealed partial class PartnersGrpc
{
    [Authorize(Policies.ReadPeople)]
    public override async Task<ListPeopleReply> ListPeople(ListPeopleRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context);
        var tenantId = caller.TenantId;
        var today = time.Today();
        return await database.QueryMultipleAsync(
            // People are rows of the platform; which of them is said by the appointments of this tenant alone.
            TenantScope.OfMany([tenantId, TenantId.Platform]),
            $"""
            select person_id, name, job_title, agency_id, version,
              case when @seesAddresses or person_id::text = @Subject then email else '' end as email
            from person
            where tenant_id = 'platform' and person_id in (select person_id from appointment where tenant_id = @TenantId)
            order by
              exists (
                select from appointment
                where tenant_id = @TenantId and appointment.person_id = person.person_id
                  and starts_on <= @today and coalesce(ends_on >= @today, true)) desc,
              name, person_id;
            select {AppointmentRows.Columns} from appointment
            where tenant_id = @TenantId
            order by starts_on <= @today and coalesce(ends_on >= @today, true) desc, starts_on desc, appointment_id;
            select person_id::text from invitation
            where tenant_id = 'platform' and taken_at is null and person_id in (select person_id from appointment where tenant_id = @TenantId);
            """,
            new { tenantId, today, caller.Subject, seesAddresses = caller.Has(Capacity.PartnershipManager) },
            async results =>
            {
                var reply = new ListPeopleReply();
                reply.People.AddRange((await results.ReadAsync<Person>()).Select(person => person.ToProto()));
                reply.Appointments.AddRange((await results.ReadAsync<Appointment>()).Select(appointment => appointment.ToProto()));
                reply.AwaitedPersonIds.AddRange(await results.ReadAsync<string>());
                return reply;
            },
            context.CancellationToken);
    }
}
