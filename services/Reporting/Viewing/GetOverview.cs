using Dapper;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Jtai.Access;
using Jtai.Actions.V1;
using Jtai.Field;
using Jtai.Partners.V1;
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
            select {Counted.Sums(1)}, count(*) filter (where {Narrowed.WithoutOwner})::int as without_owner,
              count(*) filter (where {Narrowed.WithoutUpdate})::int as without_update,
              count(*) filter (where {Narrowed.ChangedLately})::int as changed_lately, due_soon_days_of(@TenantId) as due_soon_days
            {ActionsOfTenant};

            select counted.*, coalesce(agency.name, body.name, lead_id) as lead_name
            from (
              select one_lead as lead_id, {Counted.Sums(1)} {ActionsOfEachLead} group by one_lead) as counted
            left join agency on agency.tenant_id = 'platform' and agency.agency_id = lead_id
            left join body on body.tenant_id = 'platform' and body.body_id = lead_id
            order by lead_name;

            select action_list.*, timeliness {ActionsOfTenant} and timeliness in ('Overdue', 'AtRisk')
            order by timeliness = 'Overdue' desc, due_on, {ReferenceSeries.InOrder} limit 10;

            select action_id, reference, title, change as kind, changed_by_name as by, changed_at as at {ActionsOfTenant}
            union all
            select action_id, reference, title, 'DueDateMoved', date_moved_by_name, date_moved_at {ActionsOfTenant}
              and change <> 'DueDateMoved' and date_moved_at is not null
            order by at desc, reference limit 10;

            {StatementDue.Select} and i.tenant_id = @TenantId;

            {StandingStatement.Select} and s.tenant_id = @TenantId;

            {OwedRow.Select};

            {Proven.Select} from action_list where tenant_id = @TenantId;

            select {StatusFacts.Sql} as facts, count(*)::int as actions {ActionsOfTenant} group by 1
            """,
            new { caller.TenantId, today, agency = caller.AgencyId, manages = caller.Has(Capacity.PartnershipManager) },
            async results =>
            {
                var counted = await results.ReadSingleAsync<Counted>();
                overview.Counts = counted.ToProto();
                (overview.WithoutOwner, overview.WithoutUpdate, overview.ChangedLately, overview.DueSoonDays) =
                    (counted.WithoutOwner, counted.WithoutUpdate, counted.ChangedLately, counted.DueSoonDays);
                overview.ByAgency.AddRange((await results.ReadAsync<Counted>()).Select(lead =>
                    new AgencyCounts { LeadId = lead.LeadId, LeadName = lead.LeadName, Counts = lead.ToProto() }));
                overview.Exceptions.AddRange((await results.ReadAsync<ActionListRow>()).Select(row => row.ToProto(today)));
                overview.LatestChanges.AddRange((await results.ReadAsync<Changed>()).Select(row => row.ToProto()));
                var statements = StatementsDue.Of(await results.ReadAsync<StatementDue>(), today);
                overview.StatementDueOn = statements.DueOn.ToIso();
                overview.StatementDueInWorkingDays = statements.DueOn is { } due ? WorkingDays.Between(today, due) : 0;
                overview.StatementSentOn = statements.SentOn.ToIso();
                overview.StatementsOverdue.AddRange(statements.Overdue.Select(overdue => overdue.ToIso()));
                overview.StatementsUnsent.AddRange(statements.Unsent.Select(unsent => unsent.ToProto(today)));
                overview.Statements.AddRange(StandingStatement.ToProtos(
                    await results.ReadAsync<StandingStatement>(), today, RecordScope.LevelInOwnPartnership(caller), caller.Has(PlanVisibility.WholePlan)));
                var owed = (await results.ReadAsync<OwedRow>()).ToList();
                overview.Owed.AddRange(owed.Select(row => row.ToProto(today)));
                overview.OwedTotal = owed.Count > 0 ? (int)owed[0].Total : 0;
                overview.Proven = (await results.ReadSingleAsync<Proven>()).ToProto();
                overview.StatusCases.AddRange((await results.ReadAsync<(string Facts, int Actions)>())
                    .GroupBy(row => StatusFacts.CaseOf(row.Facts), row => row.Actions)
                    .OrderBy(cases => cases.Key)
                    .Select(cases => new StatusCaseCount { Case = cases.Key, Actions = cases.Sum() }));
                return overview;
            },
            context.CancellationToken);
    }

    // The tenant is named for the sake of the index; whose rows are seen is the policies' business.
    private const string ActionsOfTenant =
        """
        from action_list cross join timeliness_on(timeliness_by_stage, due_soon_from, due_on, next_milestone_due_on, @today) as timeliness
        where tenant_id = @TenantId
        """;

    // One row for each of its leads.
    private const string ActionsOfEachLead =
        """
        from action_list cross join timeliness_on(timeliness_by_stage, due_soon_from, due_on, next_milestone_due_on, @today) as timeliness
        cross join unnest(array_prepend(lead_id, joint_lead_ids)) as one_lead
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
