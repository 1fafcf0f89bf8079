using Google.Protobuf.WellKnownTypes;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Files;
using Jtai.Partners.V1;
using Jtai.Store;

namespace Jtai.Inspections;

/// <summary>
/// From the day of a succession on, copies each published inspection of the predecessor into each successor's tenant: what is
/// public by law is not chosen. It reads in the one tenant's scope and writes in the other's, so that no statement sees both. What
/// is published later follows then; what stands there already is left, so that it may be begun again.
/// </summary>
public sealed class HandingOn(Database database, StoredFiles files, FileUploads uploads, TimeProvider clock, ILogger<HandingOn> logger)
    : JobRunner(database, logger)
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
            -- Its letter is still where an older release kept it: LetterUpkeep moves it first.
            select from letter_piece where letter_piece.tenant_id = @TenantId and import_id = confirmed_import_id)
          and not exists (
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
            var (file, content) = await LetterAsync(from, published.Inspection.ConfirmedImportId, ct);
            if (file is { State: not (FileState.Clean or FileState.Refused) })
            {
                // It goes with its letter, once that was looked through.
                return;
            }

            await TakeAsync(to, published, next.TakenOver(from), file, content, ct);
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

    private Task TakeAsync(TenantId to, PublishedInspection published, TakenOver taken, StoredFile? file, byte[]? content, CancellationToken ct)
    {
        var service = new Caller(TokenClaims.ServicePrefix + "inspections", to, null, false, [], Capacity.Unspecified);
        var write = Write.OnBehalfOf(to, service, Name);
        var saving = new Saving<Empty>(new Empty(), published.Changes(taken), PublishedInspection.Insert, published.ToParameters(to, taken));
        return file is null || content is null
            ? database.SaveAsync(write, saving.Reply, saving.Sql, saving.Args, saving.Changes, ct)
            : uploads.PutAsync(write, new NewFile(file.Name, file.Size, file.Sha256, file.FileId), content, _ => saving, ct);
    }

    /// <summary>The confirmed letter's file; without its bytes where nobody may have them, or has them any more.</summary>
    private async Task<(StoredFile? File, byte[]? Content)> LetterAsync(TenantId from, Guid? importId, CancellationToken ct)
    {
        if (importId is null || await files.FindAsync(from, importId.Value, ct) is not { } file)
        {
            return (null, null);
        }

        try
        {
            var (_, content) = await files.OpenAsync(from, file.FileId, ct);
            await using var opened = content;
            return (file, await LetterFile.ReadAsync(content, ct));
        }
        catch (Refused)
        {
            return (file, null);
        }
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
