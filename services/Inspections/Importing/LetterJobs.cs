using Jtai.Errors;
using Jtai.Field;
using Jtai.Inspections.V1;
using Jtai.Letters;
using Jtai.Store;

namespace Jtai.Inspections;

/// <summary>Reads the letters that were handed in, step by step, and says how far it is.</summary>
public sealed class LetterJobs(Database database, LetterProcess process, ILogger<LetterJobs> logger) : JobRunner(database, logger)
{
    public const string Name = "letter-reading";

    /// <summary>Letters of one partnership that may wait to be read at once.</summary>
    public const int MostWaiting = 20;

    private readonly Database database = database;

    protected override string Kind => Name;

    protected override TimeSpan TimeLimit => TimeSpan.FromSeconds(40);

    protected override Task<IReadOnlyList<TenantId>> TenantsAsync(CancellationToken ct) =>
        database.QueryAsync<TenantId>(TenantScope.OfMany([]), "select partnership_id from partnership", null, ct);

    protected override async Task RunAsync(Job job, CancellationToken ct)
    {
        var (file, receivedOn) = await TakeOutAsync(job, ct);
        await SaveStepAsync(job, step: 2, ct);
        var (letter, fault) = await ReadAsync(job, file, ct);
        if (letter is null)
        {
            await EndAsync(job, LetterImportState.Failed, step: 2, null, fault, ct);
            return;
        }

        await SaveStepAsync(job, LetterImport.AllSteps, ct);
        await EndAsync(job, LetterImportState.ReadyForReview, LetterImport.AllSteps, ReadLetter.Of(letter, receivedOn), "", ct);
    }

    protected override Task GiveUpAsync(Job job, CancellationToken ct) => EndAsync(
        job,
        LetterImportState.Failed,
        step: 2,
        null,
        "Reading this letter broke off several times. Save it as a new PDF, or as text, and import that.",
        ct);

    /// <summary>The file as it was handed in, and the day on which the letter was received.</summary>
    public async Task<(byte[] File, DateOnly? ReceivedOn)> TakeOutAsync(Job job, CancellationToken ct)
    {
        var (pieces, receivedOn) = await database.QueryMultipleAsync(
            Embargo.ForReadingLetters(job.TenantId),
            """
            select content from letter_piece where tenant_id = @TenantId and import_id = @JobId order by number;
            update letter_import set state = @Reading, step = 1 where tenant_id = @TenantId and import_id = @JobId
            returning received_on
            """,
            new { job.TenantId, job.JobId, LetterImportState.Reading },
            async results => (await results.ReadAsync<byte[]>(), await results.ReadSingleAsync<DateOnly?>()),
            ct);
        return ([.. pieces.SelectMany(piece => piece)], receivedOn);
    }

    /// <summary>Ends the job with what came of it.</summary>
    /// <exception cref="Npgsql.PostgresException">Another replica has taken the job over; nothing was written.</exception>
    public Task EndAsync(Job job, LetterImportState state, int step, ReadLetter? reading, string failure, CancellationToken ct) =>
        database.ExecuteAsync(
            Embargo.ForReadingLetters(job.TenantId),
            """
            select end_job(@TenantId, @Kind, @JobId, @Tries);
            update letter_import set state = @state, step = @step, reading = @reading, failure = @failure
            where tenant_id = @TenantId and import_id = @JobId
            """,
            new { job.TenantId, job.Kind, job.JobId, job.Tries, state, step, reading, failure },
            ct);

    private Task SaveStepAsync(Job job, int step, CancellationToken ct) => database.ExecuteAsync(
        Embargo.ForReadingLetters(job.TenantId),
        "update letter_import set step = @step where tenant_id = @TenantId and import_id = @JobId",
        new { job.TenantId, job.JobId, step },
        ct);

    private async Task<(Letters.Letter? Letter, string Fault)> ReadAsync(Job job, byte[] file, CancellationToken ct)
    {
        try
        {
            return (await process.ReadAsync(file, ct), "");
        }
        catch (Exception failure) when (failure is NotALetterException or UnreadableLetterException)
        {
            return (null, failure.Message);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            logger.LogError("The reader failed on import {Import}: {Failure}", job.JobId, Failures.WithoutContent(failure));
            return (
                null,
                $"The letter could not be read, by a fault of this service. Its operator finds it under the reference {job.JobId}.");
        }
    }
}
