using Grpc.Core;
using Jtai.Field;
using Jtai.Inspections.V1;
using Jtai.Partners.V1;
using Jtai.Testing;

namespace Jtai.Inspections.Tests;

/// <summary>From the day of a succession on each successor has the predecessor's published inspections, whole, and nobody else has.</summary>
[Collection(InspectionsService.Name)]
public sealed class SuccessionTests(InspectionsHost host)
{
    private DateOnly Today => host.Clock.GetUtcNow().DateInLondon();

    [Fact]
    public async Task Day_OfASplit_CopiesPublishedInspectionsWithLetterFindingsAndHistory()
    {
        var (old, east, west, stranger) = (await host.NewPartnershipAsync(), await host.NewPartnershipAsync(), await host.NewPartnershipAsync(), await host.NewPartnershipAsync());
        var (inspection, _, confirmed) = await old.ConfirmedAsync();
        await old.CorrectThemeAsync(inspection, "Youth violence");
        await host.Client.WithdrawFindingAsync(
            new() { FindingId = confirmed.FindingIds[1], Reason = "Twice.", ExpectedVersion = 1 }, old.Manager.In(old));
        await old.PublishAsync(inspection);
        var unpublished = await old.RecordAsync();
        await SucceedAsync(old, Today, east, west);

        foreach (var heir in (TestPartnership[])[east, west])
        {
            var there = await ArrivedAsync(heir, inspection.InspectionId);
            var here = await old.GetAsync(inspection);
            Assert.Equal((old.TenantId, old.Name, Today.ToIso()), (there.TakenOver.FromPartnershipId, there.TakenOver.FromName, there.TakenOver.On));
            (here.TakenOver, here.Version) = (there.TakenOver, there.Version);
            here.ReaderIds.Clear();
            Assert.Equal(here, there);
            foreach (var withdrawn in (bool[])[false, true])
            {
                var asked = new ListFindingsRequest { InspectionId = inspection.InspectionId, Withdrawn = withdrawn };
                Assert.Equal(await host.Client.ListFindingsAsync(asked, old.Manager.In(old)), await host.Client.ListFindingsAsync(asked, heir.Manager.In(heir)));
            }

            var letter = new GetLetterRequest { InspectionId = inspection.InspectionId };
            Assert.Equal(await host.Client.GetLetterAsync(letter, old.Manager.In(old)), await host.Client.GetLetterAsync(letter, heir.Manager.In(heir)));
            foreach (var record in (string[])[inspection.InspectionId, confirmed.FindingIds[1]])
            {
                var history = new ListHistoryRequest { RecordId = record };
                Assert.Equal(await host.Client.ListHistoryAsync(history, old.Manager.In(old)), await host.Client.ListHistoryAsync(history, heir.Manager.In(heir)));
            }

            Assert.Equal(await FilesAsync(old), await FilesAsync(heir));
            var events = await host.PullAsync(heir.TenantId, "reporting", events => events.Count == 1 + confirmed.FindingIds.Count);
            Assert.Equal(old.TenantId, InspectionChanged.Parser.ParseFrom(events[0].State).Inspection.TakenOver.FromPartnershipId);
            Assert.Equal(events.Count, (await host.Database.QueryAsync<string>(
                "select kind from audit where tenant_id = @TenantId and subject = 'service:inspections' and kind = 'Collection'", new { heir.TenantId })).Count);
            await Refusal.OfAsync(StatusCode.NotFound, host.Client.GetInspectionAsync(new() { InspectionId = unpublished.InspectionId }, heir.Manager.In(heir)));
        }

        await Refusal.OfAsync(StatusCode.NotFound, host.Client.GetInspectionAsync(new() { InspectionId = inspection.InspectionId }, stranger.Manager.In(stranger)));
    }

    [Fact]
    public async Task Copying_BegunAgain_LeavesWhatStandsThereAndTakesWhatIsPublishedLater()
    {
        var (old, east) = (await host.NewPartnershipAsync(), await host.NewPartnershipAsync());
        var (first, _, _) = await old.ConfirmedAsync();
        await old.PublishAsync(first);
        await SucceedAsync(old, Today, east);
        var version = (await ArrivedAsync(east, first.InspectionId)).Version;
        await east.CorrectThemeAsync(first, "What the successor calls it");

        // As after a crash between the two tenants' writes.
        await host.Database.ExecuteAsync("delete from handed_on where tenant_id = @TenantId", new { old.TenantId });
        var (second, _, _) = await old.ConfirmedAsync();
        await old.PublishAsync(second);
        await ArrivedAsync(east, second.InspectionId);

        var there = await east.GetAsync(first);
        Assert.Equal((version + 1, "What the successor calls it"), (there.Version, there.Theme));
    }

    [Fact]
    public async Task Copying_BeforeTheDayOrToTheSuccessorsOfOthers_IsNotDone()
    {
        var (old, east, other, heir) = (await host.NewPartnershipAsync(), await host.NewPartnershipAsync(), await host.NewPartnershipAsync(), await host.NewPartnershipAsync());
        var (early, _, _) = await old.ConfirmedAsync();
        await old.PublishAsync(early);
        await SucceedAsync(old, Today.AddDays(2), east);
        var (due, _, _) = await other.ConfirmedAsync();
        await other.PublishAsync(due);
        await SucceedAsync(other, Today, heir);

        await ArrivedAsync(heir, due.InspectionId);
        await Refusal.OfAsync(StatusCode.NotFound, host.Client.GetInspectionAsync(new() { InspectionId = early.InspectionId }, east.Manager.In(east)));
        using (host.Clock.At(host.Clock.GetUtcNow().AddDays(2)))
        {
            await Eventually.SoAsync(
                async () => (await host.Database.QueryAsync<int>("select 1 from inspection where tenant_id = @TenantId", new { east.TenantId })).Count == 1, "the day has come");
        }
    }

    [Fact]
    public async Task Finding_AddedToAnInheritedInspection_HasTheSuccessorsOwnReference()
    {
        var old = await host.NewPartnershipAsync();
        var east = new TestPartnership(host);
        await host.Partners.PublishAsync(east.TenantId, east.TenantId, 1, new PartnershipChanged { Partnership = new() { PartnershipId = east.TenantId, Code = "EST", Version = 1 } });
        var (inspection, _, _) = await old.ConfirmedAsync();
        await old.PublishAsync(inspection);
        await SucceedAsync(old, Today, east);
        await ArrivedAsync(east, inspection.InspectionId);
        var added = await host.Client.AddFindingFromParagraphAsync(new() { InspectionId = inspection.InspectionId, Paragraph = 1 }, east.Manager.In(east));
        Assert.Matches(@"^EST-\d{4}-F01$", added.Reference);
    }

    private async Task SucceedAsync(TestPartnership from, DateOnly on, params TestPartnership[] to)
    {
        var id = Guid.NewGuid().ToString();
        var told = new SuccessionChanged
        {
            Succession = new()
            {
                SuccessionId = id, FromPartnershipId = from.TenantId, FromName = from.Name, TakesEffectOn = on.ToIso(), Order = "The Order 2027", Version = 1,
                To = { to.Select(heir => new Successor { PartnershipId = heir.TenantId, Name = heir.Name }) },
            },
        };
        foreach (var tenant in to.Prepend(from))
        {
            await host.Partners.PublishAsync(tenant.TenantId, id, 1, told);
        }
    }

    private async Task<V1.Inspection> ArrivedAsync(TestPartnership heir, string inspectionId)
    {
        await Eventually.SoAsync(
            async () => await Refusal.CodeAsync(host.Client.GetInspectionAsync(new() { InspectionId = inspectionId }, heir.Manager.In(heir))) == StatusCode.OK,
            "the inspection stands in the successor's tenant");
        return await host.Client.GetInspectionAsync(new() { InspectionId = inspectionId }, heir.Manager.In(heir));
    }

    private Task<IReadOnlyList<string>> FilesAsync(TestPartnership tenant) => host.Database.QueryAsync<string>(
        "select file_id || name || encode(sha256, 'hex') from stored_file where tenant_id = @TenantId order by 1", new { tenant.TenantId });
}
