using Dapper;
using Jtai.Data.Tests.Sample;
using Jtai.Field;
using Jtai.Store;
using Jtai.Streams;
using Jtai.Testing;
using Npgsql;

namespace Jtai.Data.Tests;

/// <summary>What the database itself refuses, whatever the SQL says.</summary>
public sealed class IsolationTests : IAsyncLifetime
{
    private TestDatabase service = null!;
    private Database database = null!;

    public async Task InitializeAsync()
    {
        service = await TestPostgres.CreateMigratedDatabaseAsync("isolation", typeof(IsolationTests).Assembly);
        database = Databases.Open(service);
        foreach (var tenant in (string[])["northshire", "southshire"])
        {
            await database.ExecuteAsync(
                TenantScope.Of(new TenantId(tenant)), "insert into note values (@tenant, 'a', 1, @tenant)", new { tenant }, default);
        }
    }

    public async Task DisposeAsync()
    {
        await database.DisposeAsync();
        await service.DisposeAsync();
    }

    [Fact]
    public async Task Query_WithoutTheTenantInTheSql_SeesTheScopesRowsAlone()
    {
        Assert.Equal(["northshire"], await TextsAsync(TenantScope.Of(new TenantId("northshire"))));
        Assert.Equal(["northshire", "southshire"], await TextsAsync(TenantScope.OfMany([new TenantId("northshire"), new TenantId("southshire")])));
        Assert.Empty(await TextsAsync(TenantScope.OfMany([])));
        Assert.Empty(await TextsAsync(TenantScope.Of(new TenantId("north\",\"shire"))));
        Assert.Empty(await TextsAsync(TenantScope.Of(new TenantId("northshire")).With("app.tenants", Array.Empty<string>())));
    }

    [Fact]
    public async Task Query_NoScopeOnAConnectionThatHadOne_SeesNothing()
    {
        var counts = await database.Pool.UseAsync(
            async connection =>
            {
                var before = await connection.ExecuteScalarAsync<long>("select count(*) from note");
                await connection.ExecuteAsync("select set_config('app.tenants', '{northshire}', true); select 1");
                return (before, await connection.ExecuteScalarAsync<long>("select count(*) from note"));
            },
            default);
        Assert.Equal((0, 0), counts);
    }

    [Fact]
    public async Task Query_ManyTenantsOnFewConnections_NeverSeesAnother()
    {
        await Parallel.ForAsync(0, 400, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (turn, ct) =>
        {
            var tenant = turn % 2 == 0 ? "northshire" : "southshire";
            Assert.Equal([tenant], await TextsAsync(TenantScope.Of(new TenantId(tenant))));
        });
    }

    [Theory]
    [InlineData("insert into note values ('southshire', 'b', 1, '')")]
    [InlineData("update note set tenant_id = 'southshire', id = 'b' where id = 'a'")]
    [InlineData("insert into audit (tenant_id, at, kind, entity, aggregate_id, version, subject, capacity, rpc) values ('southshire', now(), 'Alteration', '', '', 1, '', '', '')")]
    [InlineData("insert into outbox (tenant_id, type, aggregate_id, version, recorded_at, state, erased) values ('southshire', '', '', 1, now(), '', false)")]
    public async Task Write_ForeignRow_IsRefused(string sql)
    {
        var refusal = await Assert.ThrowsAsync<PostgresException>(() =>
            database.ExecuteAsync(TenantScope.Of(new TenantId("northshire")), sql, null, default));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refusal.SqlState);
    }

    [Theory]
    [InlineData("truncate note")]
    [InlineData("update audit set subject = ''")]
    [InlineData("delete from audit")]
    [InlineData("update outbox set seq = 1")]
    [InlineData("update stream_head set seq = 1")]
    [InlineData("alter table note disable row level security")]
    [InlineData("create table mine (id int)")]
    [InlineData("select secure_tenant_table('note')")]
    public async Task App_WhatIsNotItsBusiness_IsRefused(string sql)
    {
        var refusal = await Assert.ThrowsAsync<PostgresException>(() =>
            database.ExecuteAsync(TenantScope.Of(new TenantId("northshire")), sql, null, default));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refusal.SqlState);
    }

    [Fact]
    public async Task Relay_AnythingButOutboxAndStreams_IsRefused()
    {
        await using var relay = new NpgsqlConnection(service.Relay);
        Assert.Equal(0, await relay.ExecuteScalarAsync<long>("select count(*) from outbox"));
        var refusal = await Assert.ThrowsAsync<PostgresException>(() => relay.ExecuteScalarAsync<long>("select count(*) from note"));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refusal.SqlState);
        await Assert.ThrowsAsync<PostgresException>(() => relay.ExecuteAsync("update outbox set tenant_id = 'northshire'"));
    }

    private Task<IReadOnlyList<string>> TextsAsync(TenantScope scope) =>
        database.QueryAsync<string>(scope, "select text from note order by text", null, default);
}
