using Dapper;
using Jtai.Partners.V1;
using Jtai.Testing;
using Npgsql;

namespace Jtai.Reporting.Tests;

/// <summary>
/// The level matrix as the database enforces it, whatever the code asks for: every kind of record by level, by the part that the
/// reader takes in it, and by its embargo.
/// </summary>
public sealed class RecordMatrixTests : IAsyncLifetime
{
    private const string Tenant = "haskermoor";
    private const string Fill =
        """
        insert into record (tenant_id, kind, id, action_ids, agency_ids, owner_id, inspection_id, embargoed_to, version, state)
        select tenant_id, kind, gen_random_uuid(), '{}', case part when 'agency' then '{icb,police}'::text[] else '{icb}' end,
          case part when 'owner' then @Reader end, null,
          case embargo when 'public' then null when 'reader' then array[@Reader] when 'other' then array[gen_random_uuid()] else '{}' end, 1,
          convert_to(concat_ws(' ', kind, part, embargo), 'utf8')
        from unnest(array['haskermoor', 'elsewhere']) as tenant_id, unnest(@Kinds) as kind,
          unnest(array['none', 'agency', 'owner']) as part, unnest(array['public', 'reader', 'other', 'nobody']) as embargo
        """;

    private static readonly Guid Reader = Guid.NewGuid();
    private static readonly string[] Kinds = ["finding", "action", "update", "unheard-of"];
    private TestDatabase database = null!;

    /// <summary>From which level each kind shows; null: never, but to those who take part.</summary>
    private static readonly Dictionary<string, SharingLevel?> ShowsFrom = new()
    {
        ["finding"] = SharingLevel.Headlines,
        ["action"] = SharingLevel.Plan,
        ["update"] = SharingLevel.Plan,
        ["unheard-of"] = null,
    };

    public async Task InitializeAsync()
    {
        database = await TestPostgres.CreateMigratedDatabaseAsync("reporting", typeof(ReportingGrpc).Assembly);
        await using var everything = new NpgsqlConnection(database.Everything);
        await everything.ExecuteAsync(Fill, new { Reader, Kinds });
    }

    public async Task DisposeAsync() => await database.DisposeAsync();

    public static TheoryData<SharingLevel, bool> Readers
    {
        get
        {
            var readers = new TheoryData<SharingLevel, bool>();
            foreach (var level in Enum.GetValues<SharingLevel>())
            {
                readers.Add(level, true);
                readers.Add(level, false);
            }

            return readers;
        }
    }

    [Theory]
    [MemberData(nameof(Readers))]
    public async Task Record_ReadAtALevel_ShowsWhatTheMatrixSaysAndNoOther(SharingLevel level, bool asPerson)
    {
        string[] expected =
        [
            .. from kind in Kinds
               from part in (string[])["none", "agency", "owner"]
               from embargo in (string[])["public", "reader", "other", "nobody"]
               where level >= SharingLevel.Headlines
               where embargo == "public" || (embargo == "reader" && asPerson)
               where level >= ShowsFrom[kind]
                   || (level >= SharingLevel.OwnActions && (part == "agency" || (part == "owner" && asPerson)))
               select $"{Tenant} {kind} {part} {embargo}",
        ];
        Assert.Equal(expected.Order(StringComparer.Ordinal), (await SeenAsync(level, asPerson)).Order(StringComparer.Ordinal));
    }

    private async Task<IEnumerable<string>> SeenAsync(SharingLevel level, bool asPerson)
    {
        await using var app = new NpgsqlConnection(database.App);
        await app.OpenAsync();
        await using var transaction = await app.BeginTransactionAsync();
        var settings = ((string[])["app.headline_tenants", "app.own_tenants", "app.plan_tenants", "app.evidence_tenants"])[..(int)level];
        foreach (var (setting, value) in settings.Select(setting => (setting, "{" + Tenant + "}"))
            .Append(("app.agency", "police")).Append(("app.person", asPerson ? Reader.ToString() : "")))
        {
            await app.ExecuteAsync("select set_config(@setting, @value, true)", new { setting, value }, transaction);
        }

        return await app.QueryAsync<string>("select tenant_id || ' ' || convert_from(state, 'utf8') from record", transaction: transaction);
    }
}
