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
        Appointment.DemandSomebodyElse(caller, personId);
        // Two keys would be one, could whoever holds the first make the second.
        if (tenantId == TenantId.Platform && !caller.IsClient)
        {
            throw new Refused("Platform operators are appointed by the API client that the platform's settings name, and not by one another.");
        }

        if (caller.ActingAs == Capacity.LeadSafeguardingPartner && request.Capacity != Capacity.PartnershipManager)
        {
            throw new Refused(tenantId.IsPartnership
                ? "A lead safeguarding partner appoints the partnership's manager, who appoints everybody else."
                : "A lead safeguarding partner appoints the manager of the workspace, who appoints everybody else.");
        }

        // The appointment is the tenant's; where the person works is the platform's to know, for signing in.
        var write = Write.For(context, request, tenantId) with { Scope = TenantScope.OfMany([tenantId, TenantId.Platform]) };
        var (partnership, person, earlier, hasHadManager, recovery) = await database.QueryMultipleAsync(
            write,
            PartnershipRows.Sql +
            $"""
            select person_id, name, job_title, agency_id, email, version from person where tenant_id = 'platform' and person_id = @personId;
            select {AppointmentRows.Columns} from appointment
            where tenant_id = @partnershipId and person_id = @personId;
            select exists (select from appointment where tenant_id = @partnershipId and capacity = 'PartnershipManager');
            {EndingRecovery.Select}
            """,
            new { partnershipId = tenantId, tenantId, personId },
            async results => (
                await PartnershipRows.ReadAsync(results),
                await results.ReadSingleOrDefaultAsync<Person>(),
                (await results.ReadAsync<Appointment>()).AsList(),
                await results.ReadSingleAsync<bool>(),
                await EndingRecovery.ReadAsync(tenantId, results)),
            context.CancellationToken);
        // Whoever runs the platform never puts people into a partnership that runs itself.
        var mustBeFirstManager = caller.ActingAs == Capacity.PlatformOperator && partnership is not null;
        if (mustBeFirstManager && (hasHadManager || request.Capacity != Capacity.PartnershipManager))
        {
            throw new Refused("A platform operator appoints a new partnership's first manager and nobody else there. Its manager appoints people; without one, a lead safeguarding partner appoints the next.");
        }

        // To a manager somebody of another partnership's agency does not exist; to a workspace's, nobody but the agency's own people.
        var visible = person is not null
            && (caller.ActingAs == Capacity.PlatformOperator || (partnership?.HasPartner(person.AgencyId) ?? tenantId.AgencyId == person.AgencyId));
        new RequestCheck().That(visible, "person_id", "Choose a registered person of one of the agencies here.").ThrowIfRefused();
        var appointment = Appointment.Make(
            Guid.CreateVersion7(), tenantId, person!, request.Capacity, startsOn, endsOn, time.Today(), partnership, earlier,
            request.BodyId.Length == 0 ? null : request.BodyId);
        var now = time.GetUtcNow();
        var ending = recovery.With(appointment, now);
        var row = new DynamicParameters(AppointmentRows.RowOf(appointment, mustBeFirstManager));
        row.AddDynamicParams(ending.Row);
        return await database.SaveAsync(
            write,
            new AppointmentReply { AppointmentId = appointment.AppointmentId.ToString(), Version = appointment.Version },
            AppointmentRows.Insert + ending.Sql,
            row,
            [new Change(appointment.AppointmentId.ToString(), appointment.Version, appointment.ToEvent()), .. ending.Changes(now)],
            context.CancellationToken);
    }

    /// <summary>A manager or lead partner appoints in their own partnership or workspace; a platform operator names the tenant.</summary>
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
