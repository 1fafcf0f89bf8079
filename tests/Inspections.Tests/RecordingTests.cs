using Dapper;
using Grpc.Core;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Inspections.V1;
using Jtai.Store;
using Npgsql;

namespace Jtai.Inspections.Tests;

/// <summary>Recording, phases, the named list and publication, through the front door.</summary>
[Collection(InspectionsService.Name)]
public sealed class RecordingTests(InspectionsHost host)
{
    [Fact]
    public async Task Record_Twice_NumbersReferencesAndPublishesStates()
    {
        var partnership = host.NewPartnership();
        var year = TimeProvider.System.Today().Year;

        var first = await partnership.RecordAsync();
        var second = await partnership.RecordAsync();

        Assert.Equal([$"{partnership.Code}-{year}-I01", $"{partnership.Code}-{year}-I02"], [first.Reference, second.Reference]);
        await using var everything = new NpgsqlConnection(host.Database.Everything);
        var states = await everything.QueryAsync<byte[]>(
            "select state from outbox where tenant_id = @TenantId order by id", new { partnership.TenantId });
        Assert.Equal(
            [first.InspectionId, second.InspectionId],
            states.Select(state => InspectionChanged.Parser.ParseFrom(state).Inspection.InspectionId));
    }

    [Fact]
    public async Task Record_AtOnce_GivesEveryReferenceOnce()
    {
        var partnership = host.NewPartnership();

        var replies = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => partnership.RecordAsync()));

        Assert.Equal(3, replies.Select(reply => reply.Reference).Distinct().Count());
    }

    [Fact]
    public async Task Record_InAPartnershipProvisionedAMomentAgo_WaitsUntilItIsKnown()
    {
        var partnership = new TestPartnership(host, 500);

        var recording = partnership.RecordAsync();
        await host.DeliverAsync(partnership);

        Assert.StartsWith(partnership.Code, (await recording).Reference, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Record_SameKeyAgain_HappensOnce()
    {
        var partnership = host.NewPartnership();
        var request = new RecordInspectionRequest { Theme = "Domestic abuse", Phase = InspectionPhase.Notified };

        var first = await host.Client.RecordInspectionAsync(request, partnership.By(partnership.Manager, key: "key-number-1"));
        var again = await host.Client.RecordInspectionAsync(request, partnership.By(partnership.Manager, key: "key-number-1"));

        Assert.Equal(first, again);
        Assert.Single((await host.Client.ListInspectionsAsync(new ListInspectionsRequest(), partnership.By(partnership.Manager))).Inspections);
    }

    [Fact]
    public async Task ChangePhase_WithAStaleVersion_IsAborted()
    {
        var partnership = host.NewPartnership();
        var inspection = await partnership.RecordAsync(InspectionPhase.Notified);
        await ChangeAsync(InspectionPhase.Fieldwork, 1);

        var stale = await Assert.ThrowsAsync<RpcException>(() => ChangeAsync(InspectionPhase.AccuracyDraft, 1));

        Assert.Equal(StatusCode.Aborted, stale.StatusCode);
        Assert.Equal(InspectionPhase.Fieldwork, (await partnership.GetAsync(inspection)).Phase);

        async Task ChangeAsync(InspectionPhase phase, long version) => await host.Client.ChangePhaseAsync(
            new ChangePhaseRequest { InspectionId = inspection.InspectionId, Phase = phase, ExpectedVersion = version },
            partnership.By(partnership.Manager));
    }

    [Fact]
    public async Task NameReaders_SomebodyWhoLeft_IsInvalid()
    {
        var partnership = host.NewPartnership();
        var inspection = await partnership.RecordAsync();

        var refusal = await Assert.ThrowsAsync<RpcException>(() => NameAsync(partnership, inspection, partnership.Leaver));

        Assert.Equal(StatusCode.InvalidArgument, refusal.StatusCode);
        Assert.Contains("current appointment", refusal.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NameReaders_SomebodyAppointed_LetsThemSee()
    {
        var partnership = host.NewPartnership();
        var inspection = await partnership.RecordAsync();
        var request = new GetInspectionRequest { InspectionId = inspection.InspectionId };
        var before = await Assert.ThrowsAsync<RpcException>(async () =>
            await host.Client.GetInspectionAsync(request, partnership.By(partnership.Reader)));

        await NameAsync(partnership, inspection, partnership.Reader);

        Assert.Equal(StatusCode.NotFound, before.StatusCode);
        var seen = await host.Client.GetInspectionAsync(request, partnership.By(partnership.Reader));
        Assert.Equal([partnership.Manager.ToString(), partnership.Reader.ToString()], seen.ReaderIds);
    }

    [Fact]
    public async Task Publish_ByManager_LetsEverybodyAppointedSee()
    {
        var partnership = host.NewPartnership();
        var inspection = await partnership.RecordAsync();

        await partnership.PublishAsync(inspection);

        var seen = await host.Client.GetInspectionAsync(
            new GetInspectionRequest { InspectionId = inspection.InspectionId },
            partnership.By(Guid.NewGuid(), Partners.V1.Capacity.Councillor));
        Assert.Equal((InspectionPhase.Published, "2024-09-09"), (seen.Phase, seen.PublishedOn));
    }

    [Fact]
    public async Task Record_ByACouncillor_IsDenied()
    {
        var partnership = host.NewPartnership();

        var refusal = await Assert.ThrowsAsync<RpcException>(async () => await host.Client.RecordInspectionAsync(
            new RecordInspectionRequest { Theme = "Domestic abuse", Phase = InspectionPhase.Notified },
            partnership.By(Guid.NewGuid(), Partners.V1.Capacity.Councillor)));

        Assert.Equal(StatusCode.PermissionDenied, refusal.StatusCode);
    }

    private async Task NameAsync(TestPartnership partnership, InspectionReply inspection, Guid reader) =>
        await host.Client.NameReadersAsync(
            new NameReadersRequest
            {
                InspectionId = inspection.InspectionId,
                ReaderIds = { partnership.Manager.ToString(), reader.ToString() },
                ExpectedVersion = 1,
            },
            partnership.By(partnership.Manager));
}
