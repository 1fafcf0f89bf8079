using Grpc.Core;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Partners;


public sealed partial class TenantsGrpc
{
    [Authorize(Policies.RefuseRecoveries)]
    public override async Task<TenantReply> RefuseRecovery(RefuseRecoveryRequest request, ServerCallContext context)
    {
        var tenantId = TenantOf(Caller.Of(context), request.TenantId);
        var (now, today) = (time.GetUtcNow(), time.Today());
        var write = WriteFor(context, request, tenantId);
        var (recovery, appointment) = await database.QueryMultipleAsync(
            write,
            $"""
            {Recovery.Select};
            select {AppointmentRows.Columns} from appointment
            where tenant_id = @tenantId and appointment_id in (select appointment_id from recovery where tenant_id = 'platform' and partnership_id = @tenantId);
            """,
            new { tenantId },
            async results => (await results.ReadSingleOrDefaultAsync<Recovery>(), await results.ReadSingleOrDefaultAsync<Appointment>()),
            context.CancellationToken);
        if (recovery is null)
        {
            throw new NotFound("recovery");
        }

        if (recovery.Version != request.ExpectedVersion)
        {
            throw new Conflict(recovery.Version);
        }

        var refused = recovery.Refuse(request.Reason, now);
        // Before its first day it has no successor to wait for: it never gives access.
        var ended = appointment is null ? null : appointment with { EndsOn = today.AddDays(-1), Version = appointment.Version + 1 };
        return await database.SaveAsync(
            write,
            new TenantReply { TenantId = tenantId, Version = refused.Version },
            """
            with changed as (
              update recovery set refused_at = @RefusedAt, refused_reason = @RefusedReason, version = @Version
              where tenant_id = 'platform' and partnership_id = @PartnershipId and version = @Version - 1
              returning 1)
            select require_changed(exists (select from changed));
            with changed as (
              update appointment set ends_on = @endsOn::date, version = version + 1
              where tenant_id = @PartnershipId and appointment_id = @appointmentId and version = @appointmentVersion
              returning 1)
            select require_changed(@appointmentId::uuid is null or exists (select from changed));
            update workplace set ends_on = @endsOn::date where tenant_id = 'platform' and appointment_id = @appointmentId;
            """,
            new
            {
                refused.RefusedAt, refused.RefusedReason, refused.Version, refused.PartnershipId,
                appointment?.AppointmentId, appointmentVersion = appointment?.Version, ended?.EndsOn,
            },
            [
                .. ended is null ? [] : new[] { new Change(ended.AppointmentId.ToString(), ended.Version, ended.ToEvent()) { TenantId = new TenantId(tenantId) } },
                .. refused.Changed(now),
            ],
            context.CancellationToken);
    }
}
