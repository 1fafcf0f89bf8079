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
    public override async Task<TenantReply> ProposeRecovery(ProposeRecoveryRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context);
        var tenantId = TenantOf(caller, request.TenantId);
        var (now, today) = (time.GetUtcNow(), time.Today());
        var asked = NewPerson.Read(request.Person ?? new(), caller, idTokens, now);
        var write = WriteFor(context, request, tenantId);
        var arguments = new DynamicParameters(asked.Lookup);
        arguments.AddDynamicParams(new { tenantId, partnershipId = tenantId, today });
        var (partnership, hasManager, standing, earlier, found) = await database.QueryMultipleAsync(
            write,
            PartnershipRows.Sql + HasManager + TenantStanding.Select + ";" + Recovery.Select + ";" + NewPerson.Select,
            arguments,
            async results => (
                await PartnershipRows.ReadAsync(results) ?? throw new NotFound("tenant"),
                await results.ReadSingleAsync<bool>(),
                await results.ReadSingleOrDefaultAsync<TenantStanding>(),
                await results.ReadSingleOrDefaultAsync<Recovery>(),
                (await results.ReadAsync<NewPerson.Found>()).AsList()),
            context.CancellationToken);
        standing?.DemandNotSuspended();
        new RequestCheck()
            .That(partnership.HasPartner(asked.Person.AgencyId), "agency_id", "Choose one of the partnership’s agencies.")
            .ThrowIfRefused();
        var person = asked.Or(found);
        var recovery = Recovery.Propose(tenantId, person.Person.PersonId, caller.PersonId, now, earlier, hasManager);
        var row = new DynamicParameters(person.Row);
        row.AddDynamicParams(recovery);
        return await database.SaveAsync(
            write,
            new TenantReply { TenantId = tenantId, Version = recovery.Version },
            NewPerson.Insert +
            """
            -- Whatever would end it meanwhile queues here too.
            select pg_advisory_xact_lock(hashtextextended(@PartnershipId, 0));
            with saved as (
              insert into recovery (partnership_id, person_id, proposed_at, proposed_by, version)
              select @PartnershipId, @PersonId, @ProposedAt, @ProposedBy, @Version
              where not exists (
                select from tenant_standing where tenant_id = 'platform' and of_tenant = @PartnershipId and suspended_at is not null)
              on conflict (tenant_id, partnership_id) do update set
                person_id = excluded.person_id, proposed_at = excluded.proposed_at, proposed_by = excluded.proposed_by,
                appointment_id = null, takes_effect_on = null, refused_at = null, refused_reason = '', ended_by = 'Unspecified',
                version = excluded.version
              where recovery.version = excluded.version - 1
              returning 1)
            select require_changed(exists (select from saved));
            """,
            row,
            [.. person.Changes, .. recovery.Changed(now)],
            context.CancellationToken);
    }
}
