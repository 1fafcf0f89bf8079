using Dapper;
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
    [Authorize(Policies.RunRegister)]
    public override async Task<TenantReply> ConfirmRecovery(ConfirmRecoveryRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context);
        var tenantId = TenantOf(caller, request.TenantId);
        var (now, today) = (time.GetUtcNow(), time.Today());
        var write = WriteFor(context, request, tenantId);
        var (partnership, hasManager, standing, recovery, person, earlier, runsPlatform) = await database.QueryMultipleAsync(
            write,
            PartnershipRows.Sql + HasManager + TenantStanding.Select + ";" + Recovery.Select +
            $"""
            ;
            select person_id, name, job_title, agency_id, email, version from person
            where tenant_id = 'platform' and person_id in (select person_id from recovery where tenant_id = 'platform' and partnership_id = @tenantId);
            select {AppointmentRows.Columns} from appointment
            where tenant_id = @tenantId and person_id in (select person_id from recovery where tenant_id = 'platform' and partnership_id = @tenantId);
            select exists (
              select from workplace
              where tenant_id = 'platform' and capacity = 'PlatformOperator' and coalesce(ends_on >= @today, true)
                and person_id in (select person_id from recovery where tenant_id = 'platform' and partnership_id = @tenantId));
            """,
            new { tenantId, partnershipId = tenantId, today },
            async results => (
                await PartnershipRows.ReadAsync(results) ?? throw new NotFound("tenant"),
                await results.ReadSingleAsync<bool>(),
                await results.ReadSingleOrDefaultAsync<TenantStanding>(),
                await results.ReadSingleOrDefaultAsync<Recovery>(),
                await results.ReadSingleOrDefaultAsync<Person>(),
                (await results.ReadAsync<Appointment>()).AsList(),
                await results.ReadSingleAsync<bool>()),
            context.CancellationToken);
        if (recovery is null || person is null)
        {
            throw new NotFound("recovery");
        }

        if (recovery.Version != request.ExpectedVersion)
        {
            throw new Conflict(recovery.Version);
        }

        standing?.DemandNotSuspended();
        if (runsPlatform)
        {
            throw new Refused("Whoever runs the platform cannot run a partnership. Propose somebody else.");
        }

        var confirmed = recovery.Confirm(Guid.CreateVersion7(), caller.PersonId, now, hasManager);
        var appointment = Appointment.Make(
            confirmed.AppointmentId.GetValueOrDefault(), tenantId, person, Capacity.PartnershipManager, confirmed.TakesEffectOn, null, today, partnership, earlier);
        var row = new DynamicParameters(AppointmentRows.RowOf(appointment, mustBeFirstManager: false));
        row.AddDynamicParams(new { today, recoveryVersion = confirmed.Version, confirmed.TakesEffectOn });
        return await database.SaveAsync(
            write,
            new TenantReply { TenantId = tenantId, Version = confirmed.Version },
            $"""
            -- A manager who is appointed meanwhile queues here too, and is found.
            select pg_advisory_xact_lock(hashtextextended(@TenantId, 0));
            with changed as (
              update recovery set appointment_id = @appointmentId, takes_effect_on = @takesEffectOn, version = @recoveryVersion
              where tenant_id = 'platform' and partnership_id = @TenantId and version = @recoveryVersion - 1 and not exists (
                select from appointment
                where tenant_id = @TenantId and capacity = 'PartnershipManager' and coalesce(ends_on >= @today, true) and {Invitation.HasCome})
              returning 1)
            select require_changed(exists (select from changed));

            {AppointmentRows.Insert}
            """,
            row,
            [new Change(appointment.AppointmentId.ToString(), appointment.Version, appointment.ToEvent()) { TenantId = new TenantId(tenantId) }, .. confirmed.Changed(now)],
            context.CancellationToken);
    }
}
