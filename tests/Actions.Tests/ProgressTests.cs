using Grpc.Core;
using Jtai.Partners.V1;
using Jtai.Testing;

namespace Jtai.Actions.Tests;

public sealed class ProgressTests
{
    [Fact]
    public async Task UpdateProgress_ByLeadingAgency_IsInTheRecordAndInTheEvents()
    {
        var host = await ActionsHost.SharedAsync();
        var here = await PlanSteps.PartnershipAsync();
        var action = await here.MakeActionAsync();

        var reply = await here.As(here.Officer).UpdateProgressAsync(PlanSteps.Progress(action));

        var record = await here.As(here.Officer).GetActionAsync(new() { ActionId = action.ActionId });
        var update = Assert.Single(record.Updates);
        Assert.Equal((2L, reply.UpdateId), (reply.Version, update.UpdateId));
        Assert.Equal(update, record.Action.LastUpdate);
        Assert.Equal((V1.Delivery.InProgress, V1.Progress.Good, 1, 2L),
            (record.Action.Delivery, record.Action.Assessment.Progress, record.Action.Updates, record.Action.Version));
        Assert.Equal((here.Officer.Id.ToString(), here.Police), (update.PersonId, update.AgencyId));

        var events = await host.PullAsync(here.TenantId, "reporting", events => events.Any(@event => @event.AggregateId == reply.UpdateId));
        var changed = events.Last(@event => @event.AggregateId == action.ActionId);
        Assert.Equal(
            new V1.ActionChanged { Action = record.Action, Kind = V1.ActionChangeKind.ProgressRecorded, PersonId = here.Officer.Id.ToString() },
            V1.ActionChanged.Parser.ParseFrom(changed.State));
        Assert.Equal(update, V1.UpdateRecorded.Parser.ParseFrom(events.Single(@event => @event.AggregateId == reply.UpdateId).State).Update);
        Assert.Equal(record.Action.PlanId, V1.ActionPlanChanged.Parser.ParseFrom(
            events.Last(@event => @event.Type == V1.ActionPlanChanged.Descriptor.FullName).State).Plan.PlanId);
    }

    [Fact]
    public async Task UpdateProgress_SameKeyAgain_HappensOnceAndAnswersTheSame()
    {
        var here = await PlanSteps.PartnershipAsync();
        var action = await here.MakeActionAsync();
        var key = PlanSteps.Key("the-same-key-again");
        var request = PlanSteps.Progress(action);

        var first = await here.As(here.Officer).UpdateProgressAsync(request, key);
        var second = await here.As(here.Officer).UpdateProgressAsync(request, key);
        request.Narrative = "Something else.";
        var other = await Refusal.OfAsync(here.As(here.Officer).UpdateProgressAsync(request, key));

        Assert.Equal(first, second);
        Assert.Equal(StatusCode.FailedPrecondition, other.Code);
        Assert.Single((await here.As(here.Officer).GetActionAsync(new() { ActionId = action.ActionId })).Updates);
    }

    [Fact]
    public async Task UpdateProgress_WithoutKey_IsInvalid()
    {
        var host = await ActionsHost.SharedAsync();
        var here = await PlanSteps.PartnershipAsync();
        var action = await here.MakeActionAsync();

        var refusal = await Refusal.OfAsync(new V1.Actions.ActionsClient(host.Service.Channel)
            .UpdateProgressAsync(PlanSteps.Progress(action), new Metadata { here.Officer.In(here)[0] }));

        Assert.Equal("idempotency-key", Assert.Single(refusal.Fields));
    }

    [Fact]
    public async Task UpdateProgress_ManyAtOnce_OneWinsAndTheOthersLearnTheCurrentVersion()
    {
        var here = await PlanSteps.PartnershipAsync();
        var action = await here.MakeActionAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(async number =>
        {
            try
            {
                await here.As(here.Officer).UpdateProgressAsync(PlanSteps.Progress(action, $"Update {number}"));
                return null;
            }
            catch (RpcException failure)
            {
                return Refusal.Of(failure);
            }
        }));

        Assert.Single(answers, answer => answer is null);
        Assert.All(answers.OfType<Refusal>(), refusal => Assert.Equal((StatusCode.Aborted, 2L), (refusal.Code, refusal.CurrentVersion)));
        Assert.Single((await here.As(here.Officer).GetActionAsync(new() { ActionId = action.ActionId })).Updates);
    }

    [Theory]
    [InlineData("narrative")]
    [InlineData("difference_for_children")]
    [InlineData("assessment.reason")]
    public async Task UpdateProgress_NhsNumberInAnyText_NamesTheFieldAndSavesNothing(string field)
    {
        const string Text = "Seen with 943 476 5919 in June.";
        var here = await PlanSteps.PartnershipAsync();
        var action = await here.MakeActionAsync();
        var request = PlanSteps.Progress(action);
        switch (field)
        {
            case "narrative": request.Narrative = Text; break;
            case "difference_for_children": request.DifferenceForChildren = Text; break;
            default: request.Assessment.Reason = Text; break;
        }

        var refusal = await Refusal.OfAsync(here.As(here.Officer).UpdateProgressAsync(request));

        Assert.Equal((StatusCode.InvalidArgument, field), (refusal.Code, Assert.Single(refusal.Fields)));
        Assert.Empty((await here.As(here.Officer).GetActionAsync(new() { ActionId = action.ActionId })).Updates);
    }

    [Fact]
    public async Task UpdateProgress_DateNotAchievableWithoutReason_IsInvalid()
    {
        var here = await PlanSteps.PartnershipAsync();
        var request = PlanSteps.Progress(await here.MakeActionAsync());
        request.Assessment.DateAchievable = false;

        Assert.Equal("assessment.reason", Assert.Single((await Refusal.OfAsync(here.As(here.Officer).UpdateProgressAsync(request))).Fields));
    }

    [Fact]
    public async Task OtherAgencysPerson_SeesTheirOwnActionsAlone()
    {
        var here = await PlanSteps.PartnershipAsync();
        var action = await here.MakeActionAsync();
        var request = here.NewAction((await here.As(here.Manager).ListActionPlansAsync(new())).Plans.Single().PlanId);
        request.SupportingAgencyIds.Add(here.Schools);
        var shared = await here.As(here.Manager).AddActionAsync(request);
        var teacher = TestPerson.Of(here.Schools, Capacity.AgencyLead);

        await Refusal.OfAsync(StatusCode.NotFound, here.As(teacher).GetActionAsync(new() { ActionId = action.ActionId }));
        await Refusal.OfAsync(StatusCode.NotFound, here.As(teacher).UpdateProgressAsync(PlanSteps.Progress(action)));
        var listed = await here.As(teacher).ListActionsAsync(new() { PlanId = request.PlanId });
        Assert.Equal(shared.ActionId, Assert.Single(listed.Actions).ActionId);
        Assert.Equal(1, (await here.As(teacher).GetActionPlanAsync(new() { PlanId = request.PlanId })).Actions);
        Assert.Equal(2, (await here.As(teacher).UpdateProgressAsync(PlanSteps.Progress(shared))).Version);
    }

    [Fact]
    public async Task UpdateProgress_BySomebodyWhoSeesAllButTakesNoPart_IsForbidden()
    {
        var here = await PlanSteps.PartnershipAsync();
        var action = await here.MakeActionAsync();
        var both = TestPerson.Of(here.Schools, Capacity.BoardMember, Capacity.AgencyLead);

        var refusal = await Refusal.OfAsync(here.As(both).UpdateProgressAsync(PlanSteps.Progress(action)));
        Assert.Equal(StatusCode.PermissionDenied, refusal.Code);
        Assert.False((await here.As(both).GetActionAsync(new() { ActionId = action.ActionId })).MayUpdate);
    }

    [Fact]
    public async Task GetAction_AfterManyLongUpdates_GivesTheHistoryInPagesWithoutAGap()
    {
        var here = await PlanSteps.PartnershipAsync();
        var action = await here.MakeActionAsync();
        var officer = here.As(here.Officer);
        for (var number = 0; number < 51; number++)
        {
            var request = PlanSteps.Progress(action, new string('w', 4000));
            request.ExpectedVersion = action.Version + number;
            await officer.UpdateProgressAsync(request);
        }

        var changed = await here.As(here.Manager).ChangeDueDateAsync(new()
        {
            ActionId = action.ActionId, ExpectedVersion = action.Version + 51, DueOn = "2027-09-30",
            Reason = V1.DateChangeReason.Dependency, Explanation = "The provider starts later.",
        });
        var newest = await officer.GetActionAsync(new() { ActionId = action.ActionId });
        var earlier = await officer.GetActionAsync(new() { ActionId = action.ActionId, BeforeVersion = newest.EarlierBeforeVersion });

        Assert.Equal((49, 1), (newest.Updates.Count, newest.DateChanges.Count));
        Assert.Equal((2, 0, 0L), (earlier.Updates.Count, earlier.DateChanges.Count, earlier.EarlierBeforeVersion));
        Assert.Equal(51, newest.Updates.Concat(earlier.Updates).DistinctBy(update => update.UpdateId).Count());
        Assert.Equal((newest.Action, changed.Version), (earlier.Action, earlier.Action.Version));
    }
}
