using Jtai.Errors;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Streams;

namespace Jtai.Actions;

/// <summary>Keeps who is appointed to what and until when: who may sign off, for whom, and whom to tell.</summary>
public sealed class OnAppointmentChanged : IEventHandler<AppointmentChanged>
{
    public Task ApplyAsync(EventContext context, AppointmentChanged state)
    {
        var appointmentId = Guid.Parse(context.AggregateId);
        return context.Erased
            ? context.ExecuteAsync(
                "delete from appointment where tenant_id = @TenantId and appointment_id = @appointmentId",
                new { context.TenantId, appointmentId })
            : context.ExecuteAsync(
                """
                insert into appointment as kept (tenant_id, appointment_id, person_id, agency_id, capacity, starts_on, ends_on, deputy_for_person_id, body_id,
                  version)
                values (@TenantId, @appointmentId, @personId, @AgencyId, @Capacity, @startsOn, @endsOn, @deputyFor,
                  nullif(@BodyId, ''), @Version)
                on conflict (tenant_id, appointment_id) do update
                set person_id = excluded.person_id, agency_id = excluded.agency_id, capacity = excluded.capacity,
                  starts_on = excluded.starts_on, ends_on = excluded.ends_on, deputy_for_person_id = excluded.deputy_for_person_id,
                  body_id = excluded.body_id, version = excluded.version
                where kept.version <= excluded.version
                """,
                new
                {
                    context.TenantId,
                    appointmentId,
                    personId = Guid.Parse(state.Appointment.PersonId),
                    state.Appointment.AgencyId,
                    state.Appointment.Capacity,
                    startsOn = LondonDates.FromIso(state.Appointment.StartsOn),
                    deputyFor = Ids.TryParse(state.Appointment.DeputyForPersonId),
                    state.Appointment.BodyId,
                    endsOn = LondonDates.FromIso(state.Appointment.EndsOn),
                    context.Version,
                });
    }
}
