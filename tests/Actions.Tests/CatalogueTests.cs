using Dapper;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Jtai.Store;
using Jtai.Testing;
using Npgsql;

namespace Jtai.Actions.Tests;

/// <summary>What the database's own catalogue says about the border between tenants.</summary>
public sealed class CatalogueTests
{
    [Fact]
    public async Task Catalogue_OfTheService_HasNoFault()
    {
        await using var database = await TestPostgres.CreateMigratedDatabaseAsync("actions", typeof(ActionsGrpc).Assembly);
        // Whose jobs to look for belongs to no tenant.
        Assert.Empty(await CatalogueSweep.FaultsAsync(database, "known_partnership"));
    }

    [Theory]
    [InlineData("alter table action no force row level security")]
    [InlineData("drop policy tenant on action_update; create policy tenant on action_update using (true)")]
    [InlineData("create table reminder (action_id uuid primary key)")]
    [InlineData("create index action_of_owner on action (owner_id)")]
    [InlineData("create view open_actions as select * from action")]
    public async Task Catalogue_WithAnOffender_ReportsIt(string offence)
    {
        await using var database = await TestPostgres.CreateMigratedDatabaseAsync("actions", typeof(ActionsGrpc).Assembly);
        await using (var owner = new NpgsqlConnection(database.Owner))
        {
            await owner.ExecuteAsync(offence);
        }

        Assert.NotEmpty(await CatalogueSweep.FaultsAsync(database));
    }

    [Fact]
    public async Task Sql_WithoutTenantOrWithAnothers_SeesAndWritesNothing()
    {
        var host = await ActionsHost.SharedAsync();
        var here = await PlanSteps.PartnershipAsync();
        await here.MakeActionAsync();
        await using var app = new NpgsqlConnection(host.Database.App);
        await app.OpenAsync();

        Assert.Equal(0, await app.ExecuteScalarAsync<int>("select count(*)::integer from action"));
        await app.ExecuteAsync("set app.tenants = '{somewhere-else}'");
        Assert.Equal(0, await app.ExecuteScalarAsync<int>("select count(*)::integer from action"));
        Assert.Equal(0, await app.ExecuteAsync("update action set title = 'x' where tenant_id = @TenantId", new { here.TenantId }));
        var refusal = await Assert.ThrowsAsync<PostgresException>(() => app.ExecuteAsync(
            "insert into person (tenant_id, person_id, agency_id, version) values (@TenantId, gen_random_uuid(), 'x', 1)",
            new { here.TenantId }));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refusal.SqlState);
        await app.ExecuteAsync("select set_config('app.tenants', @tenants, false)", new { tenants = $"{{{here.TenantId}}}" });
        Assert.Equal(1, await app.ExecuteScalarAsync<int>("select count(*)::integer from action"));
        await app.ExecuteAsync("reset app.tenants");
    }

    [Fact]
    public async Task Export_OfEveryTableAndEvent_IsDecidedOn()
    {
        await using var database = await TestPostgres.CreateMigratedDatabaseAsync("actions", typeof(ActionsGrpc).Assembly);
        Assert.Empty(await ExportSweep.FaultsAsync(database, TenantTablesOfActions.All, typeof(ActionsGrpc).Assembly));
    }

    [Fact]
    public async Task Export_WithOffenders_ReportsEach()
    {
        await using var database = await TestPostgres.CreateMigratedDatabaseAsync("actions", typeof(ActionsGrpc).Assembly);
        await using (var owner = new NpgsqlConnection(database.Owner))
        {
            await owner.ExecuteAsync("create table reminder (tenant_id text, reminder_id uuid, primary key (tenant_id, reminder_id))");
        }

        var tables = TenantTablesOfActions.All;
        var with = tables with
        {
            Exported = [.. tables.Exported, new("person", "people of actions")],
            Events = [.. tables.Events.Skip(1), new(V1.ActionPlan.Descriptor, "action", "plan")],
        };
        Assert.Equal(
            [
                "event ActionPlan is written nowhere", "event ActionPlan names action.plan, which is not exported", "event ActionPlanChanged has no row, and nobody said why",
                "kind people of actions is no plain name", "table person is in two lists", "table reminder is neither exported nor left out",
            ],
            (await ExportSweep.FaultsAsync(database, with, typeof(ActionsGrpc).Assembly)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void WrittenEvents_OfCodeThatMakesChanges_AreReadWhateverTheyAreCalled()
    {
        var written = WrittenEvents.In(typeof(Offenders).Assembly);
        Assert.Superset(
            new HashSet<MessageDescriptor> { V1.ActionPlan.Descriptor, V1.Lead.Descriptor, V1.Milestone.Descriptor, V1.FieldChange.Descriptor },
            written.Types.ToHashSet());
        Assert.Equal([$"{typeof(Offenders)}.OfWhatDoesNotShow"], written.Unread);
    }

    /// <summary>Changes of messages whose names end like no event's.</summary>
    private static class Offenders
    {
        public static Change OfAnInitializer() => new("", 1, new V1.ActionPlan { Title = "" });

        public static Change OfAVariable(V1.Lead lead) => new("", 1, lead);

        public static async Task<Change> OfAnAwaitedCall()
        {
            var milestone = await Task.FromResult(new V1.Milestone());
            await Task.Yield();
            return new("", 1, milestone);
        }

        public static Change OfACopy(Change change) => change with { State = new V1.FieldChange() };

        public static Change OfWhatDoesNotShow(IMessage state) => new("", 1, state);
    }
}
