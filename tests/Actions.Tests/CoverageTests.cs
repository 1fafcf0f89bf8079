using Grpc.Core;
using Jtai.Partners.V1;
using Jtai.Testing;

namespace Jtai.Actions.Tests;

public sealed class CoverageTests
{
    [Fact]
    public async Task RecordCoverage_InAnyOrder_TheNewestByItsDayStandsOnTheAction()
    {
        var here = await PlanSteps.PartnershipAsync();
        var action = await here.MakeActionAsync();

        await RecordAsync(here, action, 1, 38, 70, "2024-05-01");
        var newest = await RecordAsync(here, action, 2, 41, 70, "2024-06-01");
        var entry = await here.KeptAsync(action.ActionId, V1.ActionChangeKind.CoverageRecorded, here.Officer);
        await RecordAsync(here, action, 3, 12, 70, "2024-01-01");
        Assert.Equal((41, "2024-06-01"), await StandingAsync(here, action));
        var corrected = await RecordAsync(here, action, 4, 40, 70, "2024-06-01");

        var record = await here.As(here.Officer).GetActionAsync(new() { ActionId = action.ActionId });
        Assert.Equal((40, "2024-06-01"), await StandingAsync(here, action));
        Assert.Equal([40, 41, 38, 12], record.Coverage.Select(reading => reading.Done));
        Assert.Equal((corrected.PartId, newest.PartId), (record.Coverage[0].ReadingId, record.Coverage[1].ReadingId));
        Assert.Equal(("GP practices", here.Officer.Id.ToString()), (record.Coverage[0].What, record.Coverage[0].PersonId));
        Assert.Equal(record.Coverage[0], record.Action.Coverage);
        Assert.Equal(record.Coverage[0], (await here.ToldAsync<V1.CoverageRecorded>(corrected.PartId)).Reading);
        Assert.Equal(
            [("coverage.done", "38", "41"), ("coverage.on", "2024-05-01", "2024-06-01")], entry.Fields.Select(one => (one.Field, one.From, one.To)));
    }

    [Theory]
    [InlineData(71, 70, "GP practices", "2024-05-01", "done")]
    [InlineData(-1, 70, "GP practices", "2024-05-01", "done")]
    [InlineData(0, 0, "GP practices", "2024-05-01", "of")]
    [InlineData(41, 70, "", "2024-05-01", "what")]
    [InlineData(41, 70, "GP practices", "2099-05-01", "on")]
    public async Task RecordCoverage_ThatCannotBe_IsInvalid(int done, int of, string what, string on, string field)
    {
        var here = await PlanSteps.PartnershipAsync();
        var action = await here.MakeActionAsync();

        Assert.Equal([field], (await Refusal.OfAsync(RecordAsync(here, action, 1, done, of, on, what))).Fields);
    }

    [Fact]
    public async Task RecordCoverage_WithoutADay_IsTodaysAndOnlyByWhoTakesPart()
    {
        var here = await PlanSteps.PartnershipAsync();
        var action = await here.MakeActionAsync();
        await Refusal.OfAsync(StatusCode.PermissionDenied, here.As(TestPerson.Of(here.Schools, Capacity.BoardMember, Capacity.AgencyLead)).RecordCoverageAsync(
            new() { ActionId = action.ActionId, ExpectedVersion = 1, Done = 1, Of = 2, What = "schools" }));

        await RecordAsync(here, action, 1, 0, 70, "");

        var (done, on) = await StandingAsync(here, action);
        Assert.Equal(0, done);
        Assert.NotEmpty(on);
    }

    private static AsyncUnaryCall<V1.ActionPartReply> RecordAsync(
        TestPartnership here, V1.ActionReply action, long version, int done, int of, string on, string what = "GP practices") =>
        here.As(here.Officer).RecordCoverageAsync(new()
        {
            ActionId = action.ActionId, ExpectedVersion = version, Done = done, Of = of, What = what, On = on,
        });

    private static async Task<(int Done, string On)> StandingAsync(TestPartnership here, V1.ActionReply action)
    {
        var coverage = (await here.ActionAsync(action.ActionId)).Coverage;
        return (coverage.Done, coverage.On);
    }
}
