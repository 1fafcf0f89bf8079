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
    [Authorize(Policies.EndAppointments)]
    public override async Task<AppointmentReply> EndAppointment(EndAppointmentRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context);
        var check = new RequestCheck();
        var endsOn = check.Date("ends_on", request.EndsOn, "The last day");
        check.ThrowIfRefused();
        var appointmentId = Ids.Parse("appointment", request.AppointmentId);
        var tenantId = caller.ActingAs == Capacity.PlatformOperator
            ? await TenantToEndInAsync(caller, appointmentId, context.CancellationToken)
            : caller.TenantId;
        var write = Write.For(context, request, tenantId) with { Scope = TenantScope.OfMany([tenantId, TenantId.Platform]) };
        var (appointment, colleagues, deputies, hasCome) = await database.QueryMultipleAsync(
            write,
            $"""
            select {AppointmentRows.Columns} from appointment where tenant_id = @TenantId and appointment_id = @appointmentId;
            select {AppointmentRows.Columns} from appointment
            where tenant_id = @TenantId and {Invitation.HasCome} and exists (
              select from appointment one
              where one.tenant_id = @TenantId and one.appointment_id = @appointmentId
                and one.capacity = appointment.capacity and one.person_id <> appointment.person_id);
            select {AppointmentRows.Columns} from appointment where tenant_id = @TenantId and deputy_for_id = @appointmentId;
            select {Invitation.HasCome} from appointment where tenant_id = @TenantId and appointment_id = @appointmentId;
            """,
            new { tenantId, appointmentId },
            async results => (
                await results.ReadSingleOrDefaultAsync<Appointment>() ?? throw new NotFound("appointment"),
                (await results.ReadAsync<Appointment>()).AsList(),
                (await results.ReadAsync<Appointment>()).AsList(),
                await results.ReadSingleAsync<bool>()),
            context.CancellationToken);
        if (!caller.Has(Capacity.PartnershipManager, Capacity.PlatformOperator) && appointment.DeputyForPersonId?.ToString() != caller.Subject)
        {
            throw new Forbidden("The manager ends appointments; of a deputy, also whoever they stand in for.");
        }

        if (appointment.Version != request.ExpectedVersion)
        {
            throw new Conflict(appointment.Version);
        }

        var ended = appointment.End(endsOn, time.Today(), colleagues, hasCome);
        Appointment[] endedWithIt = [.. deputies.Select(deputy => deputy.EndWith(ended)).OfType<Appointment>()];
        return await database.SaveAsync(
            write,
            new AppointmentReply { AppointmentId = request.AppointmentId, Version = ended.Version },
            $"""
            -- Two managers who end each other at once queue here, and the later one finds that nobody is left.
            select pg_advisory_xact_lock(hashtextextended(@TenantId, 0));
            with changed as (
              update appointment set ends_on = @endsOn::date, version = version + 1
              where tenant_id = @TenantId and appointment_id = @appointmentId and version = @version
                and (capacity <> 'PartnershipManager' or deputy_for_id is not null or not ({Invitation.HasCome}) or exists (
                  select from appointment other
                  where other.tenant_id = @TenantId and other.capacity = appointment.capacity and other.person_id <> appointment.person_id
                    and other.ends_on is null and other.person_id not in (
                      select person_id from invitation where tenant_id = 'platform' and taken_at is null)))
              returning 1)
            select require_changed(exists (select from changed));
            with changed as (
              update appointment set ends_on = @endsOn::date, version = version + 1
              where tenant_id = @TenantId and deputy_for_id = @appointmentId and ends_on > @endsOn::date
              returning appointment_id, version)
            -- A deputy who was named in between has no event yet.
            select require_changed((select coalesce(array_agg(appointment_id::text || version order by appointment_id), array[]::text[]) from changed) = @endedWithIt);
            update workplace set ends_on = @endsOn::date
            where tenant_id = 'platform' and appointment_id in (
              select appointment_id from appointment
              where tenant_id = @TenantId and (appointment_id = @appointmentId or (deputy_for_id = @appointmentId and ends_on = @endsOn::date)));
            """,
            new
            {
                tenantId, appointmentId, ended.EndsOn, appointment.Version,
                endedWithIt = endedWithIt.OrderBy(deputy => deputy.AppointmentId.ToString(), StringComparer.Ordinal)
                    .Select(deputy => $"{deputy.AppointmentId}{deputy.Version}").ToArray(),
            },
            [.. endedWithIt.Prepend(ended).Select(one => new Change(one.AppointmentId.ToString(), one.Version, one.ToEvent()))],
            context.CancellationToken);
    }

    /// <summary>
    /// Where an operator ends appointments: in agencies' workspaces. In a partnership one operator could take away whoever may refuse what
    /// two of them do, and on the platform the second of the two.
    /// </summary>
    private async Task<TenantId> TenantToEndInAsync(Caller caller, Guid appointmentId, CancellationToken cancellationToken)
    {
        var tenantId = new TenantId(await database.QuerySingleOrDefaultAsync<string>(
            TenantScope.Of(TenantId.Platform),
            "select workplace_id from workplace where tenant_id = 'platform' and appointment_id = @appointmentId",
            new { appointmentId },
            cancellationToken) ?? throw new NotFound("appointment"));
        return tenantId.AgencyId is not null || (tenantId == TenantId.Platform && caller.IsClient)
            ? tenantId
            : throw new Forbidden(
                tenantId == TenantId.Platform
                    ? "Appointments of platform operators are ended by the API client that appoints them, and not by one another."
                    : "A platform operator ends no appointments in a partnership. Its manager ends them.");
    }
}
