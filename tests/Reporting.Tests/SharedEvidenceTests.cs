using Grpc.Core;
using Jtai.Actions.V1;
using Jtai.Inspections.V1;
using Jtai.Partners.V1;
using Jtai.Reporting.V1;
using Jtai.Testing;

namespace Jtai.Reporting.Tests;

/// <summary>Evidence in the view across: existence and files by level and audience, a page at a time, in the sharing log.</summary>
[Collection(ReportingService.Name)]
public sealed class SharedEvidenceTests(ReportingHost host)
{
    // Of an action that the police lead and of one of others; x: exists, o: what it holds, d: its file too, -: nothing.
    [Theory]
    [InlineData(SharingLevel.OwnActions, Audience.Partnership, "o-")]
    [InlineData(SharingLevel.OwnActions, Audience.Public, "o-")]
    [InlineData(SharingLevel.OwnActions, Audience.NamedLeads, "--")]
    [InlineData(SharingLevel.Plan, Audience.Partnership, "ox")]
    [InlineData(SharingLevel.Plan, Audience.EvidenceGrants, "ox")]
    [InlineData(SharingLevel.Plan, Audience.NamedLeads, "xx")]
    [InlineData(SharingLevel.Evidence, Audience.Partnership, "dx")]
    [InlineData(SharingLevel.Evidence, Audience.EvidenceGrants, "dd")]
    [InlineData(SharingLevel.Evidence, Audience.Public, "dd")]
    [InlineData(SharingLevel.Evidence, Audience.NamedLeads, "xx")]
    public async Task ListSharedEvidence_ByLevelAndAudience_ShowsWhatTheRuleSays(SharingLevel level, Audience audience, string expected)
    {
        var there = await TestPartnership.MakeAsync(host);
        var (ours, theirs) = (await there.AddAsync(), await there.AddAsync(with: action => action.Lead = new() { AgencyId = there.Icb }));
        var items = new[] { await FileAsync(there, audience, ours), await FileAsync(there, audience, theirs) };
        await there.GrantAsync(level);

        var reply = await ListAsync(there);

        Assert.Equal(expected, string.Concat(items.Select(item => reply.Items.SingleOrDefault(one => one.Item.EvidenceId == item.EvidenceId) switch
        {
            null => '-',
            { MayDownload: true } => 'd',
            { MayOpen: true } => 'o',
            _ => 'x',
        })));
        Assert.Equal((reply.Items.Count, level), (reply.Total, reply.Level));
        Assert.All(reply.Items.Where(one => !one.MayOpen), one => Assert.Equal(
            new EvidenceItem { EvidenceId = one.Item.EvidenceId, ActionIds = { one.Item.ActionIds } }, one.Item));
    }

    [Fact]
    public async Task ListSharedEvidence_OfSeveralActions_NamesThoseThatAreSharedAlone()
    {
        var there = await TestPartnership.MakeAsync(host);
        var (ours, theirs) = (await there.AddAsync("ours"), await there.AddAsync("theirs", with: action => action.Lead = new() { AgencyId = there.Icb }));
        var item = await FileAsync(there, Audience.Partnership, ours, theirs);
        await FileAsync(there, Audience.Public, theirs);
        await there.GrantAsync(SharingLevel.OwnActions);

        var shared = Assert.Single((await ListAsync(there, request => request.ActionId = ours.ActionId)).Items);

        Assert.Equal((item.EvidenceId, ours.ActionId, "ours"), (shared.Item.EvidenceId, shared.Item.ActionIds.Single(), shared.Actions.Single().Title));
        await Refusal.OfAsync(StatusCode.NotFound, ListAsync(there, request => request.ActionId = theirs.ActionId));
        await Refusal.OfAsync(StatusCode.NotFound, ListAsync(there, request => request.EvidenceId = Guid.NewGuid().ToString()));
        Assert.Equal(item.EvidenceId, (await ListAsync(there, request => request.EvidenceId = item.EvidenceId)).Items.Single().Item.EvidenceId);
    }

    [Fact]
    public async Task ListSharedEvidence_OfMany_IsPagedNewestFirst()
    {
        var there = await TestPartnership.MakeAsync(host);
        var action = await there.AddAsync();
        var added = new List<string>();
        for (var number = 0; number < 5; number++)
        {
            added.Insert(0, (await there.EvidenceIsAsync(there.Officer, [action], id: Guid.CreateVersion7(DateTimeOffset.UtcNow.AddSeconds(number)).ToString())).EvidenceId);
        }

        await there.EvidenceIsAsync(there.Officer, [action], with: item => item.WithdrawnBecause = "Wrong file.");
        await there.GrantAsync(SharingLevel.Evidence);

        var pages = new List<ListSharedEvidenceReply>();
        for (var page = 1; page <= 4; page++)
        {
            pages.Add(await ListAsync(there, request => (request.Page, request.PageSize) = (page, 2)));
        }

        Assert.Equal([2, 2, 1, 0], pages.Select(page => page.Items.Count));
        Assert.Equal(added, pages.SelectMany(page => page.Items).Select(one => one.Item.EvidenceId));
        Assert.All(pages, page => Assert.Equal(5, page.Total));
        Assert.Equal(["page", "page_size"], (await Refusal.OfAsync(
            StatusCode.InvalidArgument, ListAsync(there, request => (request.Page, request.PageSize) = (-1, 101)))).Fields.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task ListSharedEvidence_WithoutAGrantAtHeadlinesOrUnderAnEmbargo_ShowsNothing()
    {
        var there = await TestPartnership.MakeAsync(host);
        await FileAsync(there, Audience.Public, await there.AddAsync());
        await Refusal.OfAsync(StatusCode.NotFound, ListAsync(there));
        await there.GrantAsync(SharingLevel.Headlines);
        Assert.Contains("headlines only", (await Refusal.OfAsync(StatusCode.FailedPrecondition, ListAsync(there))).Message, StringComparison.Ordinal);

        var embargoed = await TestPartnership.MakeAsync(host);
        await embargoed.InspectionIsAsync(InspectionPhase.PrePublication);
        await FileAsync(embargoed, Audience.Public, await embargoed.AddAsync());
        await embargoed.GrantAsync(SharingLevel.Evidence);
        Assert.Equal(0, (await ListAsync(embargoed)).Total);
    }

    [Fact]
    public async Task ListSharedEvidence_OfAFileThatIsNotClean_IsToldAndNotGiven()
    {
        var there = await TestPartnership.MakeAsync(host);
        var action = await there.AddAsync();
        await there.EvidenceIsAsync(there.Officer, [action], Audience.Public, item => item.Content = Content(FileState.Scanning));
        await there.GrantAsync(SharingLevel.Evidence);

        var shared = Assert.Single((await ListAsync(there)).Items);

        Assert.Equal((true, false, FileState.Scanning), (shared.MayOpen, shared.MayDownload, shared.Item.Content.File.State));
    }

    private static Task<EvidenceItem> FileAsync(TestPartnership there, Audience audience, params Jtai.Actions.V1.Action[] actions) =>
        there.EvidenceIsAsync(there.Officer, actions, audience, item => item.Content = Content(FileState.Clean));

    private static EvidenceContent Content(FileState state) => new()
    {
        FileId = Guid.NewGuid().ToString(), Number = 1, File = new() { Name = "minutes.pdf", Size = 2_000, State = state, Kind = FileKind.Pdf },
    };

    private async Task<ListSharedEvidenceReply> ListAsync(TestPartnership there, Action<ListSharedEvidenceRequest>? with = null)
    {
        var request = new ListSharedEvidenceRequest { PartnershipId = there.TenantId };
        with?.Invoke(request);
        return await host.Client.ListSharedEvidenceAsync(request, there.PoliceAcross.Across(host));
    }
}
