using Dapper;
using Jtai.Data.Tests.Sample;
using Jtai.Field;
using Jtai.Store;
using Jtai.Testing;

namespace Jtai.Data.Tests;

/// <summary>How columns meet the properties of records.</summary>
public sealed class ReadingTests : IAsyncLifetime
{
    private TestDatabase service = null!;
    private Database database = null!;

    public async Task InitializeAsync()
    {
        service = await TestPostgres.CreateMigratedDatabaseAsync("reading", typeof(ReadingTests).Assembly);
        database = Databases.Open(service);
    }

    public async Task DisposeAsync()
    {
        await database.DisposeAsync();
        await service.DisposeAsync();
    }

    [Fact]
    public async Task Query_EveryKindOfColumn_ComesBackAsItWent()
    {
        var row = new Row(
            Guid.NewGuid(), new DateOnly(2026, 11, 10), null, new DateTimeOffset(2026, 3, 29, 1, 30, 0, TimeSpan.Zero), null,
            ["one", "two"], [Guid.NewGuid()], [1, 2, 3], Kind.Second, 7, "text");
        var back = await database.QuerySingleOrDefaultAsync<Row>(
            TenantScope.Of(new TenantId("northshire")),
            """
            select @SomeId as some_id, @DueDate as due_date, @OriginalDate::date as original_date, @RecordedAt as recorded_at,
              @ClosedAt::timestamptz as closed_at, @Words as words, @LinkedIds as linked_ids, @Content as content,
              @Kind as kind, @Version as version, @Text as text
            """,
            row,
            default);

        Assert.Equivalent(row, back, strict: true);
    }

    [Fact]
    public async Task QueryMultiple_SeveralStatements_AreReadInOrder()
    {
        var (numbers, word) = await database.QueryMultipleAsync(
            TenantScope.Of(new TenantId("northshire")),
            "select generate_series(1, @top); select @word where 'b' = any (@words)",
            new { top = 3, word = "last", words = new[] { "a", "b" } },
            async results => ((await results.ReadAsync<int>()).AsList(), await results.ReadSingleAsync<string>()),
            default);

        Assert.Equal([1, 2, 3], numbers);
        Assert.Equal("last", word);
    }

    private enum Kind
    {
        First,
        Second,
    }

    private sealed record Row(
        Guid SomeId, DateOnly DueDate, DateOnly? OriginalDate, DateTimeOffset RecordedAt, DateTimeOffset? ClosedAt,
        string[] Words, Guid[] LinkedIds, byte[] Content, Kind Kind, long Version, string Text);
}
