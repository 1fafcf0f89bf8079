using Dapper;
using Grpc.Core;
using Jtai.Inspections.V1;
using Jtai.Partners.V1;
using Jtai.Testing;
using Npgsql;

namespace Jtai.Inspections.Tests;

/// <summary>
/// Before publication an inspection exists for its named list alone, and never for another partnership: every RPC answers
/// as for ids that name nothing.
/// </summary>
[Collection(InspectionsService.Name)]
public sealed class EmbargoTests(InspectionsHost host)
{
    public static TheoryData<string> Rpcs => [.. Calls.ByRpc.Keys];

    [Fact]
    public void Calls_OfEveryRpcThatNamesARecord_AreListed() => Assert.Equal(
        V1.Inspections.Descriptor.Methods
            .Where(method => method.InputType.Fields.InFieldNumberOrder().Any(field => field.Name.EndsWith("_id", StringComparison.Ordinal)))
            .Select(method => method.Name).Order(),
        Calls.ByRpc.Keys.Order());

    [Theory]
    [MemberData(nameof(Rpcs))]
    public async Task Call_ByAManagerWhoIsNotOnTheList_AnswersAsForNothing(string rpc)
    {
        var (partnership, record) = await EmbargoedAsync();
        var outsider = partnership.OtherManager.In(partnership);

        var answer = await Calls.AnswerAsync(rpc, host.Client, record, outsider);

        Assert.StartsWith("NotFound", answer, StringComparison.Ordinal);
        Assert.Equal(await Calls.AnswerAsync(rpc, host.Client, Calls.Nobodys(), partnership.OtherManager.In(partnership)), answer);
        Assert.Equal(await Calls.AnswerAsync(rpc, host.Client, Calls.Malformed, partnership.OtherManager.In(partnership)), answer);
    }

    [Theory]
    [MemberData(nameof(Rpcs))]
    public async Task Call_FromAnotherPartnership_AnswersAsForNothing(string rpc)
    {
        // Published, and by the very person who is on the list: only the tenant differs.
        var (partnership, record) = await PublishedAsync();
        var other = await host.NewPartnershipAsync();

        var answer = await Calls.AnswerAsync(rpc, host.Client, record, partnership.Manager.In(other));

        Assert.StartsWith("NotFound", answer, StringComparison.Ordinal);
        Assert.Equal(await Calls.AnswerAsync(rpc, host.Client, Calls.Nobodys(), partnership.Manager.In(other)), answer);
    }

    [Theory]
    [InlineData("GetInspection")]
    [InlineData("GetLetter")]
    [InlineData("DownloadLetter")]
    [InlineData("GetFinding")]
    [InlineData("ListFindings")]
    [InlineData("ListHistory")]
    public async Task Call_OnTheListOrOncePublished_IsAnswered(string rpc)
    {
        var (partnership, record) = await EmbargoedAsync();
        var (after, published) = await PublishedAsync();

        Assert.Equal("OK", await Calls.AnswerAsync(rpc, host.Client, record, partnership.Manager.In(partnership)));
        Assert.Equal("OK", await Calls.AnswerAsync(rpc, host.Client, published, TestPerson.Of(after.Council, Partners.V1.Capacity.Councillor).In(after)));
    }

    [Fact]
    public async Task List_ByAnybodyElse_OmitsIt()
    {
        var (partnership, _) = await EmbargoedAsync();

        var list = await host.Client.ListInspectionsAsync(new ListInspectionsRequest(), partnership.OtherManager.In(partnership));

        Assert.Empty(list.Inspections);
    }

    [Fact]
    public async Task GetLetter_BeforeItsFindingsAreConfirmed_IsForManagersAlone()
    {
        var partnership = await host.NewPartnershipAsync();
        var inspection = await partnership.RecordAsync();
        await partnership.EndOfAsync(await partnership.ImportAsync(inspection.InspectionId, FictionalLetter.Bytes));
        await partnership.PublishAsync(inspection);
        var request = new GetLetterRequest { InspectionId = inspection.InspectionId };

        Assert.NotEmpty((await host.Client.GetLetterAsync(request, partnership.OtherManager.In(partnership))).Paragraphs);
        await Refusal.OfAsync(
            StatusCode.NotFound, host.Client.GetLetterAsync(request, TestPerson.Of(partnership.Council, Capacity.Councillor).In(partnership)));
    }

    [Theory]
    [InlineData("inspection")]
    [InlineData("finding")]
    [InlineData("letter_import")]
    [InlineData("recorded_change")]
    [InlineData("opening")]
    public async Task Sql_ThatForgetsTheList_SeesNothing(string table)
    {
        var (partnership, _) = await EmbargoedAsync();

        Assert.Equal(0, await CountAsync(partnership, table, person: ""));
        Assert.Equal(0, await CountAsync(partnership, table, person: partnership.OtherManager.Id.ToString()));
        Assert.NotEqual(0, await CountAsync(partnership, table, person: partnership.Manager.Id.ToString()));
    }

    [Theory]
    [InlineData("inspection")]
    [InlineData("finding")]
    public async Task Sql_OfTheReaderOfLetters_SeesNoInspection(string table)
    {
        var (partnership, _) = await EmbargoedAsync();

        Assert.Equal(0, await CountAsync(partnership, table, person: "", job: "letter-reading"));
    }

    // The matrix only looks, so all of it looks at one inspection before publication and at one after.
    private Task<(TestPartnership Partnership, Calls.Record Record)> EmbargoedAsync() => host.Embargoed.Value;

    private Task<(TestPartnership Partnership, Calls.Record Record)> PublishedAsync() => host.Published.Value;

    // As the application's role, with the settings that a slice sets.
    private async Task<int> CountAsync(TestPartnership partnership, string table, string person, string job = "")
    {
        await using var app = new NpgsqlConnection(host.Database.App);
        await app.OpenAsync();
        await using var transaction = await app.BeginTransactionAsync();
        await app.ExecuteAsync(
            "select set_config('app.tenants', @Tenants, true), set_config('app.person', @person, true), set_config('app.job', @job, true)",
            new { Tenants = $$"""{"{{partnership.TenantId}}"}""", person, job },
            transaction);
        return await app.ExecuteScalarAsync<int>(
            table switch
            {
                "inspection" => "select count(*)::int from inspection",
                "finding" => "select count(*)::int from finding",
                "recorded_change" => "select count(*)::int from recorded_change",
                "opening" => "select count(*)::int from opening",
                _ => "select count(*)::int from letter_import",
            },
            transaction: transaction);
    }
}
