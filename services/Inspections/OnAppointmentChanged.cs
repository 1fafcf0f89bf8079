using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Streams;

namespace Jtai.Inspections;

/// <summary>Keeps who is appointed in the partnership: only they can be named as readers of what is not yet published.</summary>
public sealed class OnAppointmentChanged : IEventHandler<AppointmentChanged>
{
    public Task ApplyAsync(EventContext context, AppointmentChanged state)
    {
        if (context.Erased)
        {
            return context.ExecuteAsync(
                "delete from appointment where tenant_id = @TenantId and appointment_id = @AppointmentId",
                new { context.TenantId, AppointmentId = Guid.Parse(context.AggregateId) });
        }

        var appointment = state.Appointment;
        return context.ExecuteAsync(
            """
            insert into appointment (tenant_id, appointment_id, person_id, starts_on, ends_on, version)
            values (@TenantId, @AppointmentId, @PersonId, @StartsOn, @EndsOn, @Version)
            on conflict (tenant_id, appointment_id) do update
            set person_id = excluded.person_id, starts_on = excluded.starts_on,
              ends_on = excluded.ends_on, version = excluded.version
            where appointment.version < excluded.version
            """,
            new
            {
                context.TenantId,
                AppointmentId = Guid.Parse(appointment.AppointmentId),
                PersonId = Guid.Parse(appointment.PersonId),
                StartsOn = LondonDates.FromIso(appointment.StartsOn),
                EndsOn = LondonDates.FromIso(appointment.EndsOn),
                context.Version,
            });
    }
}
