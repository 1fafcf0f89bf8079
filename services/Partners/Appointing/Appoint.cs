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
    private const string InsertAppointment =
        """
        -- Two appointments at once would not see each other: they queue here, and the later one finds the earlier.
        select pg_advisory_xact_lock(hashtextextended(@TenantId, 0));
        with made as (
          insert into appointment (tenant_id, appointment_id, person_id, agency_id, capacity, starts_on, ends_on, version, body_id)
          select @TenantId, @appointmentId, @personId, @agencyId, @capacity, @startsOn, @endsOn::date, @version, @bodyId
          where not exists (
            select from appointment
            where tenant_id = @TenantId and person_id = @personId
              and (capacity = any(@notBeside) or (capacity = @capacity and deputy_for_id is null
                and (body_id = @bodyId or body_id is null or @bodyId::text is null)))
              and coalesce(ends_on >= @startsOn, true) and coalesce(@endsOn::date >= starts_on, true))
            and not (@mustBeFirstManager and exists (
              select from appointment where tenant_id = @TenantId and capacity = 'PartnershipManager'))
          returning 1)
        select require_changed(exists (select from made));
        insert into workplace (person_id, appointment_id, workplace_id, capacity, starts_on, ends_on)
        values (@personId, @appointmentId, @TenantId, @capacity, @startsOn, @endsOn::date);
        """;

    [Authorize(Policies.AppointPeople)]
    public override async Task<AppointmentReply> Appoint(AppointRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context);
        var tenantId = TenantToAppointIn(caller, request.TenantId);
        var check = new RequestCheck();
        var personId = check.Id("person_id", request.PersonId, "the person");
        var startsOn = check.Date("starts_on", request.StartsOn, "The first day");
        var endsOn = check.Date("ends_on", request.EndsOn, "The last day");
        check.ThrowIfRefused();
        if (caller.ActingAs == Capacity.PlatformOperator && Guid.TryParse(caller.Subject, out var self) && self == personId)
        {
            throw new Refused("A platform operator cannot appoint themselves.");
        }

        if (caller.ActingAs == Capacity.LeadSafeguardingPartner && request.Capacity != Capacity.PartnershipManager)
        {
            throw new Refused("A lead safeguarding partner appoints the partnership's manager, who appoints everybody else.");
        }

        // The appointment is the tenant's; where the person works is the platform's to know, for signing in.
        var write = Write.For(context, request, tenantId) with { Scope = TenantScope.OfMany([tenantId, TenantId.Platform]) };
        var (partnership, person, earlier, hasHadManager) = await database.QueryMultipleAsync(
            write,
            PartnershipRows.Sql +
            $"""
            select person_id, name, job_title, agency_id, email, version from person where tenant_id = 'platform' and person_id = @personId;
            select {AppointmentRows.Columns} from appointment
            where tenant_id = @partnershipId and person_id = @personId;
            select exists (select from appointment where tenant_id = @partnershipId and capacity = 'PartnershipManager');
            """,
            new { partnershipId = tenantId, personId },
            async results => (
                await PartnershipRows.ReadAsync(results),
                await results.ReadSingleOrDefaultAsync<Person>(),
                (await results.ReadAsync<Appointment>()).AsList(),
                await results.ReadSingleAsync<bool>()),
            context.CancellationToken);
        // Whoever runs the platform never puts people into a partnership that runs itself.
        var mustBeFirstManager = caller.ActingAs == Capacity.PlatformOperator && partnership is not null;
        if (mustBeFirstManager && (hasHadManager || request.Capacity != Capacity.PartnershipManager))
        {
            throw new Refused("A platform operator appoints a new partnership's first manager and nobody else there. Its manager appoints people; without one, a lead safeguarding partner appoints the next.");
        }

        // To a manager somebody of another partnership's agency does not exist.
        var visible = person is not null && (caller.ActingAs == Capacity.PlatformOperator || partnership?.HasPartner(person.AgencyId) == true);
        new RequestCheck().That(visible, "person_id", "Choose a registered person of one of the agencies here.").ThrowIfRefused();
        var appointment = Appointment.Make(
            Guid.CreateVersion7(), tenantId, person!, request.Capacity, startsOn, endsOn, time.Today(), partnership, earlier,
            request.BodyId.Length == 0 ? null : request.BodyId);
        return await database.SaveAsync(
            write,
            new AppointmentReply { AppointmentId = appointment.AppointmentId.ToString(), Version = appointment.Version },
            InsertAppointment,
            RowOf(appointment, mustBeFirstManager),
            [new Change(appointment.AppointmentId.ToString(), appointment.Version, appointment.ToEvent())],
            context.CancellationToken);
    }

    /// <summary>The parameters of <see cref="InsertAppointment"/>.</summary>
    private static object RowOf(Appointment appointment, bool mustBeFirstManager) => new
    {
        appointment.TenantId, appointment.AppointmentId, appointment.PersonId, appointment.AgencyId,
        Capacity = appointment.Capacity.ToString(), appointment.StartsOn, appointment.EndsOn, appointment.Version,
        appointment.BodyId,
        notBeside = Appointment.NotBeside(appointment.Capacity).Select(pair => pair.Other.ToString()).ToArray(),
        mustBeFirstManager,
    };

    /// <summary>A manager or lead partner appoints in their own partnership; a platform operator names the tenant.</summary>
    private static TenantId TenantToAppointIn(Caller caller, string named)
    {
        if (caller.ActingAs != Capacity.PlatformOperator)
        {
            return named.Length == 0 || named == caller.TenantId.Value ? caller.TenantId : throw new NotFound("partnership");
        }

        new RequestCheck().That(named.Length > 0, "tenant_id", "Name the partnership, the agency's workspace or the platform.").ThrowIfRefused();
        return new TenantId(named);
    }
}
