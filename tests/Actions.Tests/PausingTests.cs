using Grpc.Core;
using Jtai.Testing;

namespace Jtai.Actions.Tests;

public sealed class PausingTests
{
    [Fact]
    public async Task Pause_ThenAnotherReasonThenResume_IsToldOfAndKept()
    {
        var here = await PlanSteps.PartnershipAsync();
        var action = await here.MakeActionAsync();

        await PauseAsync(here, action, 1, "No venue for the roadshows.", "2098-01-01");
        var paused = (await here.ActionAsync(action.ActionId)).Pause;
        var entry = await here.KeptAsync(action.ActionId, V1.ActionChangeKind.Paused, here.Manager);
        await Refusal.OfAsync(StatusCode.FailedPrecondition, PauseAsync(here, action, 2, "No venue for the roadshows.", "2098-01-01"));
        await PauseAsync(here, action, 2, "No speaker either.", "2098-02-01");
        var again = (await here.ActionAsync(action.ActionId)).Pause;
        await here.As(here.Manager).ResumeActionAsync(new() { ActionId = action.ActionId, ExpectedVersion = 3, Reason = "There is a venue." });

        Assert.Equal(("No venue for the roadshows.", "2098-01-01"), (paused.Reason, paused.ReviewOn));
        Assert.Equal(new V1.Pause { Reason = "No speaker either.", Since = paused.Since, ReviewOn = "2098-02-01" }, again);
        Assert.Equal(
            ("No venue for the roadshows.", "pause.since", "pause.review_on"), (entry.Reason, entry.Fields[0].Field, entry.Fields[1].Field));
        Assert.Null((await here.ActionAsync(action.ActionId)).Pause);
        Assert.Equal("There is a venue.", (await here.KeptAsync(action.ActionId, V1.ActionChangeKind.Resumed, here.Manager)).Reason);
        await Refusal.OfAsync(StatusCode.FailedPrecondition, here.As(here.Manager).ResumeActionAsync(new() { ActionId = action.ActionId, ExpectedVersion = 4 }));
    }

    [Theory]
    [InlineData("", "2098-01-01", "reason")]
    [InlineData("Words.", "", "review_on")]
    [InlineData("Words.", "2024-01-01", "review_on")]
    public async Task Pause_WithoutReasonOrADayToCome_IsInvalid(string reason, string reviewOn, string field)
    {
        var here = await PlanSteps.PartnershipAsync();
        var action = await here.MakeActionAsync();

        Assert.Equal([field], (await Refusal.OfAsync(PauseAsync(here, action, 1, reason, reviewOn))).Fields);
    }

    [Fact]
    public async Task PausedAction_UpdatedRedatedAndClosed_GoesOnAndEndsUnpaused()
    {
        var here = await PlanSteps.PartnershipAsync();
        var action = await here.MakeActionAsync();
        await PauseAsync(here, action, 1, "No venue.", "2098-01-01");

        await here.As(here.Officer).UpdateProgressAsync(new(PlanSteps.Progress(action)) { ExpectedVersion = 2 });
        await here.As(here.Manager).ChangeDueDateAsync(new()
        {
            ActionId = action.ActionId, ExpectedVersion = 3, DueOn = "2027-09-30", Reason = V1.DateChangeReason.Dependency,
        });
        Assert.NotNull((await here.ActionAsync(action.ActionId)).Pause);
        await here.As(here.Manager).CloseActionAsync(new() { ActionId = action.ActionId, ExpectedVersion = 4, As = V1.ClosedAs.NotPursued, Reason = "Words." });

        Assert.Null((await here.ActionAsync(action.ActionId)).Pause);
        var entry = await here.KeptAsync(action.ActionId, V1.ActionChangeKind.Closed, here.Manager);
        Assert.Contains(entry.Fields, one => one is { Field: "pause.review_on", From: "2098-01-01", To: "" });
        await Refusal.OfAsync(StatusCode.FailedPrecondition, PauseAsync(here, action, 5, "Words.", "2098-01-01"));
    }

    private static AsyncUnaryCall<V1.ActionReply> PauseAsync(TestPartnership here, V1.ActionReply action, long version, string reason, string reviewOn) =>
        here.As(here.Manager).PauseActionAsync(new()
        {
            ActionId = action.ActionId, ExpectedVersion = version, Reason = reason, ReviewOn = reviewOn,
        });
}
