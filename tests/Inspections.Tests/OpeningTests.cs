using Grpc.Core;
using Jtai.Inspections.V1;
using Jtai.Partners.V1;
using Jtai.Testing;

namespace Jtai.Inspections.Tests;

/// <summary>Before publication it is kept which named reader opened an inspection, when first and when last; for the list alone.</summary>
[Collection(InspectionsService.Name)]
public sealed class OpeningTests(InspectionsHost host)
{
    [Theory]
    [InlineData("GetInspection")]
    [InlineData("GetLetter")]
    [InlineData("ListFindings")]
    [InlineData("GetFinding")]
    public async Task Opening_ByANamedReader_IsKeptOnceWithItsTime(string rpc)
    {
        var (here, inspection, findingId) = await ConfirmedAsync();
        var reader = here.OtherManager;
        Assert.DoesNotContain(await OpeningsAsync(here, inspection, here.Manager), opening => opening.PersonId == reader.Id.ToString());
        var began = host.Clock.GetUtcNow();

        Assert.Equal("OK", await Calls.AnswerAsync(rpc, host.Client, new(inspection.InspectionId, "", findingId), reader.In(here)));
        Assert.Equal("OK", await Calls.AnswerAsync(rpc, host.Client, new(inspection.InspectionId, "", findingId), reader.In(here)));

        var opening = Assert.Single(await OpeningsAsync(here, inspection, here.Manager), opening => opening.PersonId == reader.Id.ToString());
        Assert.InRange(opening.FirstAt.ToDateTimeOffset(), began.AddSeconds(-1), host.Clock.GetUtcNow().AddSeconds(1));
        Assert.Equal(opening.FirstAt, opening.LastAt);
    }

    [Fact]
    public async Task Opening_AgainLater_MovesTheLastTimeAndNotTheFirst()
    {
        var (here, inspection, _) = await ConfirmedAsync();
        await here.GetAsync(inspection);
        var first = Assert.Single(await OpeningsAsync(here, inspection, here.Manager));
        await host.Database.ExecuteAsync(
            "update opening set first_at = first_at - interval '2 days', last_at = last_at - interval '2 days'");

        await here.GetAsync(inspection);

        var again = Assert.Single(await OpeningsAsync(here, inspection, here.Manager));
        Assert.Equal(first.FirstAt.ToDateTimeOffset().AddDays(-2), again.FirstAt.ToDateTimeOffset());
        Assert.True(again.LastAt > first.LastAt);
    }

    [Fact]
    public async Task Openings_AfterPublication_AreKeptAddedToByNobodyAndForTheListAlone()
    {
        var (here, inspection, _) = await ConfirmedAsync();
        await here.GetAsync(inspection);
        await here.PublishAsync(inspection);
        var before = await OpeningsAsync(here, inspection, here.Manager);
        var councillor = TestPerson.Of(here.Council, Capacity.Councillor);

        await host.Client.GetInspectionAsync(new GetInspectionRequest { InspectionId = inspection.InspectionId }, councillor.In(here));
        await host.Client.GetInspectionAsync(new GetInspectionRequest { InspectionId = inspection.InspectionId }, here.OtherManager.In(here));

        Assert.Single(before);
        Assert.Equal(before, await OpeningsAsync(here, inspection, here.OtherManager));
        await Refusal.OfAsync(StatusCode.NotFound, host.Client.ListOpeningsAsync(
            new ListOpeningsRequest { InspectionId = inspection.InspectionId }, councillor.In(here)));
    }

    [Fact]
    public async Task Lists_OfInspections_OpenNone()
    {
        var (here, inspection, _) = await ConfirmedAsync();

        await host.Client.ListInspectionsAsync(new ListInspectionsRequest(), here.OtherManager.In(here));

        Assert.DoesNotContain(await OpeningsAsync(here, inspection, here.Manager), opening => opening.PersonId == here.OtherManager.Id.ToString());
    }

    private async Task<(TestPartnership Here, InspectionReply Inspection, string FindingId)> ConfirmedAsync()
    {
        var here = await host.NewPartnershipAsync();
        var (inspection, _, confirmed) = await here.ConfirmedAsync();
        await here.AppointAsync(here.OtherManager);
        await host.Client.NameReadersAsync(
            new NameReadersRequest
            {
                InspectionId = inspection.InspectionId,
                ReaderIds = { here.Manager.Id.ToString(), here.OtherManager.Id.ToString() },
                ExpectedVersion = confirmed.InspectionVersion,
            },
            here.Manager.In(here));
        return (here, inspection, confirmed.FindingIds[0]);
    }

    private async Task<IReadOnlyList<V1.Opening>> OpeningsAsync(TestPartnership here, InspectionReply inspection, TestPerson by) =>
        (await host.Client.ListOpeningsAsync(new ListOpeningsRequest { InspectionId = inspection.InspectionId }, by.In(here))).Openings;
}
