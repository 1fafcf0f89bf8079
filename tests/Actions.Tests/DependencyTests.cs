using Grpc.Core;
using Jtai.Inspections.V1;
using Jtai.Partners.V1;
using Jtai.Testing;

namespace Jtai.Actions.Tests;

/// <summary>What an action waits for.</summary>
public sealed class DependencyTests
{
    [Fact]
    public async Task SetDependencies_ShownBothWays_PointsOutWhatComesTooLate()
    {
        var here = await PlanSteps.PartnershipAsync();
        var waiting = await here.MakeActionAsync();
        var first = await here.As(here.Manager).AddActionAsync(new(here.NewAction(await here.PlanOfAsync())) { DueOn = "2027-06-30" });

        await SetAsync(here, waiting, 1, On(first), new() { Outside = "The new case system" });

        var (one, other) = (await RecordAsync(here, here.Manager, waiting), await RecordAsync(here, here.Manager, first));
        Assert.Equal((V1.Dependency[])[On(first), new() { Outside = "The new case system" }], one.Action.DependsOn);
        Assert.Equal(
            new V1.Neighbour
            {
                ActionId = first.ActionId, Reference = first.Reference, Title = other.Action.Title, DueOn = "2027-06-30",
                Delivery = V1.Delivery.NotStarted, WaitedFor = true, TooLate = true,
            },
            Assert.Single(one.Neighbours));
        Assert.Equal((waiting.ActionId, false, true), Shown(Assert.Single(other.Neighbours)));
        var entry = await here.KeptAsync(waiting.ActionId, V1.ActionChangeKind.DependenciesChanged, here.Manager);
        Assert.Equal(("depends_on", "", 2), (entry.Fields.Single().Field, entry.Fields.Single().From, entry.Fields.Single().To.Split(',').Length));
        Assert.Contains(first.ActionId, entry.Fields.Single().To, StringComparison.Ordinal);

        await here.As(here.Manager).ChangeDueDateAsync(new()
        {
            ActionId = first.ActionId, ExpectedVersion = 1, DueOn = "2027-03-31", Reason = V1.DateChangeReason.Dependency,
        });
        Assert.False((await RecordAsync(here, here.Manager, waiting)).Neighbours.Single().TooLate);
        Assert.False((await RecordAsync(here, here.Manager, first)).Neighbours.Single().TooLate);
        await Refusal.OfAsync(StatusCode.FailedPrecondition, SetAsync(here, waiting, 2, On(first), new() { Outside = "The new case system" }));
        await SetAsync(here, waiting, 2);
        Assert.Empty((await RecordAsync(here, here.Manager, first)).Neighbours);
    }

    [Fact]
    public async Task SetDependencies_ClosingACircleOfAnyLength_IsRefused()
    {
        var here = await PlanSteps.PartnershipAsync();
        var actions = new List<V1.ActionReply> { await here.MakeActionAsync() };
        for (var number = 1; number <= 4; number++)
        {
            actions.Add(await here.AnotherActionAsync());
            await SetAsync(here, actions[number - 1], 1, On(actions[number]));
        }

        var itself = await Refusal.OfAsync(SetAsync(here, actions[4], 1, On(actions[4])));
        Assert.Equal(["depends_on"], itself.Fields);
        foreach (var earlier in actions[..4])
        {
            var refusal = await Refusal.OfAsync(SetAsync(here, actions[4], 1, On(earlier)));
            Assert.Equal(StatusCode.FailedPrecondition, refusal.Code);
            Assert.Contains("circle", refusal.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task SetDependencies_TwoThatWouldCloseACircleAtOnce_OneWins()
    {
        var here = await PlanSteps.PartnershipAsync();
        var (one, other) = (await here.MakeActionAsync(), await here.AnotherActionAsync());
        for (var round = 0; round < 5; round++)
        {
            var versions = (One: (await here.ActionAsync(one.ActionId)).Version, Other: (await here.ActionAsync(other.ActionId)).Version);
            var codes = await Task.WhenAll(
                Refusal.CodeAsync(SetAsync(here, one, versions.One, On(other))), Refusal.CodeAsync(SetAsync(here, other, versions.Other, On(one))));
            Assert.Equal([StatusCode.OK, StatusCode.FailedPrecondition], codes.Order());
            await SetAsync(here, codes[0] == StatusCode.OK ? one : other, codes[0] == StatusCode.OK ? versions.One + 1 : versions.Other + 1);
        }
    }

    [Fact]
    public async Task SetDependencies_ByAnAgencyLead_ChoosesAmongWhatTheySeeAndKeepsWhatStands()
    {
        var here = await PlanSteps.PartnershipAsync();
        var ours = await here.MakeActionAsync();
        var request = here.NewAction(await here.PlanOfAsync());
        (request.Lead, request.SupportingAgencyIds[0]) = (new() { AgencyId = here.Schools }, here.Council);
        var (theirs, others) = (await here.As(here.Manager).AddActionAsync(request), await here.As(here.Manager).AddActionAsync(request));
        var lead = TestPerson.Of(here.Police, Capacity.AgencyLead);
        await SetAsync(here, ours, 1, On(theirs));

        var unseen = await Refusal.OfAsync(SetAsync(here, ours, 2, lead, On(theirs), On(others)));
        await SetAsync(here, ours, 2, lead, On(theirs), new() { Outside = "The new case system" });
        var supporter = await Refusal.OfAsync(SetAsync(here, ours, 3, TestPerson.Of(here.Icb, Capacity.AgencyLead)));

        Assert.Equal(("depends_on", StatusCode.PermissionDenied), (unseen.Fields.Single(), supporter.Code));
        Assert.Equal(2, (await here.ActionAsync(ours.ActionId)).DependsOn.Count);
        // What they do not see is no neighbour of theirs.
        Assert.Empty((await RecordAsync(here, lead, ours)).Neighbours);
        Assert.Single((await RecordAsync(here, here.Manager, ours)).Neighbours);
    }

    [Fact]
    public async Task SetDependencies_OnAPlanUnderEmbargo_IsForItsOwnPlanAlone()
    {
        var here = await PlanSteps.PartnershipAsync();
        var open = await here.MakeActionAsync();
        var inspectionId = Guid.NewGuid();
        await here.InspectionIsAsync(InspectionPhase.PrePublication, [here.Manager], inspectionId: inspectionId);
        var request = here.NewAction("");
        request.FindingIds[0] = (await here.FindingAsync("", inspectionId)).ToString();
        request.PlanId = (await here.As(here.Manager).MakeActionPlanAsync(new() { InspectionId = inspectionId.ToString() })).PlanId;
        var (hidden, second) = (await here.As(here.Manager).AddActionAsync(request), await here.As(here.Manager).AddActionAsync(request));

        Assert.Equal(["depends_on"], (await Refusal.OfAsync(SetAsync(here, open, 1, On(hidden)))).Fields);
        Assert.Equal(["depends_on"], (await Refusal.OfAsync(SetAsync(here, open, 1, here.OtherManager, On(hidden)))).Fields);
        await SetAsync(here, hidden, 1, On(open), On(second));

        // Whoever does not know of the plan does not learn of it here either.
        Assert.Empty((await RecordAsync(here, here.OtherManager, open)).Neighbours);
        Assert.Single((await RecordAsync(here, here.Manager, open)).Neighbours);
        await here.InspectionIsAsync(InspectionPhase.Published, inspectionId: inspectionId);
        Assert.Single((await RecordAsync(here, here.OtherManager, open)).Neighbours);
    }

    [Fact]
    public async Task SetDependencies_TooManyOrWithoutWordsOrUnknown_IsInvalid()
    {
        var here = await PlanSteps.PartnershipAsync();
        var action = await here.MakeActionAsync();

        Assert.Equal(["depends_on"], (await Refusal.OfAsync(SetAsync(
            here, action, 1, [.. Enumerable.Range(0, 21).Select(number => new V1.Dependency { Outside = $"Thing {number}" })]))).Fields);
        Assert.Equal(["depends_on.outside"], (await Refusal.OfAsync(SetAsync(here, action, 1, new V1.Dependency()))).Fields);
        Assert.Equal(["depends_on"], (await Refusal.OfAsync(SetAsync(here, action, 1, new V1.Dependency { ActionId = Guid.NewGuid().ToString() }))).Fields);
    }

    private static V1.Dependency On(V1.ActionReply action) => new() { ActionId = action.ActionId };

    private static (string Id, bool WaitedFor, bool TooLate) Shown(V1.Neighbour one) => (one.ActionId, one.WaitedFor, one.TooLate);

    private static AsyncUnaryCall<V1.ActionReply> SetAsync(TestPartnership here, V1.ActionReply action, long version, params V1.Dependency[] on) =>
        SetAsync(here, action, version, here.Manager, on);

    private static AsyncUnaryCall<V1.ActionReply> SetAsync(
        TestPartnership here, V1.ActionReply action, long version, TestPerson by, params V1.Dependency[] on) =>
        here.As(by).SetDependenciesAsync(new() { ActionId = action.ActionId, ExpectedVersion = version, DependsOn = { on } });

    private static async Task<V1.ActionRecord> RecordAsync(TestPartnership here, TestPerson person, V1.ActionReply action) =>
        await here.As(person).GetActionAsync(new() { ActionId = action.ActionId });
}
