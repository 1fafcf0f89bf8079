using Jtai.Errors;
using Jtai.Field;
using Jtai.Files;
using Jtai.Inspections.V1;
using Jtai.Letters;
using Jtai.Store;

namespace Jtai.Inspections;

/// <summary>Reads the letters that were handed in, step by step, and says how far it is.</summary>
public sealed class LetterJobs : JobRunner
{
    // Not what an older release called them: its replicas look for a letter where this one does not keep it.
    public const string Name = "letter-file-reading";

    /// <summary>Letters of one partnership that may wait to be read at once.</summary>
    public const int MostWaiting = 20;

    // Woken when the checks of its file end; else it looks so often, and seldom while the scanner is away.
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan SeldomLook = TimeSpan.FromSeconds(30);

    private readonly Database database;
    private readonly LetterProcess process;
    private readonly StoredFiles files;
    private readonly ILogger<LetterJobs> logger;

    public LetterJobs(Database database, LetterProcess process, StoredFiles files, FileOwners owners, ILogger<LetterJobs> logger)
        : base(database, logger)
    {
        (this.database, this.process, this.files, this.logger) = (database, process, files, logger);
        owners.Checked += Wake;
    }

    protected override string Kind => Name;

    protected override TimeSpan TimeLimit => TimeSpan.FromSeconds(40);

    protected override Task<IReadOnlyList<TenantId>> TenantsAsync(CancellationToken ct) =>
        LetterFile.TenantsAsync(database, ct);

    protected override async Task RunAsync(Job job, CancellationToken ct)
    {
        var stored = await files.GetAsync(job.TenantId, job.JobId, ct);
        if (stored.State == FileState.Refused)
        {
            await EndAsync(job, LetterImportState.Failed, step: 1, null, stored.Why, ct);
            return;
        }

        if (stored.State != FileState.Clean)
        {
            await PostponeAsync(job, stored.ScanTries > 0 ? SeldomLook : Look, "", new { }, ct);
            return;
        }

        byte[] file;
        DateOnly? receivedOn;
        try
        {
            (file, receivedOn) = await TakeOutAsync(job, ct);
        }
        catch (Unavailable)
        {
            logger.LogWarning("The letter {Import} waits: its store or its key is away.", job.JobId);
            await PostponeAsync(job, SeldomLook, "", new { }, ct);
            return;
        }
        catch (DamagedFile failure)
        {
            logger.LogError("The stored file {File} is damaged: {Failure}", job.JobId, failure.Message);
            await EndAsync(job, LetterImportState.Failed, step: 1, null, "This file was damaged on its way. Import it again.", ct);
            return;
        }

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
        var receivedOn = await database.QuerySingleOrDefaultAsync<DateOnly?>(
            Embargo.ForReadingLetters(job.TenantId),
            """
            update letter_import set state = @Reading, step = 1 where tenant_id = @TenantId and import_id = @JobId
            returning received_on
            """,
            new { job.TenantId, job.JobId, LetterImportState.Reading },
            ct);
        var (_, content) = await files.OpenAsync(job.TenantId, job.JobId, ct);
        await using var opened = content;
        return (await LetterFile.ReadAsync(content, ct), receivedOn);
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
