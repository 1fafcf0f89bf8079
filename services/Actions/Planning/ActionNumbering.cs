using Google.Protobuf.WellKnownTypes;
using Jtai.Access;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Store;

namespace Jtai.Actions;

/// <summary>
/// Gives the actions of a plan their references once its inspection is published: before that a number would tell others how
/// much there is that they do not see. Withdrawn drafts get none.
/// </summary>
public sealed class ActionNumbering(Database database, TimeProvider clock, ILogger<ActionNumbering> logger) : JobRunner(database, logger)
{
    public const string Numbering = "action-numbering";
    private const int MostRaces = 10;

    private readonly Database database = database;

    protected override string Kind => Numbering;

    protected override TimeSpan TimeLimit => TimeSpan.FromSeconds(20);

    protected override Task<IReadOnlyList<TenantId>> TenantsAsync(CancellationToken ct) =>
        database.QueryAsync<TenantId>(TenantScope.OfMany([]), "select partnership_id from known_partnership", null, ct);

    protected override async Task RunAsync(Job job, CancellationToken ct)
    {
        // People go on working on the plan meanwhile.
        for (var race = 1; ; race++)
        {
            try
            {
                await NumberAsync(job, ct);
                return;
            }
            catch (RaceLost) when (race < MostRaces)
            {
            }
        }
    }

    // It is wanted for as long as there are drafts, so it is never given up.
    protected override Task GiveUpAsync(Job job, CancellationToken ct) => database.ExecuteAsync(
        TenantScope.Of(job.TenantId),
        "update job set tries = 0 where tenant_id = @TenantId and kind = @Kind and job_id = @JobId and tries = @Tries",
        job,
        ct);

    private async Task NumberAsync(Job job, CancellationToken ct)
    {
        var service = new Caller(TokenClaims.ServicePrefix + "actions", job.TenantId, null, false, [], Capacity.Unspecified);
        var write = Write.OnBehalfOf(job.TenantId, service, Numbering);
        var now = clock.NowAsStored();
        var year = now.DateInLondon().Year;
        var (code, newest, drafts, lastUpdates) = await database.QueryMultipleAsync(
            write,
            """
            select code from partnership where tenant_id = @TenantId;
            select newest from reference_counter where tenant_id = @TenantId and year = @year;
            select * from action
            where tenant_id = @TenantId and inspection_id = @JobId and reference = '' and withdrawn_because = '' order by draft;
            select distinct on (action_id) action_update.* from action_update join action using (tenant_id, action_id)
            where tenant_id = @TenantId and inspection_id = @JobId and reference = '' order by action_id, action_version desc
            """,
            new { job.TenantId, job.JobId, year },
            async results => (
                await results.ReadSingleAsync<string>(),
                await results.ReadSingleOrDefaultAsync<int>(),
                (await results.ReadAsync<Action>()).ToArray(),
                (await results.ReadAsync<ActionUpdate>()).ToDictionary(update => update.ActionId)),
            ct);
        var series = new ReferenceSeries(code, year, ReferenceSeries.Actions, newest);
        var actions = drafts.Select((draft, nth) => draft.Numbered(series.Next(nth))).ToArray();
        await database.SaveAsync(
            write,
            new Empty(),
            """
            select end_job(@TenantId, @Kind, @JobId, @Tries);
            with counted as (
              insert into reference_counter as counter (tenant_id, year, newest) select @TenantId, @year, @newest + cardinality(@ids)
              on conflict (tenant_id, year) do update set newest = excluded.newest where counter.newest = @newest
              returning 1),
            numbered as (
              update action set reference = given.reference, version = given.version
              from unnest(@ids, @references, @versions) as given (action_id, reference, version)
              where action.tenant_id = @TenantId and action.action_id = given.action_id and action.version = given.version - 1
              returning 1)
            select require_changed(exists (select from counted) and (select count(*) from numbered) = cardinality(@ids))
            """ + RecordedChange.Insert,
            new
            {
                job.TenantId,
                job.Kind,
                job.JobId,
                job.Tries,
                year,
                newest,
                ids = actions.Select(action => action.ActionId).ToArray(),
                references = actions.Select(action => action.Reference).ToArray(),
                versions = actions.Select(action => action.Version).ToArray(),
                Changes = RecordedChange.ToJson(drafts.Zip(actions, (before, after) => RecordedChange.Of(
                    after,
                    V1.ActionChangeKind.Numbered,
                    FieldChanges.Between(before.ToProto(null), after.ToProto(null), "reference"),
                    reason: "",
                    service,
                    now))),
            },
            [
                .. actions.Select(action => action.Changed(
                    V1.ActionChangeKind.Numbered, service, lastUpdates.GetValueOrDefault(action.ActionId))),
            ],
            ct);
    }
}
