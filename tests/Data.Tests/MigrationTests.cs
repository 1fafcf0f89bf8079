using Dapper;
using Jtai.Local;
using Jtai.Store;
using Jtai.Testing;
using Npgsql;

namespace Jtai.Data.Tests;

public sealed class MigrationTests
{
    [Fact]
    public async Task Run_ByManyAtOnce_RunsEachScriptOnce()
    {
        await using var database = await TestPostgres.CreateServiceDatabaseAsync("migrate");
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Migrations.RunAsync(database.Owner, typeof(MigrationTests).Assembly)));

        await using var owner = new NpgsqlConnection(database.Owner);
        Assert.Equal(
            [
                "platform 0001_platform", "platform 0002_lookup_by_key", "platform 202611291040_jobs", "platform 202611291930_history",
                "platform 202611300701_job_not_before", "platform 202611301810_sealing",
                "platform 202611301820_guard_passed", "platform 202611302010_operations", "platform 202611302206_quarantine_bound",
                "platform 202611302207_tenants_of_the_log",
                "platform 202611302247_acts_of_trace", "platform 202612011130_trace_of_a_job",
                "service 0001_note", "service 202611291030_note_author",
            ],
            await owner.QueryAsync<string>("select source || ' ' || name from migration order by 1"));
    }

    [Fact]
    public async Task Run_ScriptChangedSince_IsRefused()
    {
        await using var database = await TestPostgres.CreateMigratedDatabaseAsync("migrate", typeof(MigrationTests).Assembly);
        await using var owner = new NpgsqlConnection(database.Owner);
        await owner.ExecuteAsync("update migration set hash = 'another' where name = '0001_note'");

        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() =>
            Migrations.RunAsync(database.Owner, typeof(MigrationTests).Assembly));
        Assert.Contains("0001_note", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ScriptThatIsGone_IsRefusedButANewersIsNot()
    {
        await using var database = await TestPostgres.CreateMigratedDatabaseAsync("migrate", typeof(MigrationTests).Assembly);
        await using var owner = new NpgsqlConnection(database.Owner);
        await owner.ExecuteAsync("insert into migration (source, name, hash) values ('service', '203001010000_by_a_newer_version', '')");
        await Migrations.RunAsync(database.Owner, typeof(MigrationTests).Assembly);

        await owner.ExecuteAsync("insert into migration (source, name, hash) values ('service', '0000_gone', '')");
        await Assert.ThrowsAsync<InvalidOperationException>(() => Migrations.RunAsync(database.Owner, typeof(MigrationTests).Assembly));
    }

    [Fact]
    public async Task Provision_Again_KeepsTheDatabaseAndTakesTheNewPasswords()
    {
        await using var database = await TestPostgres.CreateMigratedDatabaseAsync("migrate", typeof(MigrationTests).Assembly);
        var again = await DatabaseSetup.ProvisionAsync(database.Superuser, database.Name, new RolePasswords("o'ther", "new", "new"));

        await using var owner = new NpgsqlConnection(again.Owner);
        Assert.Equal(0, await owner.ExecuteScalarAsync<long>("select count(*) from note"));
    }
}
