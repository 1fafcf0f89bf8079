using Dapper;
using Jtai.Partners.V1;
using Jtai.Testing;
using Npgsql;

namespace Jtai.Reporting.Tests;

/// <summary>What the database's own catalogue says about the border, and that without a reader's settings there are no rows.</summary>
[Collection(ReportingService.Name)]
public sealed class CatalogueTests(ReportingHost host)
{
    // Kept for an older version until the next release (Data/202611291030_record.sql).
    private static readonly string[] Former =
        ["finding", "headline", "own_headline", "own_action", "own_update", "plan_action", "plan_update"];

    // What the sweep finds beyond a tenant's own rows, on purpose: the registers, what each level admits, an agency's grants.
    private static readonly string[] OnPurpose =
    [
        .. ((string[])["agency", "body", "person"]).Select(table => $"policy register on {table} admits {{0}}_app to foreign rows by USING"),
        .. ((string[])["partnership", "inspection", "record", "listed_action", "plan_position", "action_plan", "post", "partnership_setting", "statement", .. Former])
            .Select(table => $"policy level on {table} admits {{0}}_app to foreign rows by USING"),
        "policy owned on plan_action admits {0}_app to foreign rows by USING",
        "policy agency on sharing_grant admits {0}_app to foreign rows by USING",
        "index sharing_grant_of_agency of sharing_grant does not start with tenant_id",
    ];

    [Fact]
    public async Task Catalogue_OfTheService_HasWhatIsListedAndNoFault()
    {
        await using var database = await TestPostgres.CreateMigratedDatabaseAsync("reporting", typeof(ReportingGrpc).Assembly);
        Assert.Equal(Listed(database).Order(StringComparer.Ordinal), (await CatalogueSweep.FaultsAsync(database)).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("alter table record no force row level security")]
    [InlineData("create policy everyone on plan_position for select using (true)")]
    [InlineData("create table board_pack (pack_id uuid primary key)")]
    [InlineData("create index record_of_owner on record (owner_id)")]
    [InlineData("create view every_record as select * from record")]
    [InlineData("create materialized view counted as select tenant_id, actions from plan_position")]
    public async Task Catalogue_WithAnOffender_ReportsIt(string offence)
    {
        await using var database = await TestPostgres.CreateMigratedDatabaseAsync("reporting", typeof(ReportingGrpc).Assembly);
        await using (var owner = new NpgsqlConnection(database.Owner))
        {
            await owner.ExecuteAsync(offence);
        }

        Assert.NotEmpty((await CatalogueSweep.FaultsAsync(database)).Except(Listed(database)));
    }

    [Fact]
    public async Task Sql_WithoutAReadersSettings_SeesNoRowOfAnyTableOrView()
    {
        var there = await TestPartnership.MakeAsync(host);
        await there.GrantAsync(SharingLevel.Plan);
        await there.FindingAsync("Words.");
        await there.ProgressAsync(await there.AddAsync());
        await there.PlanIsAsync(there.InspectionId, "", 1);
        await there.StatementIsAsync();
        await there.PostIsAsync(Guid.NewGuid(), null);
        await there.SettingsAreAsync(dueSoonDays: 14);
        await there.RegisterAgencyAsync(there.Police);
        await there.RegisterBodyAsync(there.Icb);
        await there.RegisterAsync(there.Manager, "Ada Moss");
        await host.Client.GetAcrossPartnershipsAsync(new(), there.PoliceAcross.Across(host));
        await Eventually.SoAsync(async () => (await host.Database.QueryAsync<long>("select number from audit_segment")).Count > 0, "the seal of its audit rows");
        await using var app = new NpgsqlConnection(host.Database.App);
        await app.OpenAsync();
        var counts = (await app.QueryAsync<(string Name, string Count)>(
            """
            select relname, format('select count(*) from %I', relname) from pg_class
            where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm') and relname <> 'migration'
              and has_table_privilege(oid, 'select')
            """)).AsList();

        Assert.Contains(counts, table => table.Name == "action_list");
        foreach (var (name, count) in counts)
        {
            // Quarantine, the answers of writes, jobs, texts that passed the guard and an older version's tables are not used here.
            if (name is not ("quarantine" or "idempotency" or "job" or "guard_passed" or "visible_action" or "visible_update" or "action_row") && !Former.Contains(name))
            {
                Assert.NotEqual((name, 0L), (name, (await host.Database.QueryAsync<long>(count)).Single()));
            }

            Assert.Equal((name, 0L), (name, await app.ExecuteScalarAsync<long>(count)));
        }

        await using var transaction = await app.BeginTransactionAsync();
        await app.ExecuteAsync("select set_config('app.tenants', '{somewhere-else}', true)", transaction: transaction);
        foreach (var (name, count) in counts)
        {
            Assert.Equal((name, 0L), (name, await app.ExecuteScalarAsync<long>(count, transaction: transaction)));
        }
    }

    [Fact]
    public async Task Sql_AtALevel_CannotWriteThere()
    {
        var there = await TestPartnership.MakeAsync(host);
        await there.AddAsync();
        await using var app = new NpgsqlConnection(host.Database.App);
        await app.OpenAsync();
        await using var transaction = await app.BeginTransactionAsync();
        await app.ExecuteAsync(
            "select set_config('app.plan_tenants', @tenants, true), set_config('app.headline_tenants', @tenants, true)",
            new { tenants = $$"""{"{{there.TenantId}}"}""" }, transaction);
        Assert.Equal(1, await app.ExecuteScalarAsync<int>("select count(*)::int from record", transaction: transaction));
        Assert.Equal(1, await app.ExecuteScalarAsync<int>("select count(*)::int from listed_action", transaction: transaction));
        Assert.Equal(0, await app.ExecuteAsync("update record set version = 9", transaction: transaction));
        Assert.Equal(0, await app.ExecuteAsync("update listed_action set title = 'x'", transaction: transaction));
        Assert.Equal(0, await app.ExecuteAsync("delete from plan_position", transaction: transaction));
    }

    private static IEnumerable<string> Listed(TestDatabase database) =>
        OnPurpose.Select(one => string.Format(System.Globalization.CultureInfo.InvariantCulture, one, database.Name));

    [Fact]
    public async Task Export_OfEveryTableAndEvent_IsDecidedOn()
    {
        await using var database = await TestPostgres.CreateMigratedDatabaseAsync("reporting", typeof(ReportingGrpc).Assembly);
        Assert.Empty(await ExportSweep.FaultsAsync(database, TenantTablesOfReporting.All, typeof(ReportingGrpc).Assembly));
    }
}
