using Grpc.Core;
using Jtai.Inspections.V1;
using Jtai.Partners.V1;
using Jtai.Testing;

namespace Jtai.Actions.Tests;

/// <summary>Several actions changed in one act.</summary>
public sealed class ManyAtOnceTests
{
    [Fact]
    public async Task ChangeMany_LeadOwnerAndDate_IsOneNoteInEveryHistory()
    {
        var here = await PlanSteps.PartnershipAsync();
        var (one, other) = (await here.MakeActionAsync(), await here.AnotherActionAsync());
        var owner = TestPerson.Of(here.Icb, Capacity.ActionOwner);
        await here.RegisterAsync(owner);
        await here.As(here.Officer).UpdateProgressAsync(PlanSteps.Progress(one));

        var reply = await here.As(here.Manager).ChangeManyActionsAsync(new()
        {
            Actions = { Of(other, 1), Of(one, 2) }, Lead = new() { AgencyId = here.Icb }, OwnerId = owner.Id.ToString(), DueOn = "2027-09-30",
            DateReason = V1.DateChangeReason.ScopeChanged, Note = "The board takes over what the force began.",
        });

        Assert.Equal([(other.ActionId, 2L), (one.ActionId, 3L)], reply.Actions.Select(action => (action.ActionId, action.Version)));
        foreach (var action in new[] { one, other })
        {
            var entry = await here.KeptAsync(action.ActionId, V1.ActionChangeKind.HandedOver, here.Manager);
            var record = await here.As(here.Manager).GetActionAsync(new() { ActionId = action.ActionId });
            // Who leads no longer supports.
            Assert.Equal(
                [("lead", $"agency:{here.Police}", $"agency:{here.Icb}"), ("supporting_agency_ids", here.Icb, ""), ("owner_id", "", owner.Id.ToString())],
                entry.Fields.Select(change => (change.Field, change.From, change.To)));
            Assert.Equal(
                ("The board takes over what the force began.", entry.Reason, V1.DateChangeReason.ScopeChanged, "2027-03-31"),
                (entry.Reason, record.DateChanges.Single().Explanation, record.DateChanges.Single().Reason, record.Action.OriginalDueOn));
            Assert.Equal(record.DateChanges.Single(), (await here.ToldAsync<V1.DueDateChanged>(record.DateChanges.Single().ChangeId)).Change);
        }
    }

    [Fact]
    public async Task ChangeMany_OneThatHasChangedOrIsClosed_LeavesAllAsTheyWere()
    {
        var here = await PlanSteps.PartnershipAsync();
        var (one, other) = (await here.MakeActionAsync(), await here.AnotherActionAsync());
        var request = new V1.ChangeManyActionsRequest
        {
            Actions = { Of(one, 1), Of(other, 2) }, Lead = new() { BodyId = here.Board }, Note = "Words.",
        };

        var stale = await Refusal.OfAsync(here.As(here.Manager).ChangeManyActionsAsync(request));
        await here.As(here.Manager).CloseActionAsync(new() { ActionId = other.ActionId, ExpectedVersion = 1, As = V1.ClosedAs.NotPursued, Reason = "Words." });
        var closed = await Refusal.OfAsync(here.As(here.Manager).ChangeManyActionsAsync(request));

        Assert.Equal((StatusCode.Aborted, 1L), (stale.Code, stale.CurrentVersion));
        Assert.Equal(StatusCode.FailedPrecondition, closed.Code);
        Assert.StartsWith(other.Reference, closed.Message, StringComparison.Ordinal);
        Assert.Equal((1L, here.Police), ((await here.ActionAsync(one.ActionId)).Version, (await here.ActionAsync(one.ActionId)).Lead.AgencyId));
    }

    [Fact]
    public async Task ChangeMany_NewLead_ClearsAnOwnerWhoIsNotTheirsAndSkipsWhatHasItAlready()
    {
        var here = await PlanSteps.PartnershipAsync();
        await here.RegisterAsync(here.Officer);
        var planId = await here.MakePlanAsync();
        var owned = await here.As(here.Manager).AddActionAsync(new(here.NewAction(planId)) { OwnerId = here.Officer.Id.ToString() });
        var theirs = await here.As(here.Manager).AddActionAsync(new(here.NewAction(planId)) { Lead = new() { AgencyId = here.Schools } });
        var request = new V1.ChangeManyActionsRequest
        {
            Actions = { Of(owned, 1), Of(theirs, 1) }, Lead = new() { AgencyId = here.Schools }, Note = "Words.",
        };

        var reply = await here.As(here.Manager).ChangeManyActionsAsync(request);
        (request.Actions[0].ExpectedVersion, request.Note) = (2, "");
        var nothing = await Refusal.OfAsync(here.As(here.Manager).ChangeManyActionsAsync(request));

        Assert.Equal([2L, 1L], reply.Actions.Select(action => action.Version));
        Assert.Equal("", (await here.ActionAsync(owned.ActionId)).OwnerId);
        Assert.Equal(StatusCode.FailedPrecondition, nothing.Code);
    }

    [Fact]
    public async Task ChangeMany_Note_IsNeededWhereSomebodyHadIt()
    {
        var here = await PlanSteps.PartnershipAsync();
        var action = await here.MakeActionAsync();
        var (first, second) = (await here.PostAsync(here.Police), await here.PostAsync(here.Icb));

        var newLead = await Refusal.OfAsync(here.As(here.Manager).ChangeManyActionsAsync(new() { Actions = { Of(action, 1) }, Lead = new() { BodyId = here.Board } }));
        // Nobody owned it.
        await here.As(here.Manager).ChangeManyActionsAsync(new() { Actions = { Of(action, 1) }, OwnerPostId = first });
        var newOwner = await Refusal.OfAsync(here.As(here.Manager).ChangeManyActionsAsync(new() { Actions = { Of(action, 2) }, OwnerPostId = second }));
        var undated = await Refusal.OfAsync(here.As(here.Manager).ChangeManyActionsAsync(new() { Actions = { Of(action, 2) }, DueOn = "2027-09-30" }));
        await here.As(here.Manager).ChangeManyActionsAsync(new()
        {
            Actions = { Of(action, 2) }, DueOn = "2027-09-30", DateReason = V1.DateChangeReason.Dependency,
        });

        Assert.Equal(("note", "note", "date_reason"), (newLead.Fields.Single(), newOwner.Fields.Single(), undated.Fields.Single()));
        Assert.Equal(
            V1.ActionChangeKind.DueDateMoved, (await here.ToldAsync<V1.ActionChanged>(action.ActionId)).Kind);
    }

    [Fact]
    public async Task ChangeMany_OwnerOrLeadWithoutAPartInIt_IsInvalid()
    {
        var here = await PlanSteps.PartnershipAsync();
        var action = await here.MakeActionAsync();
        var stranger = TestPerson.Of(here.Schools, Capacity.ActionOwner);
        await here.RegisterAsync(stranger);
        var request = new V1.ChangeManyActionsRequest { Actions = { Of(action, 1) }, OwnerId = stranger.Id.ToString() };

        Assert.Equal(["owner_id"], (await Refusal.OfAsync(here.As(here.Manager).ChangeManyActionsAsync(request))).Fields);
        request.OwnerPostId = await here.PostAsync(here.Police);
        Assert.Contains("owner_post_id", (await Refusal.OfAsync(here.As(here.Manager).ChangeManyActionsAsync(request))).Fields);
        (request.OwnerId, request.OwnerPostId, request.Lead, request.Note) = ("", "", new() { AgencyId = "another-force" }, "Words.");
        Assert.Equal(["lead"], (await Refusal.OfAsync(here.As(here.Manager).ChangeManyActionsAsync(request))).Fields);
    }

    [Fact]
    public async Task ChangeMany_WhileADateIsAskedFor_SettlesTheSameDateAndNoOther()
    {
        var here = await PlanSteps.PartnershipAsync();
        var action = await here.MakeActionAsync();
        var asked = await here.As(TestPerson.Of(here.Police, Capacity.AgencyLead)).AskForDateAsync(new()
        {
            ActionId = action.ActionId, ExpectedVersion = 1, To = "2027-09-30", Reason = V1.DateChangeReason.Dependency,
        });
        var request = new V1.ChangeManyActionsRequest
        {
            Actions = { Of(action, 2) }, DueOn = "2027-10-31", DateReason = V1.DateChangeReason.Dependency,
        };

        await Refusal.OfAsync(StatusCode.FailedPrecondition, here.As(here.Manager).ChangeManyActionsAsync(request));
        request.DueOn = "2027-09-30";
        await here.As(here.Manager).ChangeManyActionsAsync(request);

        Assert.Equal(V1.DateRequestState.Approved, (await here.ToldAsync<V1.DateRequestChanged>(asked.PartId)).Request.State);
        Assert.Equal("", (await here.ActionAsync(action.ActionId)).DateAskedFor);
    }

    [Fact]
    public async Task ChangeMany_NoneOrTwiceOrOfTwoPlans_IsInvalid()
    {
        var here = await PlanSteps.PartnershipAsync();
        var action = await here.MakeActionAsync();
        var inspectionId = Guid.NewGuid();
        await here.InspectionIsAsync(InspectionPhase.Published, inspectionId: inspectionId);
        var request = here.NewAction("");
        request.FindingIds[0] = (await here.FindingAsync("", inspectionId)).ToString();
        request.PlanId = (await here.As(here.Manager).MakeActionPlanAsync(new() { InspectionId = inspectionId.ToString() })).PlanId;
        var elsewhere = await here.As(here.Manager).AddActionAsync(request);

        foreach (var actions in (V1.ActionVersion[][])[[], [Of(action, 1), Of(action, 1)], [Of(action, 1), Of(elsewhere, 1)]])
        {
            var refusal = await Refusal.OfAsync(here.As(here.Manager).ChangeManyActionsAsync(
                new() { Actions = { actions }, Lead = new() { BodyId = here.Board }, Note = "Words." }));
            Assert.Equal(["actions"], refusal.Fields);
        }
    }

    [Fact]
    public async Task TransferActions_All_AreClosedWithOneReasonOrNoneIs()
    {
        var here = await PlanSteps.PartnershipAsync();
        var (one, other) = (await here.MakeActionAsync(), await here.AnotherActionAsync());
        var request = new V1.TransferActionsRequest { Actions = { Of(one, 1), Of(other, 1) } };

        Assert.Equal(["reason", "transferred_to"], (await Refusal.OfAsync(here.As(here.Manager).TransferActionsAsync(request))).Fields.Order(StringComparer.Ordinal));
        (request.TransferredTo, request.Reason, request.Actions[1].ExpectedVersion) = ("Neglect strategy 2027", "One plan for both.", 7);
        await Refusal.OfAsync(StatusCode.Aborted, here.As(here.Manager).TransferActionsAsync(request));
        Assert.Equal(1, (await here.ActionAsync(one.ActionId)).Version);
        request.Actions[1].ExpectedVersion = 1;
        await here.As(here.Manager).TransferActionsAsync(request);

        foreach (var action in new[] { one, other })
        {
            var closing = (await here.ActionAsync(action.ActionId)).Closing;
            Assert.Equal((V1.ClosedAs.Transferred, "Neglect strategy 2027", "One plan for both."), (closing.As, closing.TransferredTo, closing.Reason));
            Assert.Equal("One plan for both.", (await here.KeptAsync(action.ActionId, V1.ActionChangeKind.Closed, here.Manager)).Reason);
        }
    }

    private static V1.ActionVersion Of(V1.ActionReply action, long version) => new() { ActionId = action.ActionId, ExpectedVersion = version };
}
