using Dapper;
using Jtai.Inspections.V1;
using Jtai.Store;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Jtai.Inspections.Tests;

/// <summary>The job that reads letters: crashes, several replicas, letters that end the process.</summary>
[Collection(InspectionsService.Name)]
public sealed class LetterJobTests(InspectionsHost host)
{
    [Fact]
    public async Task Job_OfAReplicaThatDied_IsTakenUpAgain()
    {
        var partnership = host.NewPartnership();
        var import = await AbandonedAsync(partnership, tries: 1, heldFor: TimeSpan.FromSeconds(-1));

        Assert.Equal(LetterImportState.ReadyForReview, (await partnership.EndOfAsync(import)).State);
    }

    [Fact]
    public async Task Job_HeldByALivingReplica_IsLeftAlone()
    {
        var partnership = host.NewPartnership();
        var import = await AbandonedAsync(partnership, tries: 1, heldFor: TimeSpan.FromMinutes(10));
        var jobs = host.Service.Services.GetRequiredService<LetterJobs>();

        Assert.Null(await jobs.TakeAsync(CancellationToken.None));
        Assert.Equal(LetterImportState.Reading, await StateAsync(import));
    }

    [Fact]
    public async Task Job_ThatBrokeOffTooOften_FailsWithAReason()
    {
        var partnership = host.NewPartnership();
        var import = await AbandonedAsync(partnership, LetterJobs.MostTries, heldFor: TimeSpan.FromSeconds(-1));

        var end = await partnership.EndOfAsync(import);

        Assert.Equal(LetterImportState.Failed, end.State);
        Assert.Contains("broke off", end.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Job_TakenOverMeanwhile_IsNotWrittenByTheLateReplica()
    {
        var partnership = host.NewPartnership();
        var import = await AbandonedAsync(partnership, tries: 2, heldFor: TimeSpan.FromMinutes(10));
        var late = new LetterJob { TenantId = partnership.TenantId, ImportId = Guid.Parse(import), Tries = 1 };
        var jobs = host.Service.Services.GetRequiredService<LetterJobs>();

        Assert.False(await jobs.SaveAsync(late, LetterImportState.Failed, 2, null, "late", CancellationToken.None));
        Assert.True(await jobs.SaveAsync(late with { Tries = 2 }, LetterImportState.Waiting, 0, null, "", CancellationToken.None));
    }

    [Fact]
    public async Task Take_ByTwoReplicasAtOnce_GivesEveryJobOnce()
    {
        await using var alone = await TestDatabaseAsync();
        var jobs = new LetterJobs(alone.Database);

        var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => jobs.TakeAsync(CancellationToken.None)));

        Assert.Equal(5, taken.Count(job => job is not null));
        Assert.Equal(5, taken.OfType<LetterJob>().Select(job => job.ImportId).Distinct().Count());
    }

    [Fact]
    public async Task File_OfSeveralPieces_ComesOutAsItWentIn()
    {
        var partnership = host.NewPartnership();
        var inspection = await partnership.RecordAsync();
        var content = Enumerable.Range(0, (LetterFile.PieceBytes * 2) + 100).Select(number => (byte)('a' + (number % 26))).ToArray();
        var import = await partnership.ImportAsync(inspection.InspectionId, content);
        var jobs = host.Service.Services.GetRequiredService<LetterJobs>();

        var file = await jobs.FileAsync(
            new LetterJob { TenantId = partnership.TenantId, ImportId = Guid.Parse(import), Tries = 1 }, CancellationToken.None);

        Assert.Equal(content, file);
    }

    /// <summary>A letter whose reader is gone: the row says that somebody holds it.</summary>
    private async Task<string> AbandonedAsync(TestPartnership partnership, int tries, TimeSpan heldFor)
    {
        var inspection = await partnership.RecordAsync();
        var import = await partnership.ImportAsync(inspection.InspectionId, FictionalLetter.Bytes);
        await partnership.EndOfAsync(import);
        await using var everything = new NpgsqlConnection(host.Database.Everything);
        await everything.ExecuteAsync(
            "update letter_import set state = 2, step = 2, reading = null, tries = @tries, held_until = now() + @heldFor where import_id = @Import",
            new { tries, heldFor, Import = Guid.Parse(import) });
        return import;
    }

    private async Task<LetterImportState> StateAsync(string import)
    {
        await using var everything = new NpgsqlConnection(host.Database.Everything);
        return await everything.QuerySingleAsync<LetterImportState>(
            "select state::int from letter_import where import_id = @Import", new { Import = Guid.Parse(import) });
    }

    /// <summary>A database with five waiting letters that no service reads.</summary>
    private async Task<Alone> TestDatabaseAsync()
    {
        var database = await Testing.TestPostgres.CreateMigratedDatabaseAsync("jobs", typeof(InspectionsGrpc).Assembly);
        await using var everything = new NpgsqlConnection(database.Everything);
        await everything.ExecuteAsync(
            """
            insert into partnership (partnership_id, code, version) values ('a', 'AAA', 1), ('b', 'BBB', 1);
            insert into inspection (tenant_id, inspection_id, reference, theme, phase, reader_ids, version)
            select tenant, gen_random_uuid(), 'X-2024-I01', '', 1, '{}', 1 from unnest(array['a', 'b']) as tenant;
            insert into letter_import (tenant_id, import_id, inspection_id, file_name, handed_in_at)
            select tenant_id, gen_random_uuid(), inspection_id, '', now()
            from inspection cross join generate_series(1, 3) as number where tenant_id = 'a' or number < 3;
            """);
        var service = host.Start(services => services.RemoveHostedService<LetterReading>(), database);
        return new Alone(service.Services.GetRequiredService<Database>(), async () =>
        {
            await service.DisposeAsync();
            await database.DisposeAsync();
        });
    }

    private sealed record Alone(Database Database, Func<Task> End) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await End();
    }
}
