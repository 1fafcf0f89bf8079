using Dapper;
using Jtai.Testing;
using Npgsql;

namespace Jtai.Data.Tests;

/// <summary>The sweep finds nothing in a good database, and each deliberate offender.</summary>
public sealed class CatalogueSweepTests : IAsyncLifetime
{
    private TestDatabase database = null!;

    public async Task InitializeAsync() =>
        database = await TestPostgres.CreateMigratedDatabaseAsync("sweep", typeof(CatalogueSweepTests).Assembly);

    public async Task DisposeAsync() => await database.DisposeAsync();

    public static TheoryData<string, string> Offenders => new()
    {
        { "create table left_out (tenant_id text primary key)", "table left_out has tenant_id but row-level security is not enabled" },
        { "alter table note no force row level security", "table note has tenant_id but row-level security is not forced" },
        { "alter table outbox disable row level security", "table outbox has tenant_id but row-level security is not enabled" },
        { "create table loose (id int primary key)", "table loose has no tenant_id" },
        { "create policy wide on note to {app} using (true) with check (true)", "policy wide on note admits {app} to foreign rows by USING" },
        { "create policy all_roles on note using (true)", "policy all_roles on note admits public" },
        { "alter policy tenant on note with check (true)", "policy tenant on note admits {app} to foreign rows by WITH CHECK" },
        {
            "create policy alternative on note to {app} using ((tenant_id = any (nullif(current_setting('app.tenants', true), '')::text[]) and true) or id = 'a')",
            "policy alternative on note admits {app} to foreign rows by USING"
        },
        { "create policy relay on note to {relay} using (true) with check (true)", "policy relay on note admits {relay}" },
        { "alter role {app} bypassrls", "role {app} is a superuser" },
        { "grant {owner} to {app}", "role {app} is a member of {owner}" },
        { "alter table note owner to {app}", "role {app} owns note" },
        { "grant create on schema public to {app}", "role {app} may create in schema public" },
        { "grant truncate on note to {app}", "role {app} may TRUNCATE note" },
        { "grant references on note to {app}", "role {app} may REFERENCES note" },
        { "grant trigger on note to {app}", "role {app} may TRIGGER note" },
        { "grant select on note to {relay}", "role {relay} may SELECT note" },
        { "grant select (text) on note to {relay}", "role {relay} may SELECT note" },
        { "grant delete on note to {relay}", "role {relay} may DELETE note" },
        { "grant select on quarantine to {relay}", "role {relay} may read the events in quarantine" },
        { "grant update (tries) on job to {relay}", "role {relay} may UPDATE job" },
        { "grant delete on quarantine to {relay}", "role {relay} may DELETE quarantine" },
        { "grant delete on audit to {app}", "role {app} may DELETE audit" },
        { "grant update (subject) on audit to {app}", "role {app} may UPDATE audit" },
        { "grant update on audit_segment to {app}", "role {app} may UPDATE audit_segment" },
        { "grant delete on audit_segment to {app}", "role {app} may DELETE audit_segment" },
        { "create materialized view copy as select * from note", "materialised view copy" },
        { "create view window_on_note as select * from note", "view window_on_note runs with its owner's rights" },
        { "create function peek() returns bigint language sql security definer as 'select count(*) from note'", "function peek is SECURITY DEFINER" },
        { "alter table note add unique (text)", "of note does not start with tenant_id" },
        { "create unique index by_text on note (text)", "index by_text of note does not start with tenant_id" },
        {
            "create table parted (tenant_id text, id int, primary key (tenant_id, id)) partition by hash (tenant_id); select secure_tenant_table('parted'); create table parted_0 partition of parted for values with (modulus 1, remainder 0)",
            "table parted_0 has tenant_id but row-level security is not enabled"
        },
        {
            "alter table note add unique (tenant_id, version); create table child (tenant_id text, id int, note text, note_tenant text, primary key (tenant_id, id), foreign key (note_tenant, note) references note (tenant_id, id)); select secure_tenant_table('child')",
            "of child does not start with tenant_id"
        },
    };

    [Fact]
    public async Task Sweep_GoodDatabase_FindsNothing() => Assert.Empty(await CatalogueSweep.FaultsAsync(database));

    [Theory]
    [MemberData(nameof(Offenders))]
    public async Task Sweep_Offender_IsReported(string offence, string report)
    {
        await using var everything = new NpgsqlConnection(database.Everything);
        await everything.OpenAsync();
        await everything.ExecuteAsync($"set role {database.Name}_owner");
        if (offence.Contains("role", StringComparison.Ordinal) || offence.Contains("owner", StringComparison.Ordinal))
        {
            await everything.ExecuteAsync("reset role");
        }

        await everything.ExecuteAsync(Named(offence));

        var faults = await CatalogueSweep.FaultsAsync(database);
        Assert.Contains(faults, fault => fault.Contains(Named(report), StringComparison.Ordinal));
    }

    private string Named(string text) => text
        .Replace("{app}", database.Name + "_app", StringComparison.Ordinal)
        .Replace("{relay}", database.Name + "_relay", StringComparison.Ordinal)
        .Replace("{owner}", database.Name + "_owner", StringComparison.Ordinal);
}
