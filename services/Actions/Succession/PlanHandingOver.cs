using Google.Protobuf.WellKnownTypes;
using Jtai.Access;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Store;

namespace Jtai.Actions;

/// <summary>
/// Takes a plan that was handed over into each successor's tenant: first itself with its themes, causes and responses, then action
/// by action. It reads in the predecessor's scope and writes in the successor's, so that no statement sees both; what stands there
/// already is left, so that it may be begun again.
/// </summary>
public sealed class PlanHandingOver(Database database, TimeProvider clock, ILogger<PlanHandingOver> logger) : JobRunner(database, logger)
{
    public const string Name = "plan-handing-over";

    private readonly Database database = database;

    protected override string Kind => Name;

    // What is copied by then stays, and the next try goes on from there.
    protected override TimeSpan TimeLimit => TimeSpan.FromSeconds(30);

    protected override Task<IReadOnlyList<TenantId>> TenantsAsync(CancellationToken ct) =>
        database.QueryAsync<TenantId>(TenantScope.OfMany([]), "select partnership_id from known_partnership", null, ct);

    protected override async Task RunAsync(Job job, CancellationToken ct)
    {
        var plan = await LeavingPlan.ReadAsync(database, job.TenantId, job.JobId, ct);
        foreach (var successor in plan.Waiting)
        {
            await HandOverAsync(plan, job.TenantId, new TenantId(successor), ct);
        }

        await database.ExecuteAsync(
            TenantScope.Of(job.TenantId), "select end_job(@TenantId, @Kind, @JobId, @Tries)", job, ct);
    }

    // The successors go without their plan until it is done, so it is never given up.
    protected override Task GiveUpAsync(Job job, CancellationToken ct) => database.ExecuteAsync(
        TenantScope.Of(job.TenantId),
        "update job set tries = 0 where tenant_id = @TenantId and kind = @Kind and job_id = @JobId and tries = @Tries",
        job,
        ct);

    private async Task HandOverAsync(LeavingPlan leaving, TenantId from, TenantId to, CancellationToken ct)
    {
        var now = clock.NowAsStored();
        var service = new Caller(TokenClaims.ServicePrefix + "actions", to, null, false, [], Capacity.Unspecified);
        var write = Write.OnBehalfOf(to, service, Name);
        var (plan, there, appointed) = await database.QueryMultipleAsync(
            write.Scope,
            """
            select * from action_plan where tenant_id = @to and plan_id = @PlanId;
            select action_id from action where tenant_id = @to and plan_id = @PlanId;
            select distinct person_id from appointment
            where tenant_id = @to and starts_on <= @today and (ends_on is null or ends_on >= @today)
            """,
            new { to, leaving.Plan.PlanId, today = now.DateInLondon() },
            async results => (
                await results.ReadSingleOrDefaultAsync<ActionPlan>(),
                (await results.ReadAsync<Guid>()).ToHashSet(),
                (await results.ReadAsync<Guid>()).ToHashSet()),
            ct);
        var coming = leaving.Actions.Where(action => action.AllottedTo.Contains(to.Value)).ToArray();
        var origin = new V1.FieldChange { Field = "taken_over.from_name", To = leaving.FromName };
        if (plan is null)
        {
            plan = leaving.Plan.ArrivedWith(coming.Length, leaving.TakenOver);
            var change = RecordedChange.Of(plan, [origin], reason: "", service, now);
            await database.SaveAsync(
                write, new Empty(), LeavingPlan.Insert, leaving.ToParameters(to, plan, change), leaving.Changes(plan), ct);
        }

        // Two halves of a split that merge again: the plan came with the one, and the other adds to it.
        var grows = Columns.FromJson<TakenOver>(plan.TakenOver)?.FromPartnershipId != from.Value;

        var ids = coming.Select(action => action.ActionId).ToHashSet();
        foreach (var before in coming.Where(action => !there.Contains(action.ActionId)))
        {
            var leavingAction = await LeavingAction.ReadAsync(database, from, before, ct);
            var arrived = before.ArrivedIn(leaving.TakenOver, leaving.FromName, appointed, leaving.References, ids);
            var change = RecordedChange.Of(
                arrived, V1.ActionChangeKind.TakenOver, [origin, .. leavingAction.WhatChanges(arrived)], reason: "", service, now);
            plan = grows ? plan.WithOneMoreAction() : plan;
            await database.SaveAsync(
                write,
                new Empty(),
                LeavingAction.Insert + (grows ? ActionPlan.Update : ""),
                leavingAction.ToParameters(to, arrived, plan, change),
                [.. leavingAction.Changes(arrived, service), .. grows ? [plan.Changed(leaving.Inspection)] : Array.Empty<Change>()],
                ct);
        }

        await database.ExecuteAsync(
            TenantScope.Of(from),
            "update plan_hand_over set copied_at = @now where tenant_id = @from and plan_id = @PlanId and to_partnership_id = @to",
            new { from, leaving.Plan.PlanId, to, now },
            ct);
    }
}
