using Dapper;
using Jtai.Data.Tests.Sample;
using Jtai.Errors;
using Jtai.Streams;
using Jtai.Testing;
using Npgsql;

namespace Jtai.Data.Tests;

/// <summary>A service that could leak does not start, and says why in one line.</summary>
public sealed class StartTests : IAsyncLifetime
{
    private TestDatabase database = null!;

    public async Task InitializeAsync() =>
        database = await TestPostgres.CreateMigratedDatabaseAsync("start", typeof(StartTests).Assembly);

    public async Task DisposeAsync() => await database.DisposeAsync();

    [Theory]
    [InlineData("alter role {0}_app superuser", "superuser or bypasses")]
    [InlineData("alter role {0}_app bypassrls", "superuser or bypasses")]
    [InlineData("alter role {0}_relay bypassrls", "superuser or bypasses")]
    [InlineData("alter table note owner to {0}_app", "owns the table note")]
    [InlineData("alter table note no force row level security", "table note has tenant_id but no forced")]
    [InlineData("create table left_out (tenant_id text)", "table left_out has tenant_id but no forced")]
    [InlineData("drop table outbox", "run the migrations first")]
    public async Task Start_UnsafeDatabase_IsRefused(string offence, string reason)
    {
        await using (var everything = new NpgsqlConnection(database.Everything))
        {
            await everything.ExecuteAsync(string.Format(null, offence, database.Name));
        }

        var refusal = await Assert.ThrowsAsync<StartRefused>(() => SampleHost.StartAsync(database));
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
    }

    [Fact]
    public async Task Start_WrongPassword_IsRefusedWithoutRepeatingIt()
    {
        var wrong = new NpgsqlConnectionStringBuilder(database.App) { Password = "not-the-password" }.ConnectionString;
        var refusal = await Assert.ThrowsAsync<StartRefused>(() => SampleHost.StartAsync(database with { App = wrong }));
        Assert.Contains(database.Name, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("not-the-password", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_NoConnectionString_IsRefused()
    {
        var refusal = await Assert.ThrowsAsync<StartRefused>(() => SampleHost.StartAsync(database with { Relay = "" }));
        Assert.Contains("ConnectionStrings:Relay is missing", refusal.Message, StringComparison.Ordinal);
    }
}
