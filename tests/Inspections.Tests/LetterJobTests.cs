using Grpc.Core;
using Jtai.Field;
using Jtai.Inspections.V1;
using Jtai.Store;
using Jtai.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Jtai.Inspections.Tests;

/// <summary>The jobs that read letters: crashes, several replicas, turns between partnerships, letters that never end.</summary>
[Collection(InspectionsService.Name)]
public sealed class LetterJobTests(InspectionsHost host)
{
    private LetterJobs Jobs => host.Service.Services.GetRequiredService<LetterJobs>();

    [Fact]
    public async Task Job_OfAReplicaThatDied_IsTakenUpAgain()
    {
        var partnership = await host.NewPartnershipAsync();
        var import = await AbandonedAsync(partnership, tries: 1, heldFor: TimeSpan.FromSeconds(-1));

        Assert.Equal(LetterImportState.ReadyForReview, (await partnership.EndOfAsync(import)).State);
    }

    [Fact]
    public async Task Job_HeldByALivingReplica_IsLeftAlone()
    {
        var partnership = await host.NewPartnershipAsync();
        var import = await AbandonedAsync(partnership, tries: 1, heldFor: TimeSpan.FromMinutes(10));

        Assert.Null(await Jobs.TakeAsync(CancellationToken.None));
        Assert.Equal(LetterImportState.Reading, await StateAsync(import));
    }

    [Fact]
    public async Task Job_ThatBrokeOffTooOften_FailsWithAReason()
    {
        var partnership = await host.NewPartnershipAsync();
        var import = await AbandonedAsync(partnership, JobRunner.MostTries, heldFor: TimeSpan.FromSeconds(-1));

        var end = await partnership.EndOfAsync(import);

        Assert.Equal(LetterImportState.Failed, end.State);
        Assert.Contains("broke off", end.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Job_TakenOverMeanwhile_IsNotWrittenByTheLateReplica()
    {
        var partnership = await host.NewPartnershipAsync();
        var import = await AbandonedAsync(partnership, tries: 2, heldFor: TimeSpan.FromMinutes(10));
        var late = new Job(new TenantId(partnership.TenantId), LetterJobs.Name, Guid.Parse(import), 1, Traceparent: null);

        await Assert.ThrowsAsync<PostgresException>(() => EndAsync(late));
        Assert.Equal(LetterImportState.Reading, await StateAsync(import));
        await EndAsync(late with { Tries = 2 });
        Assert.Equal(LetterImportState.Failed, await StateAsync(import));

        Task EndAsync(Job job) => Jobs.EndAsync(job, LetterImportState.Failed, 2, null, "late", CancellationToken.None);
    }

    [Fact]
    public async Task Take_ByManyAtOnce_GivesEachPartnershipOneJobAtATime()
    {
        await using var alone = await AloneAsync(("a", 3), ("b", 2));

        var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => alone.Jobs.TakeAsync(CancellationToken.None)));

        Assert.Equal(["a", "b"], taken.OfType<Job>().Select(job => job.TenantId.Value).Order());
    }

    [Fact]
    public async Task Take_OnePartnershipWithManyJobs_LeavesTheOthersTheirTurn()
    {
        await using var alone = await AloneAsync(("a", 20), ("b", 1), ("c", 1));
        var turns = new List<string>();
        for (var turn = 0; turn < 5; turn++)
        {
            var job = (await alone.Jobs.TakeAsync(CancellationToken.None))!;
            turns.Add(job.TenantId);
            await alone.Jobs.EndAsync(job, LetterImportState.Failed, 2, null, "", CancellationToken.None);
        }

        Assert.Equal(["a", "b", "c", "a", "a"], turns);
    }

    [Fact]
    public async Task Import_WhileTwentyWait_IsRefusedUntilOneIsRead()
    {
        var partnership = await host.NewPartnershipAsync();
        var inspection = await partnership.RecordAsync();
        // The first is held by another replica, so that nobody takes the rest.
        await host.Database.ExecuteAsync(
            """
            insert into job (tenant_id, kind, job_id, held_until)
            select @TenantId, @Name, gen_random_uuid(), case when number = 1 then now() + interval '1 hour' end
            from generate_series(1, @MostWaiting) as number
            """,
            new { partnership.TenantId, LetterJobs.Name, LetterJobs.MostWaiting });

        await Refusal.OfAsync(StatusCode.ResourceExhausted, partnership.ImportAsync(inspection.InspectionId, FictionalLetter.Bytes));

        await host.Database.ExecuteAsync("delete from job where tenant_id = @TenantId", new { partnership.TenantId });
        var import = await partnership.ImportAsync(inspection.InspectionId, FictionalLetter.Bytes);
        Assert.Equal(LetterImportState.ReadyForReview, (await partnership.EndOfAsync(import)).State);
    }

    [Fact]
    public async Task Letters_ThatCostAllTheTime_LeaveAnotherPartnershipItsOwn()
    {
        var hostile = await host.NewPartnershipAsync();
        var other = await host.NewPartnershipAsync();
        var bombs = new List<string>();
        var inspection = await hostile.RecordAsync();
        for (var number = 0; number < 6; number++)
        {
            bombs.Add(await hostile.ImportAsync(inspection.InspectionId, HostileLetter.NestedForms));
        }

        var import = await other.EndOfAsync(await other.ImportAsync((await other.RecordAsync()).InspectionId, FictionalLetter.Bytes));

        Assert.Equal(LetterImportState.ReadyForReview, import.State);
        Assert.Equal(LetterImportState.Waiting, await StateAsync(bombs[^1]));
        var end = await hostile.EndOfAsync(bombs[0]);
        Assert.Equal(LetterImportState.Failed, end.State);
        Assert.Contains("time", end.Failure, StringComparison.Ordinal);
        await host.Database.ExecuteAsync("delete from job where tenant_id = @TenantId", new { hostile.TenantId });
    }

    [Fact]
    public async Task File_OfSeveralPieces_ComesOutAsItWentIn()
    {
        var partnership = await host.NewPartnershipAsync();
        var inspection = await partnership.RecordAsync();
        var content = Enumerable.Range(0, (InspectionSteps.PieceBytes * 2) + 100).Select(number => (byte)('a' + (number % 26))).ToArray();
        var import = await partnership.ImportAsync(inspection.InspectionId, content);
        await partnership.EndOfAsync(import);

        var (file, _) = await Jobs.TakeOutAsync(
            new Job(new TenantId(partnership.TenantId), LetterJobs.Name, Guid.Parse(import), 1, Traceparent: null), CancellationToken.None);

        Assert.Equal(content, file);
    }

    /// <summary>A letter whose reader is gone: the row says that somebody holds it.</summary>
    private async Task<string> AbandonedAsync(TestPartnership partnership, int tries, TimeSpan heldFor)
    {
        var inspection = await partnership.RecordAsync();
        var import = await partnership.ImportAsync(inspection.InspectionId, FictionalLetter.Bytes);
        await partnership.EndOfAsync(import);
        await host.Database.ExecuteAsync(
            """
            update letter_import set state = 2, step = 2, reading = null where import_id = @Import;
            insert into job (tenant_id, kind, job_id, tries, held_until)
            values (@TenantId, @Name, @Import, @tries, now() + @heldFor)
            """,
            new { partnership.TenantId, LetterJobs.Name, Import = Guid.Parse(import), tries, heldFor });
        return import;
    }

    private async Task<LetterImportState> StateAsync(string import) => (await host.Database.QueryAsync<LetterImportState>(
        "select state::int from letter_import where import_id = @Import", new { Import = Guid.Parse(import) })).Single();

    /// <summary>A database with waiting letters that no service reads.</summary>
    private async Task<Alone> AloneAsync(params (string TenantId, int Letters)[] waiting)
    {
        var database = await TestPostgres.CreateMigratedDatabaseAsync("jobs", typeof(InspectionsGrpc).Assembly);
        foreach (var (tenantId, letters) in waiting)
        {
            await database.ExecuteAsync(
                """
                insert into partnership (partnership_id, code, version) values (@tenantId, upper(@tenantId), 1);
                insert into job (tenant_id, kind, job_id)
                select @tenantId, @Name, gen_random_uuid() from generate_series(1, @letters)
                """,
                new { tenantId, letters, LetterJobs.Name });
        }

        return new Alone(await host.StartReplicaAsync(services => services.Remove(services.Single(IsLetterJobs)), database), database);
    }

    private static bool IsLetterJobs(ServiceDescriptor service) =>
        service.ServiceType == typeof(Microsoft.Extensions.Hosting.IHostedService)
        && service.ImplementationFactory?.Method.Module == typeof(LetterJobs).Module;

    private sealed record Alone(Replica Replica, TestDatabase Database) : IAsyncDisposable
    {
        public LetterJobs Jobs => Replica.Services.GetRequiredService<LetterJobs>();

        public async ValueTask DisposeAsync()
        {
            await Replica.DisposeAsync();
            await Database.DisposeAsync();
        }
    }
}
