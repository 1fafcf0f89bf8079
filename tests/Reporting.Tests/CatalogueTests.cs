using Dapper;
using Jtai.Partners.V1;
using Jtai.Testing;
using Npgsql;

namespace Jtai.Reporting.Tests;

/// <summary>What the database's own catalogue says about the border, and that without a reader's settings there are no rows.</summary>
[Collection(ReportingService.Name)]
public sealed class CatalogueTests(ReportingHost host)
{
    // What the sweep finds beyond a tenant's own rows, on purpose: the registers, what each level admits, an agency's grants.
    private static readonly string[] OnPurpose =
    [
        .. ((string[])["agency", "body", "person"]).Select(table => $"policy register on {table} admits {{0}}_app to foreign rows by USING"),
        .. ((string[])[
            "partnership", "inspection", "finding", "headline", "own_headline", "own_action", "own_update", "plan_action", "plan_update"])
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
    [InlineData("alter table own_update no force row level security")]
    [InlineData("create policy everyone on headline for select using (true)")]
    [InlineData("create table board_pack (pack_id uuid primary key)")]
    [InlineData("create index plan_action_of_owner on plan_action (owner_id)")]
    [InlineData("create view every_action as select * from plan_action")]
    [InlineData("create materialized view counted as select tenant_id, actions from headline")]
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
        await host.Partners.PublishAsync("platform", there.Police, 1, new AgencyChanged { Agency = new() { AgencyId = there.Police } });
        await host.Partners.PublishAsync("platform", there.Icb, 1, new BodyChanged { Body = new() { BodyId = there.Icb } });
        await host.Partners.PublishAsync("platform", Guid.NewGuid().ToString(), 1, new PersonChanged { Person = new() { Name = "Ada Moss" } });
        await host.Client.GetAcrossPartnershipsAsync(new(), there.PoliceAcross.Across(host));
        await using var app = new NpgsqlConnection(host.Database.App);
        await app.OpenAsync();
        var counts = (await app.QueryAsync<(string Name, string Count)>(
            """
            select relname, format('select count(*) from %I', relname) from pg_class
            where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm') and relname <> 'migration'
              and has_table_privilege(oid, 'select')
            """)).AsList();

        Assert.Contains(counts, table => table.Name == "action_row");
        foreach (var (name, count) in counts)
        {
            // Quarantine and the answers of writes are not used here.
            if (name is not ("quarantine" or "idempotency"))
            {
                Assert.NotEqual((name, 0L), (name, (await host.EverythingAsync<long>(count)).Single()));
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
        Assert.Equal(1, await app.ExecuteScalarAsync<int>("select count(*)::int from plan_action", transaction: transaction));
        Assert.Equal(0, await app.ExecuteAsync("update plan_action set title = 'x'", transaction: transaction));
        Assert.Equal(0, await app.ExecuteAsync("delete from headline", transaction: transaction));
    }

    private static IEnumerable<string> Listed(TestDatabase database) =>
        OnPurpose.Select(one => string.Format(System.Globalization.CultureInfo.InvariantCulture, one, database.Name));
}
