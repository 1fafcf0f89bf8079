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
    [Authorize(Policies.AppointNewPeople)]
    public override async Task<AppointmentReply> AppointNewPerson(AppointNewPersonRequest request, ServerCallContext context)
    {
        var tenantId = TenantOfNewPerson(Caller.Of(context), request.TenantId);
        var check = new RequestCheck();
        var startsOn = check.Date("starts_on", request.StartsOn, "The first day");
        var endsOn = check.Date("ends_on", request.EndsOn, "The last day");
        check.Known("capacity", request.Capacity, "a role");
        var asked = NewPerson.Read(request.Person ?? new(), Caller.Of(context), idTokens, time.GetUtcNow(), check);
        var write = Write.For(context, request, tenantId) with { Scope = TenantScope.OfMany([tenantId, TenantId.Platform]) };
        var arguments = new DynamicParameters(asked.Lookup);
        arguments.AddDynamicParams(new { partnershipId = tenantId.Value, tenantId, asked.Person.AgencyId });
        var (partnership, found, agencies, earlier, recovery) = await database.QueryMultipleAsync(
            write,
            PartnershipRows.Sql + NewPerson.Select +
            $"""
            select count(*) from agency where tenant_id = 'platform' and agency_id = @agencyId;
            select {AppointmentRows.Columns} from appointment
            where tenant_id = @partnershipId and person_id in (
              select person_id from person where tenant_id = 'platform' and (lower(email) = lower(@email) or person_id in (
                select person_id from identity where tenant_id = 'platform' and issuer = @issuer and subject = @subject)));
            {EndingRecovery.Select}
            """,
            arguments,
            async results => (
                await PartnershipRows.ReadAsync(results),
                (await results.ReadAsync<NewPerson.Found>()).AsList(),
                await results.ReadSingleAsync<long>(),
                (await results.ReadAsync<Appointment>()).AsList(),
                await EndingRecovery.ReadAsync(tenantId, results)),
            context.CancellationToken);
        if (partnership is null && tenantId.IsPartnership)
        {
            throw new NotFound("partnership");
        }

        // To a manager an agency that is no partner, or not the workspace's own, answers as one that nobody registered.
        new RequestCheck()
            .That(
                partnership?.HasPartner(asked.Person.AgencyId) ?? (agencies == 1 && tenantId.AgencyId == asked.Person.AgencyId),
                "agency_id", "Choose one of the agencies here.")
            .ThrowIfRefused();
        var person = asked.Or(found);
        Appointment.DemandSomebodyElse(Caller.Of(context), person.Person.PersonId);
        var appointment = Appointment.Make(
            Guid.CreateVersion7(), tenantId, person.Person, request.Capacity, startsOn, endsOn, time.Today(), partnership, earlier,
            request.BodyId.Length == 0 ? null : request.BodyId);
        var row = new DynamicParameters(AppointmentRows.RowOf(appointment, mustBeFirstManager: false));
        row.AddDynamicParams(person.Row);
        var now = time.GetUtcNow();
        var ending = recovery.With(appointment, now);
        row.AddDynamicParams(ending.Row);
        return await database.SaveAsync(
            write,
            new AppointmentReply { AppointmentId = appointment.AppointmentId.ToString(), Version = appointment.Version },
            NewPerson.Insert + AppointmentRows.Insert + ending.Sql,
            row,
            [.. person.Changes, new Change(appointment.AppointmentId.ToString(), appointment.Version, appointment.ToEvent()), .. ending.Changes(now)],
            context.CancellationToken);
    }

    /// <summary>A manager's own partnership or workspace; a platform operator names an agency's workspace, and puts nobody into a partnership.</summary>
    private static TenantId TenantOfNewPerson(Caller caller, string named)
    {
        if (caller.ActingAs != Capacity.PlatformOperator)
        {
            return named.Length == 0 || named == caller.TenantId.Value ? caller.TenantId : throw new NotFound("partnership");
        }

        return new TenantId(named).AgencyId is null
            ? throw new Forbidden("A platform operator invites people of an agency's workspace. A partnership's manager invites everybody there.")
            : new TenantId(named);
    }
}
