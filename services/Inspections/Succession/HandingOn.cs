using Google.Protobuf.WellKnownTypes;
using Jtai.Access;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Store;

namespace Jtai.Inspections;

/// <summary>
/// From the day of a succession on, copies each published inspection of the predecessor into each successor's tenant: what is
/// public by law is not chosen. It reads in the one tenant's scope and writes in the other's, so that no statement sees both. What
/// is published later follows then; what stands there already is left, so that it may be begun again.
/// </summary>
public sealed class HandingOn(Database database, TimeProvider clock, ILogger<HandingOn> logger) : JobRunner(database, logger)
{
    public const string Name = "inspections-handing-on";

    private readonly Database database = database;

    protected override string Kind => Name;

    protected override TimeSpan TimeLimit => TimeSpan.FromSeconds(60);

    protected override async Task<IReadOnlyList<TenantId>> TenantsAsync(CancellationToken ct)
    {
        var known = await database.QueryAsync<TenantId>(TenantScope.OfMany([]), "select partnership_id from partnership", null, ct);
        await database.ExecuteAsync(
            TenantScope.OfMany(known),
            """
            insert into job (tenant_id, kind, job_id)
            select succession.tenant_id, @Kind, succession_id from succession
            where takes_effect_on <= @today and exists (
              select from inspection cross join unnest(to_partnership_ids) as successor (id)
              where inspection.tenant_id = succession.tenant_id and phase = 5 and withdrawn_because = '' and not exists (
                select from handed_on
                where handed_on.tenant_id = inspection.tenant_id and handed_on.inspection_id = inspection.inspection_id
                  and to_partnership_id = successor.id))
            on conflict do nothing
            """,
            new { Kind, today = clock.Today() },
            ct);
        return known;
    }

    protected override async Task RunAsync(Job job, CancellationToken ct)
    {
        foreach (var next in await NextAsync(job, ct))
        {
            await HandOnAsync(job.TenantId, next, ct);
        }

        await database.ExecuteAsync(
            TenantScope.Of(job.TenantId), "select end_job(@TenantId, @Kind, @JobId, @Tries)", job, ct);
    }

    // It is wanted for as long as something is not handed on, so it is never given up.
    protected override Task GiveUpAsync(Job job, CancellationToken ct) => database.ExecuteAsync(
        TenantScope.Of(job.TenantId),
        "update job set tries = 0 where tenant_id = @TenantId and kind = @Kind and job_id = @JobId and tries = @Tries",
        job,
        ct);

    private Task<IReadOnlyList<Next>> NextAsync(Job job, CancellationToken ct) => database.QueryAsync<Next>(
        TenantScope.Of(job.TenantId),
        """
        select inspection_id, successor.id as to_partnership_id, succession_id, from_name, takes_effect_on
        from succession cross join unnest(to_partnership_ids) as successor (id) cross join inspection
        where succession.tenant_id = @TenantId and succession_id = @JobId and takes_effect_on <= @today
          and inspection.tenant_id = @TenantId and phase = 5 and withdrawn_because = '' and not exists (
            select from handed_on
            where handed_on.tenant_id = @TenantId and handed_on.inspection_id = inspection.inspection_id
              and handed_on.to_partnership_id = successor.id)
        order by inspection_id, successor.id
        """,
        new { job.TenantId, job.JobId, today = clock.Today() },
        ct);

    private async Task HandOnAsync(TenantId from, Next next, CancellationToken ct)
    {
        var to = new TenantId(next.ToPartnershipId);
        var stands = await database.QuerySingleOrDefaultAsync<bool>(
            TenantScope.Of(to),
            "select exists (select from inspection where tenant_id = @to and inspection_id = @InspectionId)",
            new { to, next.InspectionId },
            ct);
        if (!stands)
        {
            var published = await PublishedInspection.ReadAsync(database, from, next.InspectionId, ct);
            var service = new Caller(TokenClaims.ServicePrefix + "inspections", to, null, false, [], Capacity.Unspecified);
            await database.SaveAsync(
                Write.OnBehalfOf(to, service, Name),
                new Empty(),
                PublishedInspection.Insert,
                published.ToParameters(to, next.TakenOver(from)),
                published.Changes(next.TakenOver(from)),
                ct);
        }

        await database.ExecuteAsync(
            TenantScope.Of(from),
            """
            insert into handed_on (tenant_id, inspection_id, to_partnership_id, handed_on_at)
            values (@from, @InspectionId, @ToPartnershipId, @now) on conflict do nothing
            """,
            new { from, next.InspectionId, next.ToPartnershipId, now = clock.GetUtcNow() },
            ct);
    }

    private sealed record Next
    {
        public required Guid InspectionId { get; init; }
        public required string ToPartnershipId { get; init; }
        public required Guid SuccessionId { get; init; }
        public required string FromName { get; init; }
        public required DateOnly TakesEffectOn { get; init; }

        public TakenOver TakenOver(TenantId from) => new()
        {
            SuccessionId = SuccessionId.ToString(),
            FromPartnershipId = from.Value,
            FromName = FromName,
            On = TakesEffectOn.ToIso(),
        };
    }
}
