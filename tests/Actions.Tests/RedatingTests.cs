using Grpc.Core;
using Jtai.Inspections.V1;
using Jtai.Partners.V1;
using Jtai.Testing;

namespace Jtai.Actions.Tests;

/// <summary>Asking for a new due date, and what becomes of it.</summary>
public sealed class RedatingTests
{
    [Fact]
    public async Task DecideDate_Approved_MovesTheDateWithTheAskersReason()
    {
        var here = await PlanSteps.PartnershipAsync();
        var action = await here.MakeActionAsync();
        var lead = TestPerson.Of(here.Police, Capacity.AgencyLead);

        var asked = await AskAsync(here, lead, action, 1);
        Assert.Equal("2027-09-30", (await here.ActionAsync(action.ActionId)).DateAskedFor);
        var entry = await here.KeptAsync(action.ActionId, V1.ActionChangeKind.DateAskedFor, lead);
        await here.As(here.Manager).DecideDateAsync(new() { RequestId = asked.PartId, ExpectedVersion = 1, Approved = true });

        var record = await here.As(here.Manager).GetActionAsync(new() { ActionId = action.ActionId });
        var (change, request) = (record.DateChanges.Single(), record.DateRequests.Single());
        Assert.Equal(
            ("2027-03-31", "2027-09-30", "", 1, 3L),
            (record.Action.OriginalDueOn, record.Action.DueOn, record.Action.DateAskedFor, record.Action.DateChanges, record.Action.Version));
        Assert.Equal(
            (V1.DateChangeReason.AwaitingDecision, "The board decides in June.", here.Manager.Id.ToString()),
            (change.Reason, change.Explanation, change.PersonId));
        Assert.Equal(
            (V1.DateRequestState.Approved, lead.Id.ToString(), here.Manager.Id.ToString(), 2L),
            (request.State, request.PersonId, request.DecidedBy, request.Version));
        Assert.Equal(request, (await here.ToldAsync<V1.DateRequestChanged>(asked.PartId)).Request);
        Assert.Equal(
            new V1.ActionChanged { Action = record.Action, Kind = V1.ActionChangeKind.DueDateMoved, PersonId = here.Manager.Id.ToString() },
            await here.ToldAsync<V1.ActionChanged>(action.ActionId));
        Assert.Equal(change, (await here.ToldAsync<V1.DueDateChanged>(change.ChangeId)).Change);
        Assert.Equal(
            [("date_asked_for", "", "2027-09-30"), ("date_request.reason", "", "4")], entry.Fields.Select(one => (one.Field, one.From, one.To)));
        await Refusal.OfAsync(StatusCode.FailedPrecondition, here.As(here.Manager).DecideDateAsync(
            new() { RequestId = asked.PartId, ExpectedVersion = 2, Words = "No." }));
    }

    [Fact]
    public async Task DecideDate_Declined_NeedsWordsAndLeavesTheDate()
    {
        var here = await PlanSteps.PartnershipAsync();
        var action = await here.MakeActionAsync();
        var asked = await AskAsync(here, TestPerson.Of(here.Police, Capacity.AgencyLead), action, 1);

        var unexplained = await Refusal.OfAsync(here.As(here.Manager).DecideDateAsync(new() { RequestId = asked.PartId, ExpectedVersion = 1 }));
        var stale = await Refusal.OfAsync(here.As(here.Manager).DecideDateAsync(new() { RequestId = asked.PartId, ExpectedVersion = 2, Words = "No." }));
        await here.As(here.Manager).DecideDateAsync(new() { RequestId = asked.PartId, ExpectedVersion = 1, Words = "The board wants it this spring." });

        var record = await here.As(here.Manager).GetActionAsync(new() { ActionId = action.ActionId });
        Assert.Equal(("words", StatusCode.Aborted, 1L), (unexplained.Fields.Single(), stale.Code, stale.CurrentVersion));
        Assert.Equal(("2027-03-31", "", 0), (record.Action.DueOn, record.Action.DateAskedFor, record.DateChanges.Count));
        Assert.Equal(
            (V1.DateRequestState.Declined, "The board wants it this spring."), (record.DateRequests.Single().State, record.DateRequests.Single().Decision));
        var entry = await here.KeptAsync(action.ActionId, V1.ActionChangeKind.DateNotMoved, here.Manager);
        Assert.Equal("The board wants it this spring.", entry.Reason);
        // Another can be asked for.
        await AskAsync(here, TestPerson.Of(here.Police, Capacity.AgencyLead), action, 3);
    }

    [Fact]
    public async Task AskForDate_ByWhomItIsFor_IsTheOwnerAndTheLeadingAgencysLeadAlone()
    {
        var here = await PlanSteps.PartnershipAsync();
        await here.RegisterAsync(here.Officer);
        var planId = await here.MakePlanAsync();
        var action = await here.As(here.Manager).AddActionAsync(new(here.NewAction(planId)) { OwnerId = here.Officer.Id.ToString() });
        foreach (var other in new[]
        {
            TestPerson.Of(here.Police, Capacity.ActionOwner), TestPerson.Of(here.Police, Capacity.Contributor),
            TestPerson.Of(here.Icb, Capacity.AgencyLead), TestPerson.Of(here.Council, Capacity.BoardMember, Capacity.AgencyLead),
        })
        {
            Assert.Equal(StatusCode.PermissionDenied, (await Refusal.OfAsync(AskAsync(here, other, action, 1))).Code);
            Assert.False((await here.As(other).GetActionAsync(new() { ActionId = action.ActionId })).MayAskForDate);
        }

        Assert.True((await here.As(here.Officer).GetActionAsync(new() { ActionId = action.ActionId })).MayAskForDate);
        await AskAsync(here, here.Officer, action, 1);
    }

    [Fact]
    public async Task AskForDate_WhileOneWaitsOrForNoNewDate_IsRefused()
    {
        var here = await PlanSteps.PartnershipAsync();
        var action = await here.MakeActionAsync();
        var lead = TestPerson.Of(here.Police, Capacity.AgencyLead);

        Assert.Equal(["to"], (await Refusal.OfAsync(AskAsync(here, lead, action, 1, "2027-03-31"))).Fields);
        Assert.Equal(["to"], (await Refusal.OfAsync(AskAsync(here, lead, action, 1, "2024-03-31"))).Fields);
        await AskAsync(here, lead, action, 1);
        var second = await Refusal.OfAsync(AskAsync(here, lead, action, 2, "2027-10-31"));

        Assert.Equal(StatusCode.FailedPrecondition, second.Code);
        Assert.Contains("30 September 2027", second.Message, StringComparison.Ordinal);
        Assert.False((await here.As(lead).GetActionAsync(new() { ActionId = action.ActionId })).MayAskForDate);
    }

    [Fact]
    public async Task WithdrawDateRequest_ByWhoAskedAlone_TakesItBack()
    {
        var here = await PlanSteps.PartnershipAsync();
        var action = await here.MakeActionAsync();
        var (lead, other) = (TestPerson.Of(here.Police, Capacity.AgencyLead), TestPerson.Of(here.Police, Capacity.AgencyLead));
        var asked = await AskAsync(here, lead, action, 1);
        var request = new V1.WithdrawDateRequestRequest { RequestId = asked.PartId, ExpectedVersion = 1 };

        await Refusal.OfAsync(StatusCode.PermissionDenied, here.As(other).WithdrawDateRequestAsync(request));
        await here.As(lead).WithdrawDateRequestAsync(request);

        await here.KeptAsync(action.ActionId, V1.ActionChangeKind.DateNotMoved, lead);
        Assert.Equal(V1.DateRequestState.TakenBack, (await here.ToldAsync<V1.DateRequestChanged>(asked.PartId)).Request.State);
        Assert.Empty((await here.As(here.Manager).ListDateRequestsAsync(new())).Requests);
    }

    [Fact]
    public async Task ChangeDueDate_WhileARequestWaits_SettlesTheSameDateAndNoOther()
    {
        var here = await PlanSteps.PartnershipAsync();
        var action = await here.MakeActionAsync();
        var asked = await AskAsync(here, TestPerson.Of(here.Police, Capacity.AgencyLead), action, 1);
        var move = new V1.ChangeDueDateRequest
        {
            ActionId = action.ActionId, ExpectedVersion = 2, DueOn = "2027-10-31", Reason = V1.DateChangeReason.ScopeChanged,
        };

        var other = await Refusal.OfAsync(here.As(here.Manager).ChangeDueDateAsync(move));
        move.DueOn = "2027-09-30";
        await here.As(here.Manager).ChangeDueDateAsync(move);

        var record = await here.As(here.Manager).GetActionAsync(new() { ActionId = action.ActionId });
        Assert.Equal(StatusCode.FailedPrecondition, other.Code);
        Assert.Contains("Decide on that first", other.Message, StringComparison.Ordinal);
        Assert.Equal(("2027-09-30", "", V1.DateChangeReason.ScopeChanged), (record.Action.DueOn, record.Action.DateAskedFor, record.DateChanges.Single().Reason));
        Assert.Equal(
            (V1.DateRequestState.Approved, here.Manager.Id.ToString()), (record.DateRequests.Single().State, record.DateRequests.Single().DecidedBy));
        Assert.Equal(record.DateRequests.Single(), (await here.ToldAsync<V1.DateRequestChanged>(asked.PartId)).Request);
    }

    [Fact]
    public async Task ListDateRequests_ForTheManager_AreAllThatWaitOldestFirstAndForOthersTheirOwn()
    {
        var here = await PlanSteps.PartnershipAsync();
        var first = await here.MakeActionAsync();
        var second = await here.AnotherActionAsync();
        var (lead, other) = (TestPerson.Of(here.Police, Capacity.AgencyLead), TestPerson.Of(here.Police, Capacity.AgencyLead));
        var (older, newer) = (await AskAsync(here, lead, second, 1), await AskAsync(here, other, first, 1));

        var all = await here.As(here.Manager).ListDateRequestsAsync(new());
        Assert.Equal([older.PartId, newer.PartId], all.Requests.Select(request => request.RequestId));
        Assert.Equal([await here.ActionAsync(second.ActionId), await here.ActionAsync(first.ActionId)], all.Actions);
        Assert.Equal([newer.PartId], (await here.As(other).ListDateRequestsAsync(new())).Requests.Select(request => request.RequestId));

        await here.InspectionIsAsync(InspectionPhase.PrePublication, [here.Manager]);

        Assert.Equal(2, (await here.As(here.Manager).ListDateRequestsAsync(new())).Requests.Count);
        Assert.Empty((await here.As(here.OtherManager).ListDateRequestsAsync(new())).Requests);
        await Refusal.OfAsync(StatusCode.NotFound, here.As(here.OtherManager).DecideDateAsync(new() { RequestId = newer.PartId, ExpectedVersion = 1, Approved = true }));
    }

    private static AsyncUnaryCall<V1.ActionPartReply> AskAsync(
        TestPartnership here, TestPerson person, V1.ActionReply action, long version, string to = "2027-09-30") =>
        here.As(person).AskForDateAsync(new()
        {
            ActionId = action.ActionId, ExpectedVersion = version, To = to, Reason = V1.DateChangeReason.AwaitingDecision,
            Explanation = "The board decides in June.",
        });
}
