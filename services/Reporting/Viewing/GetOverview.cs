using Dapper;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Jtai.Access;
using Jtai.Actions.V1;
using Jtai.Field;
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
        var scope = RecordScope.InOwnPartnership(caller);
        var updating = await readYourWrites.IsMissingAsync(scope, request.AtLeast, context.CancellationToken);
        var today = clock.Today();
        var overview = new Overview
        {
            PartnershipId = caller.TenantId,
            PositionAt = Timestamp.FromDateTimeOffset(clock.GetUtcNow()),
            Updating = updating,
        };
        return await database.QueryMultipleAsync(
            scope,
            $"""
            select lead_id, lead_name, {Counted.Sums(1)}, count(*) filter (where {Narrowed.WithoutOwner})::int as without_owner,
              count(*) filter (where {Narrowed.WithoutUpdate})::int as without_update {ActionsOfTenant}
            group by lead_id, lead_name order by lead_name;

            select action_list.*, timeliness {ActionsOfTenant} and timeliness in ('Overdue', 'AtRisk')
            order by timeliness = 'Overdue' desc, due_on, {ReferenceSeries.InOrder} limit 10;

            select action_id, reference, title, change as kind, changed_by_name as by, changed_at as at {ActionsOfTenant}
            union all
            select action_id, reference, title, 'DueDateMoved', date_moved_by_name, date_moved_at {ActionsOfTenant}
              and change <> 'DueDateMoved' and date_moved_at is not null
            order by at desc, reference limit 10;

            {StatementDue.Select} and i.tenant_id = @TenantId
            """,
            new { caller.TenantId, today },
            async results =>
            {
                var byLead = (await results.ReadAsync<Counted>()).AsList();
                overview.Counts = Counted.Sum(byLead).ToProto();
                overview.WithoutOwner = byLead.Sum(lead => lead.WithoutOwner);
                overview.WithoutUpdate = byLead.Sum(lead => lead.WithoutUpdate);
                overview.ByAgency.AddRange(byLead.Select(lead =>
                    new AgencyCounts { LeadId = lead.LeadId, LeadName = lead.LeadName, Counts = lead.ToProto() }));
                overview.Exceptions.AddRange((await results.ReadAsync<ActionListRow>()).Select(row => row.ToProto(today)));
                overview.LatestChanges.AddRange((await results.ReadAsync<Changed>()).Select(row => row.ToProto()));
                var statements = StatementsDue.Of(await results.ReadAsync<StatementDue>(), today);
                overview.StatementDueOn = statements.DueOn.ToIso();
                overview.StatementDueInWorkingDays = statements.DueOn is { } due ? WorkingDays.Between(today, due) : 0;
                overview.StatementSentOn = statements.SentOn.ToIso();
                overview.StatementsOverdue.AddRange(statements.Overdue.Select(overdue => overdue.ToIso()));
                overview.StatementsUnsent.AddRange(statements.Unsent.Select(unsent => unsent.ToProto(today)));
                return overview;
            },
            context.CancellationToken);
    }

    // The tenant is named for the sake of the index; whose rows are seen is the policies' business.
    private const string ActionsOfTenant =
        """
        from action_list cross join timeliness_on(timeliness_by_stage, due_soon_from, due_on, @today) as timeliness
        where tenant_id = @TenantId
        """;

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
