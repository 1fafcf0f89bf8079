using Dapper;
using Jtai.Partners.V1;
using Jtai.Testing;
using Npgsql;

namespace Jtai.Reporting.Tests;

/// <summary>
/// "Who reads what" (DESIGN 12) as the database enforces it, whatever the code asks for: every kind of record by level, by the part
/// that the reader takes in it, and by its embargo.
/// </summary>
public sealed class RecordMatrixTests : IAsyncLifetime
{
    private const string Tenant = "haskermoor";
    private const string Fill =
        """
        insert into record (tenant_id, kind, id, action_ids, agency_ids, owner_id, inspection_id, embargoed_to, version, state, audience,
          action_owner_ids, author_id, own_agency_id)
        select tenant_id, kind, gen_random_uuid(), '{}', case part when 'agency' then '{icb,police}'::text[] else '{icb}' end,
          case part when 'owner' then @Reader end, null,
          case embargo when 'public' then null when 'reader' then array[@Reader] when 'other' then array[gen_random_uuid()] else '{}' end, 1,
          convert_to(concat_ws(' ', kind, audience, part, embargo), 'utf8'), nullif(audience, '-'),
          case part when 'co-owner' then array[gen_random_uuid(), @Reader] else '{}' end, case part when 'author' then @Reader end,
          case part when 'raised' then 'police' else 'icb' end
        from unnest(array['haskermoor', 'elsewhere']) as tenant_id, unnest(@Kinds, @Audiences) as of_kind (kind, audience),
          unnest(@Parts) as part, unnest(array['public', 'reader', 'other', 'nobody']) as embargo
        """;

    // How a reader may stand to a record: not at all; their agency takes part; they own its action, or one of several; they added or
    // raised it; their agency raised it.
    private static readonly string[] Parts = ["none", "agency", "owner", "co-owner", "author", "raised"];

    private static readonly Guid Reader = Guid.NewGuid();
    private TestDatabase database = null!;

    /// <summary>What of a kind a reader sees.</summary>
    public enum Sees
    {
        Nothing,

        /// <summary>What they or their agency take part in.</summary>
        Theirs,

        All,
    }

    /// <summary>From where somebody reads: within the partnership, or across its border at a level.</summary>
    public enum From
    {
        WithinForTheirAgency,
        WithinTheWholePlan,
        WithinAsANamedLead,
        AcrossHeadlines,
        AcrossOwnActions,
        AcrossPlan,
        AcrossEvidence,
    }

    // The rows of the table in DESIGN 12, for the kinds that there are, with the audiences of those that have one. Dates of
    // statements, which headlines show, are no records.
    // Columns: inside other agencies, inside whole plan, inside named leads, headlines, own actions, plan, evidence.
    private static readonly (string[] Kinds, string[] Audiences, Sees[] By)[] Rows =
    [
        (["return"], ["-"], [Sees.Theirs, Sees.All, Sees.All, Sees.Nothing, Sees.Theirs, Sees.Theirs, Sees.Theirs]),
        (["statement", "section", "comment", "draft", "sign_off", "correction"], ["-"],
            [Sees.Theirs, Sees.All, Sees.All, Sees.Nothing, Sees.Nothing, Sees.Theirs, Sees.Theirs]),
        (["sending", "reply"], ["-"], [Sees.All, Sees.All, Sees.All, Sees.Nothing, Sees.All, Sees.All, Sees.All]),
        (["action", "milestone", "update", "coverage", "date_request", "check"], ["-"],
            [Sees.Theirs, Sees.All, Sees.All, Sees.Nothing, Sees.Theirs, Sees.All, Sees.All]),
        (["evidence_exists"], ["Partnership", "EvidenceGrants", "Public"],
            [Sees.Theirs, Sees.All, Sees.All, Sees.Nothing, Sees.Theirs, Sees.All, Sees.All]),
        (["evidence_exists"], ["NamedLeads"], [Sees.Nothing, Sees.All, Sees.All, Sees.Nothing, Sees.Nothing, Sees.All, Sees.All]),
        (["evidence", "evidence_content"], ["Partnership"],
            [Sees.Theirs, Sees.All, Sees.All, Sees.Nothing, Sees.Theirs, Sees.Theirs, Sees.Theirs]),
        (["evidence", "evidence_content"], ["EvidenceGrants", "Public"],
            [Sees.Theirs, Sees.All, Sees.All, Sees.Nothing, Sees.Theirs, Sees.Theirs, Sees.All]),
        (["evidence", "evidence_content"], ["NamedLeads"],
            [Sees.Nothing, Sees.Nothing, Sees.All, Sees.Nothing, Sees.Nothing, Sees.Nothing, Sees.Nothing]),
        // An audience that nobody gave a row shows to who takes part and to nobody else.
        (["evidence", "evidence_content"], ["Unheard-of"],
            [Sees.Theirs, Sees.Theirs, Sees.Theirs, Sees.Nothing, Sees.Theirs, Sees.Theirs, Sees.Theirs]),
        (["audit", "impact", "reading", "voice", "strength", "strength_check"], ["-"],
            [Sees.Theirs, Sees.All, Sees.All, Sees.Nothing, Sees.Theirs, Sees.All, Sees.All]),
        // Theirs: it is to their agency, whose leads see it from within.
        (["challenge", "challenge_words"], ["Private"],
            [Sees.Nothing, Sees.Nothing, Sees.Nothing, Sees.Nothing, Sees.Theirs, Sees.Theirs, Sees.Theirs]),
        (["challenge", "challenge_words"], ["Escalated"], [Sees.All, Sees.All, Sees.All, Sees.Nothing, Sees.Theirs, Sees.All, Sees.All]),
        (["theme", "cause", "response"], ["-"], [Sees.Theirs, Sees.All, Sees.All, Sees.Nothing, Sees.Theirs, Sees.All, Sees.All]),
        (["finding"], ["-"], [Sees.All, Sees.All, Sees.All, Sees.All, Sees.All, Sees.All, Sees.All]),
        // A kind that nobody gave a row shows to who takes part and to nobody else.
        (["unheard-of"], ["-"], [Sees.Theirs, Sees.Theirs, Sees.Theirs, Sees.Nothing, Sees.Theirs, Sees.Theirs, Sees.Theirs]),
    ];

    private static readonly (string Kind, string Audience)[] Kinds =
        [.. Rows.SelectMany(row => row.Kinds.SelectMany(kind => row.Audiences.Select(audience => (kind, audience))))];

    public async Task InitializeAsync()
    {
        database = await TestPostgres.CreateMigratedDatabaseAsync("reporting", typeof(ReportingGrpc).Assembly);
        await using var everything = new NpgsqlConnection(database.Everything);
        await everything.ExecuteAsync(Fill, new
        {
            Reader,
            Parts,
            Kinds = Kinds.Select(of => of.Kind).ToArray(),
            Audiences = Kinds.Select(of => of.Audience).ToArray(),
        });
    }

    public async Task DisposeAsync() => await database.DisposeAsync();

    public static TheoryData<From, bool> Readers
    {
        get
        {
            var readers = new TheoryData<From, bool>();
            foreach (var seat in Enum.GetValues<From>())
            {
                readers.Add(seat, true);
                readers.Add(seat, false);
            }

            return readers;
        }
    }

    [Theory]
    [MemberData(nameof(Readers))]
    public async Task Record_ReadFromSomewhere_ShowsWhatTheMatrixSaysAndNoOther(From seat, bool asPerson)
    {
        string[] expected =
        [
            .. from row in Rows
               from kind in row.Kinds
               from audience in row.Audiences
               from part in Parts
               from embargo in (string[])["public", "reader", "other", "nobody"]
               where embargo == "public" || (embargo == "reader" && asPerson)
               where row.By[(int)seat] == Sees.All
                   || (row.By[(int)seat] == Sees.Theirs && (part == "agency" || (asPerson && part is "owner" or "co-owner")))
                   // Whoever added or raised it sees it from within whatever its audience.
                   || ((seat is From.WithinForTheirAgency or From.WithinTheWholePlan or From.WithinAsANamedLead) && part == "author" && asPerson)
               select $"{Tenant} {kind} {audience} {part} {embargo}",
        ];
        Assert.Equal(expected.Order(StringComparer.Ordinal), (await SeenAsync(seat, asPerson)).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(From.WithinForTheirAgency)]
    [InlineData(From.WithinTheWholePlan)]
    public async Task PrivateChallenge_ReadByALeadFromWithin_ShowsWhereTheirAgencyIsASide(From seat) => Assert.Equal(
        ["agency", "author", "raised"],
        (await SeenAsync(seat, asPerson: true, "app.agency_lead_tenants")).Where(one => one.Contains(" challenge Private ", StringComparison.Ordinal))
            .Select(one => one.Split(' ')[3]).Except(["owner", "co-owner"]).Order(StringComparer.Ordinal));

    [Fact]
    public void Kinds_ThatAreKept_EachHaveARow() => Assert.Equal(
        typeof(ReportingGrpc).Assembly.GetType("Jtai.Reporting.Records")!.GetFields()
            .Where(field => field.Name != "InTurn").Select(field => (string)field.GetRawConstantValue()!).Order(StringComparer.Ordinal),
        Kinds.Select(of => of.Kind).Distinct().Where(kind => kind != "unheard-of").Order(StringComparer.Ordinal));

    [Fact]
    public async Task Record_ReadAtNoLevel_ShowsNothing() => Assert.Empty(await SeenAsync(null, asPerson: true));

    private async Task<IEnumerable<string>> SeenAsync(From? seat, bool asPerson, params string[] furtherSettings)
    {
        await using var app = new NpgsqlConnection(database.App);
        await app.OpenAsync();
        await using var transaction = await app.BeginTransactionAsync();
        var level = seat switch
        {
            From.AcrossHeadlines => SharingLevel.Headlines,
            From.AcrossOwnActions or From.WithinForTheirAgency => SharingLevel.OwnActions,
            From.AcrossPlan => SharingLevel.Plan,
            From.AcrossEvidence or From.WithinTheWholePlan or From.WithinAsANamedLead => SharingLevel.Evidence,
            _ => SharingLevel.Unspecified,
        };
        string[] settings =
        [
            .. ((string[])["app.headline_tenants", "app.own_tenants", "app.plan_tenants", "app.evidence_tenants"])[..(int)level],
            .. seat is From.WithinForTheirAgency or From.WithinTheWholePlan or From.WithinAsANamedLead
                ? ["app.within_tenants"] : Array.Empty<string>(),
            .. seat == From.WithinAsANamedLead ? ["app.named_lead_tenants"] : Array.Empty<string>(),
            .. furtherSettings,
        ];
        foreach (var (setting, value) in settings.Select(setting => (setting, "{" + Tenant + "}"))
            .Append(("app.agency", "police")).Append(("app.person", asPerson ? Reader.ToString() : "")))
        {
            await app.ExecuteAsync("select set_config(@setting, @value, true)", new { setting, value }, transaction);
        }

        return await app.QueryAsync<string>("select tenant_id || ' ' || convert_from(state, 'utf8') from record", transaction: transaction);
    }
}
