using Google.Protobuf.WellKnownTypes;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Store;
using Microsoft.Extensions.Logging;

namespace Jtai.Files;

/// <summary>
/// Checks what has arrived, tenants in turn: recognises it, has the virus scanner look through it, then reads its text for children's
/// identifiers. What the scanner did not answer for waits and is tried again, for ever if need be; nothing becomes clean by waiting.
/// </summary>
public sealed class FileScanning(
    Database database, StoredFiles files, FileOwners owners, FilesSettings settings, TimeProvider clock, ILogger<FileScanning> logger)
    : JobRunner(database, logger)
{
    public const string JobKind = "file-scanning";

    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    private readonly Database database = database;
    private readonly Clamd? scanner = settings.Scanner is { } address ? new Clamd(address, settings.ScanLimit) : null;

    protected override string Kind => JobKind;

    // The limits of the scanner and of the reading, and a minute for recognising what it is.
    protected override TimeSpan TimeLimit => settings.ScanLimit + DocumentText.MostTime + TimeSpan.FromSeconds(60);

    protected override Task<IReadOnlyList<TenantId>> TenantsAsync(CancellationToken ct) => owners.TenantsAsync(database, ct);

    protected override async Task RunAsync(Job job, CancellationToken ct)
    {
        var file = await files.GetAsync(job.TenantId, job.JobId, ct);
        if (file.State is not (FileState.Scanning or FileState.Reading))
        {
            await database.ExecuteAsync(
                TenantScope.Of(job.TenantId), "select end_job(@TenantId, @Kind, @JobId, @Tries)", job, ct);
            return;
        }

        try
        {
            if (file.State == FileState.Scanning)
            {
                file = await SaveAsync(job, file, await CheckedAsync(file, ct), ct);
            }

            if (file.State == FileState.Reading)
            {
                await SaveAsync(job, file, await ReadAsync(file, ct), ct);
            }
        }
        catch (FileRefused refusal)
        {
            await SaveAsync(job, file, file with { State = FileState.Refused, Why = refusal.Message }, ct);
        }
        catch (DamagedFile failure)
        {
            logger.LogError("The stored file {File} is damaged: {Failure}", file.FileId, failure.Message);
            await SaveAsync(job, file, file with { State = FileState.Refused, Why = "This file was damaged on its way. Put it in again." }, ct);
        }
        catch (Exception failure) when (failure is ScannerAway or Unavailable)
        {
            logger.LogWarning("The file {File} waits: {Failure}", file.FileId, failure is ScannerAway ? failure.Message : "its store or its key is away.");
            await WaitAsync(job, file, failure is ScannerAway ? "the virus scanner" : "the store of the files", ct);
        }
    }

    protected override async Task GiveUpAsync(Job job, CancellationToken ct)
    {
        var file = await files.GetAsync(job.TenantId, job.JobId, ct);
        await SaveAsync(
            job, file, file with { State = FileState.Refused, Why = "Checking this file broke off several times. Save it anew, or as a PDF, and put that in." }, ct);
    }

    private async Task<StoredFile> CheckedAsync(StoredFile file, CancellationToken ct)
    {
        await using var content = await files.ContentAsync(file, ct);
        var kind = await owners.Recognise(content, file.Name, ct);
        var name = FileName.WithEnding(file.Name, kind);
        var notes = new List<string>();
        if (name != file.Name)
        {
            notes.Add($"It was called {file.Name} and is {kind.InWords()}: it is kept as {name}.");
        }

        content.Position = 0;
        if (scanner is null)
        {
            notes.Add("It was not scanned for viruses.");
        }
        else if (await scanner.ScanAsync(content, ct) is { } found)
        {
            throw new FileRefused($"The virus scanner found {found} in this file. Do not open it, and tell whoever looks after your computers.");
        }

        return file with { State = owners.ReadsText ? FileState.Reading : FileState.Clean, Kind = kind, Name = name, Why = string.Join(' ', notes), ScanTries = 0 };
    }

    private async Task<StoredFile> ReadAsync(StoredFile file, CancellationToken ct)
    {
        await using var content = await files.ContentAsync(file, ct);
        var (found, note) = await DocumentText.SearchAsync(content, file.Kind.GetValueOrDefault(), ct);
        return file with
        {
            State = found == ChildIdentifier.None ? FileState.Clean : FileState.NeedsReason,
            Found = found,
            Why = $"{file.Why} {note}".Trim(),
        };
    }

    /// <summary>Saves how far it is; only one whose text is still to be read goes on.</summary>
    private async Task<StoredFile> SaveAsync(Job job, StoredFile before, StoredFile after, CancellationToken ct)
    {
        after = after with { Version = before.Version + 1, ChangedAt = clock.GetUtcNow() };
        await database.SaveAsync(
            Write.OnBehalfOf(job.TenantId, before.PutInBy(), JobKind),
            new Empty(),
            """
            with done as (
              update stored_file set state = @State, kind = @Kind, name = @Name, why = @Why, found = @Found, scan_tries = @ScanTries, changed_at = @ChangedAt, version = @Version
              where tenant_id = @TenantId and file_id = @FileId and version = @before returning 1)
            select require_changed(exists (select from done));

            """ + (after.State == FileState.Reading ? "" : $"select end_job(@TenantId, @job, @FileId, @Tries);\n{owners.AfterChecks}"),
            new
            {
                State = after.State.ToString(), Kind = after.Kind?.ToString(), after.Name, after.Why, Found = (int)after.Found, after.ScanTries, after.ChangedAt, after.Version,
                after.TenantId, after.FileId, before = before.Version, job = JobKind, job.Tries,
            },
            owners.Changes(after),
            ct);
        owners.SayChecked();
        if (after.State == FileState.Refused)
        {
            await files.Stores.Of(after.Store).DeleteAsync(after.TenantId, after.FileId, null, ct);
        }

        return after;
    }

    private Task WaitAsync(Job job, StoredFile file, string what, CancellationToken ct)
    {
        var now = clock.GetUtcNow().InLondon();
        var wait = TimeSpan.FromSeconds(Math.Min(LongestWait.TotalSeconds, 2 * Math.Pow(2, Math.Min(file.ScanTries, 10))));
        var why = file.ScanTries > 0 ? file.Why : $"This file waits for {what} since {now:HH:mm} on {now.DateInLondon().InWords()}. It can be opened once it was checked.";
        return PostponeAsync(
            job,
            wait,
            """
            update stored_file set scan_tries = scan_tries + 1, why = @why
            where tenant_id = @TenantId and file_id = @FileId and state in ('Scanning', 'Reading')
            """,
            new { file.TenantId, file.FileId, why },
            ct);
    }
}
