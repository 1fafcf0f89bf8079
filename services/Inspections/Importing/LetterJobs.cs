using Jtai.Inspections.V1;
using Jtai.Store;

namespace Jtai.Inspections;

/// <summary>
/// The letters that wait to be read. A replica holds a job for half a minute, which reading never takes; where it dies, the
/// next to look takes the job up again. The number of tries tells a late replica that the job is no longer its own.
/// </summary>
public sealed class LetterJobs(Database database)
{
    /// <summary>A letter whose reading ended the process this often is not tried again.</summary>
    public const int MostTries = 3;

    /// <summary>Takes the job that waits longest, of any partnership; null where none does.</summary>
    public async Task<LetterJob?> TakeAsync(CancellationToken cancellationToken)
    {
        var tenants = await database.QueryAsync<string>(
            TenantScope.OfMany([]), "select partnership_id from partnership", null, cancellationToken);
        return await database.QuerySingleOrDefaultAsync<LetterJob>(
            Embargo.ForReadingLetters(tenants),
            """
            update letter_import
            set state = @Reading, step = 1, tries = tries + 1, held_until = now() + interval '30 seconds'
            where (tenant_id, import_id) = (
              select tenant_id, import_id from letter_import
              where state = @Waiting or (state = @Reading and held_until < now())
              order by handed_in_at
              for update skip locked
              limit 1)
            returning tenant_id, import_id, received_on, tries
            """,
            new { LetterImportState.Waiting, LetterImportState.Reading },
            cancellationToken);
    }

    /// <summary>The file as it was handed in.</summary>
    public async Task<byte[]> FileAsync(LetterJob job, CancellationToken cancellationToken)
    {
        var pieces = await database.QueryAsync<byte[]>(
            Embargo.ForReadingLetters([job.TenantId]),
            "select content from letter_piece where tenant_id = @TenantId and import_id = @ImportId order by number",
            job,
            cancellationToken);
        return [.. pieces.SelectMany(piece => piece)];
    }

    /// <summary>Says how far the job is, what came of it, or (waiting) that somebody else should take it.</summary>
    /// <returns>False where the job is no longer this replica's, and nothing was written.</returns>
    public async Task<bool> SaveAsync(
        LetterJob job,
        LetterImportState state,
        int step,
        Reading? reading,
        string failure,
        CancellationToken cancellationToken) =>
        await database.QuerySingleOrDefaultAsync<bool>(
            Embargo.ForReadingLetters([job.TenantId]),
            """
            update letter_import
            set state = @state, step = @step, reading = @reading, failure = @failure,
              held_until = case when @state = @Held then now() + interval '30 seconds' end
            where tenant_id = @TenantId and import_id = @ImportId and state = @Held and tries = @Tries
            returning true
            """,
            new { job.TenantId, job.ImportId, job.Tries, state, step, reading, failure, Held = LetterImportState.Reading },
            cancellationToken);
}

/// <summary>One letter, held by this replica.</summary>
public sealed record LetterJob
{
    public required string TenantId { get; init; }
    public required Guid ImportId { get; init; }
    public DateOnly? ReceivedOn { get; init; }
    public required int Tries { get; init; }
}
