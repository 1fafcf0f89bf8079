using Dapper;
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
        var (appointment, colleagues) = await database.QueryMultipleAsync(
            write,
            """
            select appointment_id, tenant_id, person_id, agency_id, capacity, starts_on, ends_on, version from appointment
            where tenant_id = @TenantId and appointment_id = @appointmentId;
            select other.appointment_id, other.tenant_id, other.person_id, other.agency_id, other.capacity, other.starts_on, other.ends_on, other.version
            from appointment other join appointment one using (tenant_id, capacity)
            where other.tenant_id = @TenantId and one.appointment_id = @appointmentId and other.person_id <> one.person_id;
            """,
            new { tenantId, appointmentId },
            async results => (
                await results.ReadSingleOrDefaultAsync<Appointment>() ?? throw new NotFound("appointment"),
                (await results.ReadAsync<Appointment>()).AsList()),
            context.CancellationToken);
        if (appointment.Version != request.ExpectedVersion)
        {
            throw new Conflict(appointment.Version);
        }

        var ended = appointment.End(endsOn, time.Today(), colleagues);
        return await database.SaveAsync(
            write,
            new AppointmentReply { AppointmentId = request.AppointmentId, Version = ended.Version },
            """
            -- Two managers who end each other at once queue here, and the later one finds that nobody is left.
            select pg_advisory_xact_lock(hashtextextended(@TenantId, 0));
            with changed as (
              update appointment set ends_on = @endsOn::date, version = version + 1
              where tenant_id = @TenantId and appointment_id = @appointmentId and version = @version
                and (capacity <> 'PartnershipManager' or exists (
                  select from appointment other
                  where other.tenant_id = @TenantId and other.capacity = appointment.capacity and other.person_id <> appointment.person_id
                    and other.ends_on is null))
              returning 1)
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
