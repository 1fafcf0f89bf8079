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
    [Authorize(Policies.RunRegister)]
    public override async Task<PartnershipReply> ProvisionPartnership(ProvisionPartnershipRequest request, ServerCallContext context)
    {
        var check = new RequestCheck();
        var partnership = Partnership.Provision(request, check);
        // Its name is called so, as the partnership has one too.
        var manager = request.FirstManager is { } asked
            ? NewPerson.Read(asked, Caller.Of(context), idTokens, time.GetUtcNow(), check, nameField: "manager_name")
            : null;
        check.ThrowIfRefused();
        var tenantId = new TenantId(partnership.PartnershipId);
        var write = Write.For(context, request) with { Scope = TenantScope.OfMany([tenantId, TenantId.Platform]) };
        var arguments = new DynamicParameters(manager?.Lookup ?? new { email = "", issuer = "", subject = "" });
        arguments.AddDynamicParams(new
        {
            partnership.PartnershipId, partnership.Code, partnership.BodyIds,
            agencyIds = partnership.Agencies.Select(one => one.AgencyId).ToArray(),
        });
        var (taken, bodies, agencies, found) = await database.QueryMultipleAsync(
            write,
            """
            select name from partnership_name
            where tenant_id = 'platform' and (partnership_id = @partnershipId or code = @code) limit 1;
            select count(*) from body where tenant_id = 'platform' and body_id = any (@bodyIds);
            select agency_id, name, short_name, kind, part_of_agency_id, version from agency
            where tenant_id = 'platform' and agency_id = any (@agencyIds);

            """ + NewPerson.Select,
            arguments,
            async results => (
                await results.ReadSingleOrDefaultAsync<string>(),
                await results.ReadSingleAsync<long>(),
                (await results.ReadAsync<Agency>()).ToDictionary(agency => agency.AgencyId),
                (await results.ReadAsync<NewPerson.Found>()).AsList()),
            context.CancellationToken);
        if (taken is not null)
        {
            throw new Refused("A partnership with this id or code already exists.");
        }

        new RequestCheck()
            .That(bodies == partnership.BodyIds.Length, "body_ids", "Register these bodies first.")
            .That(manager is null || partnership.HasPartner(manager.Person.AgencyId), "agency_id", "Choose one of the partnership’s agencies.")
            .ThrowIfRefused();
        partnership.DemandAgencies(agencies);
        manager = manager?.Or(found);
        if (manager is not null)
        {
            Appointment.DemandSomebodyElse(write.Caller, manager.Person.PersonId);
        }

        var appointment = manager is null
            ? null
            : Appointment.Make(Guid.CreateVersion7(), tenantId, manager.Person, Capacity.PartnershipManager, null, null, time.Today(), partnership, []);
        var row = new DynamicParameters(new
        {
            partnership.PartnershipId, partnership.Code, partnership.Name, partnership.Area, partnership.BodyIds, partnership.Version,
            agencyIds = partnership.Agencies.Select(one => one.AgencyId).ToArray(),
            safeguarding = partnership.Agencies.Select(one => one.SafeguardingPartner).ToArray(),
        });
        row.AddDynamicParams(manager?.Row);
        row.AddDynamicParams(appointment is null ? null : AppointmentRows.RowOf(appointment, mustBeFirstManager: true));
        return await database.SaveAsync(
            write,
            new PartnershipReply { PartnershipId = partnership.PartnershipId, Version = partnership.Version },
            """
            with made as (
              insert into partnership_name (partnership_id, code, name) values (@partnershipId, @code, @name)
              on conflict do nothing returning 1)
            select require_changed(exists (select from made));
            insert into partnership (tenant_id, name, code, area, body_ids, version)
            values (@partnershipId, @name, @code, @area, @bodyIds, 1);
            insert into partner_agency (tenant_id, agency_id, safeguarding_partner)
            select @partnershipId, agency_id, safeguarding_partner from unnest(@agencyIds, @safeguarding) as one (agency_id, safeguarding_partner);

            """ + (appointment is null ? "" : NewPerson.Insert + AppointmentRows.Insert),
            row,
            [
                new Change(partnership.PartnershipId, partnership.Version, partnership.ToEvent()) { TenantId = tenantId },
                .. manager?.Changes ?? [],
                .. appointment is null ? [] : new[] { new Change(appointment.AppointmentId.ToString(), appointment.Version, appointment.ToEvent()) { TenantId = tenantId } },
            ],
            context.CancellationToken);
    }
}
