using Grpc.Core;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Inspections.V1;
using Jtai.Store;
using Jtai.Testing;

namespace Jtai.Inspections.Tests;

/// <summary>Recording, phases, the named list and publication, through the front door.</summary>
[Collection(InspectionsService.Name)]
public sealed class RecordingTests(InspectionsHost host)
{
    [Fact]
    public async Task Record_SameKeyAgain_HappensOnce()
    {
        var partnership = await host.NewPartnershipAsync();
        var request = new RecordInspectionRequest { Theme = "Domestic abuse", Phase = InspectionPhase.Notified };

        var first = await host.Client.RecordInspectionAsync(request, partnership.Manager.In(partnership, "key-number-1"));
        var again = await host.Client.RecordInspectionAsync(request, partnership.Manager.In(partnership, "key-number-1"));

        Assert.Equal(first, again);
        Assert.Single((await host.Client.ListInspectionsAsync(new ListInspectionsRequest(), partnership.Manager.In(partnership))).Inspections);
    }

    [Fact]
    public async Task ChangePhase_WithAStaleVersion_IsAborted()
    {
        var partnership = await host.NewPartnershipAsync();
        var inspection = await partnership.RecordAsync(InspectionPhase.Notified);
        await ChangeAsync(InspectionPhase.Fieldwork, 1);

        await Refusal.OfAsync(StatusCode.Aborted, ChangeAsync(InspectionPhase.AccuracyDraft, 1));

        Assert.Equal(InspectionPhase.Fieldwork, (await partnership.GetAsync(inspection)).Phase);

        AsyncUnaryCall<InspectionReply> ChangeAsync(InspectionPhase phase, long version) => host.Client.ChangePhaseAsync(
            new ChangePhaseRequest { InspectionId = inspection.InspectionId, Phase = phase, ExpectedVersion = version },
            partnership.Manager.In(partnership));
    }

    [Fact]
    public async Task NameReaders_SomebodyWhoLeft_IsInvalid()
    {
        var partnership = await host.NewPartnershipAsync();
        var inspection = await partnership.RecordAsync();
        await partnership.AppointAsync(partnership.OtherManager, endsOn: "2024-01-31");

        var refusal = await Refusal.OfAsync(StatusCode.InvalidArgument, NameAsync(partnership, inspection, partnership.OtherManager));

        Assert.Contains("current appointment", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NameReaders_SomebodyAppointed_LetsThemSee()
    {
        var partnership = await host.NewPartnershipAsync();
        var inspection = await partnership.RecordAsync();
        var (reader, request) = (partnership.OtherManager, new GetInspectionRequest { InspectionId = inspection.InspectionId });
        await partnership.AppointAsync(reader);
        await Refusal.OfAsync(StatusCode.NotFound, host.Client.GetInspectionAsync(request, reader.In(partnership)));

        await NameAsync(partnership, inspection, reader);

        var seen = await host.Client.GetInspectionAsync(request, reader.In(partnership));
        Assert.Equal([partnership.Manager.Id.ToString(), reader.Id.ToString()], seen.ReaderIds);
    }

    [Fact]
    public async Task Publish_ByManager_LetsEverybodyAppointedSee()
    {
        var partnership = await host.NewPartnershipAsync();
        var inspection = await partnership.RecordAsync();

        await partnership.PublishAsync(inspection);

        var seen = await host.Client.GetInspectionAsync(
            new GetInspectionRequest { InspectionId = inspection.InspectionId },
            TestPerson.Of(partnership.Council, Partners.V1.Capacity.Councillor).In(partnership));
        Assert.Equal((InspectionPhase.Published, "2024-09-09"), (seen.Phase, seen.PublishedOn));
    }

    [Fact]
    public async Task Record_ByACouncillor_IsDenied()
    {
        var partnership = await host.NewPartnershipAsync();

        await Refusal.OfAsync(StatusCode.PermissionDenied, host.Client.RecordInspectionAsync(
            new RecordInspectionRequest { Theme = "Domestic abuse", Phase = InspectionPhase.Notified },
            TestPerson.Of(partnership.Council, Partners.V1.Capacity.Councillor).In(partnership)));
    }

    private AsyncUnaryCall<InspectionReply> NameAsync(TestPartnership partnership, InspectionReply inspection, TestPerson reader) =>
        host.Client.NameReadersAsync(
            new NameReadersRequest
            {
                InspectionId = inspection.InspectionId,
                ReaderIds = { partnership.Manager.Id.ToString(), reader.Id.ToString() },
                ExpectedVersion = 1,
            },
            partnership.Manager.In(partnership));
}
