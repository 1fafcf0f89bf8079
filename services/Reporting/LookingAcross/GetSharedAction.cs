using Dapper;
using Grpc.Core;
using Jtai.Access;
using Jtai.Actions.V1;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Reporting.LookingAcross;
using Jtai.Reporting.V1;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Reporting;

public sealed partial class ReportingGrpc
{
    [Authorize(Policies.LookAcrossPartnerships)]
    public override async Task<SharedAction> GetSharedAction(GetSharedActionRequest request, ServerCallContext context)
    {
        Grants.RequireConfirmed(partners);
        var caller = Caller.Of(context);
        var today = clock.Today();
        var actionId = Guid.TryParse(request.ActionId, out var id) ? id : throw new NotFound("action");
        var (shared, row, words, updates, findings) = await database.QueryMultipleAsync(
            Reader.AcrossPartnerships(caller),
            Grants.SetLevels +
            """
            select g.tenant_id, partnership.name, effective_level(g.level, g.ends_on, @today) as level, g.ends_on
            from sharing_grant g join partnership on partnership.tenant_id = g.tenant_id
            where g.tenant_id = @partnership and g.agency_id = @agency and g.state = 'Agreed' and g.capacities && @capacities;

            select action_row.*, timeliness(delivery, due_on, date_achievable, @today) as timeliness
            from action_row where tenant_id = @partnership and action_id = @actionId;

            select description, outcome_sought, success_measure
            from visible_action where tenant_id = @partnership and action_id = @actionId;

            select state from visible_update where tenant_id = @partnership and action_id = @actionId order by at desc, update_id desc;

            select finding_id, reference, text from finding
            where tenant_id = @partnership and finding_id = any (
              select unnest(finding_ids) from visible_action where tenant_id = @partnership and action_id = @actionId)
            order by reference
            """,
            Grants.ParametersOf(caller, today, request.PartnershipId, actionId),
            async results =>
            {
                await results.ReadAsync();
                return (await results.ReadSingleOrDefaultAsync<PartnershipAcross>(),
                    await results.ReadSingleOrDefaultAsync<ListedAction>(),
                    await results.ReadSingleOrDefaultAsync<Words>(),
                    (await results.ReadAsync<byte[]>()).AsList(),
                    (await results.ReadAsync<AnsweredFinding>()).AsList());
            },
            context.CancellationToken);
        var grant = RequireOwnActions(shared);
        if (row is null || words is null)
        {
            throw new NotFound("action");
        }

        await sharingLog.RecordOpenedAsync(
            caller, $"Action {row.Reference}", (grant.TenantId, (SharingLevel)grant.Level), context.CancellationToken);
        return new SharedAction
        {
            PartnershipId = grant.TenantId,
            PartnershipName = grant.Name,
            Level = (SharingLevel)grant.Level,
            Row = row.ToProto(today),
            Description = words.Description,
            OutcomeSought = words.OutcomeSought,
            SuccessMeasure = words.SuccessMeasure,
            Updates = { updates.Select(Update.Parser.ParseFrom) },
            Findings = { findings.Select(finding => finding.ToProto()) },
        };
    }

    private sealed record Words(string Description, string OutcomeSought, string SuccessMeasure);

    private sealed record AnsweredFinding(Guid FindingId, string Reference, string Text)
    {
        public SharedFinding ToProto() => new() { FindingId = FindingId.ToString(), Reference = Reference, Text = Text };
    }
}
