using Grpc.Core;
using Jtai.Field;
using Jtai.Inspections.V1;
using Jtai.Testing;

namespace Jtai.Inspections.Tests;

/// <summary>References are allotted at publication, so that no number tells of what is not yet public (DESIGN 12).</summary>
[Collection(InspectionsService.Name)]
public sealed class ReferenceTests(InspectionsHost host)
{
    private static readonly int Year = TimeProvider.System.Today().Year;

    [Fact]
    public async Task Publish_WhileAnotherIsUnderEmbargo_TellsNothingOfItToThoseOffItsList()
    {
        var partnership = await host.NewPartnershipAsync();
        await partnership.AppointAsync(partnership.OtherManager);
        await partnership.PublishAsync((await partnership.ConfirmedAsync()).Inspection);
        var (embargoed, _, _) = await partnership.ConfirmedAsync();

        // A manager who is on no list records and publishes the next one.
        var recorded = await host.Client.RecordInspectionAsync(
            new RecordInspectionRequest { Theme = "Domestic abuse", Phase = InspectionPhase.PrePublication }, Other());
        var published = await host.Client.PublishInspectionAsync(
            new PublishInspectionRequest { InspectionId = recorded.InspectionId, PublishedOn = "2024-09-09", ExpectedVersion = 1 }, Other());

        Assert.Equal(("Draft inspection", $"{partnership.Code}-{Year}-I02"), (recorded.Reference, published.Reference));
        Assert.Equal(
            [published.Reference, $"{partnership.Code}-{Year}-I01"],
            (await host.Client.ListInspectionsAsync(new(), Other())).Inspections.Select(inspection => inspection.Reference));

        await partnership.PublishAsync(embargoed);

        Assert.Equal($"{partnership.Code}-{Year}-I03", (await partnership.GetAsync(embargoed)).Reference);
        var findings = await host.Client.ListFindingsAsync(new() { InspectionId = embargoed.InspectionId }, Other());
        Assert.Equal(
            Enumerable.Range(7, 6).Select(number => $"{partnership.Code}-{Year}-F{number:D2}"), findings.Findings.Select(finding => finding.Reference));

        Metadata Other() => partnership.OtherManager.In(partnership);
    }

    [Fact]
    public async Task Publish_ManyAtOnce_GivesEveryReferenceOnceAndTellsOfEveryFinding()
    {
        var partnership = await host.NewPartnershipAsync();
        var (confirmed, _, _) = await partnership.ConfirmedAsync();
        InspectionReply[] recorded = [confirmed, await partnership.RecordAsync(), await partnership.RecordAsync()];

        var published = await Task.WhenAll(recorded.Select(partnership.PublishAsync));

        Assert.Equal(
            Enumerable.Range(1, 3).Select(number => $"{partnership.Code}-{Year}-I{number:D2}"),
            published.Select(reply => reply.Reference).Order(StringComparer.Ordinal));
        var told = await host.Database.QueryAsync<byte[]>(
            """
            select distinct on (aggregate_id) state from outbox
            where tenant_id = @TenantId and type = 'jtai.inspections.v1.FindingChanged' order by aggregate_id, version desc
            """,
            new { partnership.TenantId });
        Assert.Equal(
            Enumerable.Range(1, 6).Select(number => $"{partnership.Code}-{Year}-F{number:D2}"),
            told.Select(state => FindingChanged.Parser.ParseFrom(state).Finding.Reference).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Publish_OfAWithdrawnFinding_GivesItNoNumber()
    {
        var partnership = await host.NewPartnershipAsync();
        var (inspection, _, confirmed) = await partnership.ConfirmedAsync();
        await host.Client.WithdrawFindingAsync(
            new() { FindingId = confirmed.FindingIds[0], ExpectedVersion = 1, Reason = "A heading." }, partnership.Manager.In(partnership));

        await partnership.PublishAsync(inspection);

        var withdrawn = await host.Client.GetFindingAsync(new() { FindingId = confirmed.FindingIds[0] }, partnership.Manager.In(partnership));
        var second = await host.Client.GetFindingAsync(new() { FindingId = confirmed.FindingIds[1] }, partnership.Manager.In(partnership));
        Assert.Equal(("Draft 1", $"{partnership.Code}-{Year}-F01"), (withdrawn.Reference, second.Reference));
    }
}
