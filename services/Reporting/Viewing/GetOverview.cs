using Dapper;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Jtai.Access;
using Jtai.Actions.V1;
using Jtai.Field;
using Jtai.Letters;
using Jtai.Reporting.V1;
using Microsoft.AspNetCore.Authorization;
using Enum = System.Enum;

namespace Jtai.Reporting;

public sealed partial class ReportingGrpc
{
    [Authorize(Policies.ReadOwnPartnership)]
    public override async Task<Overview> GetOverview(GetOverviewRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context);
        var scope = Reader.InOwnPartnership(caller);
        var updating = await atLeastVersion.IsMissingAsync(scope, request.AtLeast, context.CancellationToken);
        var today = clock.Today();
        var overview = new Overview
        {
            PartnershipId = caller.Tenant,
            PositionAt = Timestamp.FromDateTimeOffset(clock.GetUtcNow()),
            Updating = updating,
        };
        return await database.QueryMultipleAsync(
            scope,
            """
            select lead_id, lead_name, count(*) as actions,
              count(*) filter (where counted = 'complete') as complete, count(*) filter (where counted = 'awaiting') as awaiting,
              count(*) filter (where counted = 'overdue') as overdue, count(*) filter (where counted = 'at_risk') as at_risk,
              count(*) filter (where counted = 'on_track') as on_track, count(*) filter (where counted = 'closed') as closed,
              count(*) filter (where is_due_soon(delivery, due_on, @today)) as due_soon
            from action_row cross join lateral count_as(delivery, due_on, date_achievable, @today) as counted
            group by lead_id, lead_name order by lead_name;

            select action_row.*, timeliness(delivery, due_on, date_achievable, @today) as timeliness
            from action_row
            where count_as(delivery, due_on, date_achievable, @today) in ('overdue', 'at_risk')
            order by count_as(delivery, due_on, date_achievable, @today) = 'overdue' desc, due_on, reference limit 10;

            select action_id, reference, title, change as kind, changed_by_name as by, changed_at as at
            from action_row order by changed_at desc, reference limit 10;

            select min(statement_due_on) from inspection where statement_due_on >= @today
            """,
            new { today },
            async results =>
            {
                var byLead = (await results.ReadAsync<Counted>()).AsList();
                overview.Counts = Counted.Sum(byLead).ToProto();
                overview.ByAgency.AddRange(byLead.Select(lead =>
                    new AgencyCounts { LeadId = lead.LeadId, LeadName = lead.LeadName, Counts = lead.ToProto() }));
                overview.Exceptions.AddRange((await results.ReadAsync<ListedAction>()).Select(row => row.ToProto(today)));
                overview.LatestChanges.AddRange((await results.ReadAsync<Changed>()).Select(row => row.ToProto()));
                if (await results.ReadSingleAsync<DateOnly?>() is { } due)
                {
                    overview.StatementDueOn = due.ToIso();
                    overview.StatementDueInWorkingDays = WorkingDays.Between(today, due);
                }

                return overview;
            },
            context.CancellationToken);
    }

    private sealed record Changed(Guid ActionId, string Reference, string Title, string Kind, string By, DateTimeOffset At)
    {
        public LatestChange ToProto() => new()
        {
            ActionId = ActionId.ToString(),
            Reference = Reference,
            Title = Title,
            Kind = Enum.Parse<ActionChangeKind>(Kind),
            By = By,
            At = Timestamp.FromDateTimeOffset(At),
        };
    }
}
