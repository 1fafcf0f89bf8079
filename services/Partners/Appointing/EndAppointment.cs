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
    [Authorize(Policies.RunPartnership)]
    public override async Task<AppointmentReply> EndAppointment(EndAppointmentRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context);
        var check = new RequestCheck();
        var endsOn = check.Date("ends_on", request.EndsOn, "The last day");
        check.ThrowIfRefused();
        var appointmentId = Ids.Parse("appointment", request.AppointmentId);
        var tenantId = caller.ActingAs == Capacity.PlatformOperator
            ? await TenantOfAppointmentAsync(appointmentId, context.CancellationToken)
            : caller.TenantId;
        var write = Write.For(context, request, tenantId) with { Scope = TenantScope.OfMany([tenantId, TenantId.Platform]) };
        var appointment = await database.QuerySingleOrDefaultAsync<Appointment>(
            write,
            """
            select appointment_id, tenant_id, person_id, agency_id, capacity, starts_on, ends_on, version from appointment
            where tenant_id = @TenantId and appointment_id = @appointmentId
            """,
            new { tenantId, appointmentId },
            context.CancellationToken) ?? throw new NotFound("appointment");
        if (appointment.Version != request.ExpectedVersion)
        {
            throw new Conflict(appointment.Version);
        }

        var ended = appointment.End(endsOn, time.Today());
        return await database.SaveAsync(
            write,
            new AppointmentReply { AppointmentId = request.AppointmentId, Version = ended.Version },
            """
            with changed as (
              update appointment set ends_on = @endsOn::date, version = version + 1
              where tenant_id = @TenantId and appointment_id = @appointmentId and version = @version returning 1)
            select require_changed(exists (select from changed));
            update workplace set ends_on = @endsOn::date where tenant_id = 'platform' and appointment_id = @appointmentId;
            """,
            new { tenantId, appointmentId, ended.EndsOn, appointment.Version },
            [new Change(ended.AppointmentId.ToString(), ended.Version, ended.ToEvent())],
            context.CancellationToken);
    }

    private async Task<TenantId> TenantOfAppointmentAsync(Guid appointmentId, CancellationToken cancellationToken) =>
        new(await database.QuerySingleOrDefaultAsync<string>(
            TenantScope.Of(TenantId.Platform),
            "select workplace_id from workplace where tenant_id = 'platform' and appointment_id = @appointmentId",
            new { appointmentId },
            cancellationToken) ?? throw new NotFound("appointment"));
}
