using Dapper;
using Grpc.Core;
using Jtai.Access;
using Jtai.Actions.V1;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Inspections.V1;
using Jtai.Reporting.LookingAcross;
using Jtai.Reporting.V1;
using Microsoft.AspNetCore.Authorization;
using Action = Jtai.Actions.V1.Action;

namespace Jtai.Reporting;

public sealed partial class ReportingGrpc
{
    [Authorize(Policies.LookAcrossPartnerships)]
    public override async Task<SharedAction> GetSharedAction(GetSharedActionRequest request, ServerCallContext context)
    {
        Grants.RequireConfirmed(partners, request.PartnershipId);
        var caller = Caller.Of(context);
        var today = clock.Today();
        var actionId = Guid.TryParse(request.ActionId, out var id) ? id : throw new NotFound("action");
        var (shared, row, records) = await database.QueryMultipleAsync(
            RecordScope.AcrossPartnerships(caller),
            Grants.SetLevels + Grants.Partnerships +
            """
            select action_list.*, timeliness_on(timeliness_by_stage, due_soon_from, due_on, next_milestone_due_on, @today) as timeliness,
              @agency = any (agency_ids) as own_agency
            from action_list where tenant_id = @partnership and action_id = @actionId;

            select kind, state from record
            where tenant_id = @partnership and kind in ('action', 'update') and action_ids @> array[@actionId]
            union all
            select kind, state from record
            where tenant_id = @partnership and kind = 'finding' and id = any (
              select unnest(finding_ids) from listed_action where tenant_id = @partnership and action_id = @actionId)
            """,
            Grants.ParametersOf(caller, today, request.PartnershipId, actionId),
            async results =>
            {
                await results.ReadAsync();
                return (await results.ReadSingleOrDefaultAsync<PartnershipAcross>(),
                    await results.ReadSingleOrDefaultAsync<ActionListRow>(),
                    (await results.ReadAsync<(string Kind, byte[] State)>()).ToLookup(record => record.Kind, record => record.State));
            },
            context.CancellationToken);
        var partnership = RequireOwnActions(shared);
        if (row is null || records[Records.Action].Select(Action.Parser.ParseFrom).SingleOrDefault() is not { } action)
        {
            throw new NotFound("action");
        }

        await sharingLog.RecordOpenedAsync(
            caller, $"Action {row.Reference}", (partnership.TenantId, partnership.Level), context.CancellationToken);
        return new SharedAction
        {
            PartnershipId = partnership.TenantId,
            PartnershipName = partnership.Name,
            Level = partnership.Level,
            Row = row.ToProto(today),
            Description = action.Description,
            OutcomeSought = action.OutcomeSought,
            SuccessMeasure = action.SuccessMeasure,
            Updates =
            {
                records[Records.Update].Select(Update.Parser.ParseFrom)
                    .OrderByDescending(update => update.At.ToDateTimeOffset()).ThenByDescending(update => update.UpdateId, StringComparer.Ordinal),
            },
            Findings =
            {
                records[Records.Finding].Select(Finding.Parser.ParseFrom)
                    .OrderBy(finding => finding.Reference, ReferenceSeries.ByNumber)
                    .Select(finding => new SharedFinding
                    {
                        FindingId = finding.FindingId,
                        Reference = finding.Reference,
                        Text = finding.Text,
                        Quote = finding.Quote,
                        Withdrawn = finding.WithdrawnBecause.Length > 0,
                    }),
            },
        };
    }
}
