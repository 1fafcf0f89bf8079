using Google.Protobuf;
using Grpc.Core;
using Jtai.Inspections.V1;
using Jtai.Partners.V1;
using Jtai.Testing;

namespace Jtai.Actions.Tests;

/// <summary>The end of a plan, and which bodies collate it.</summary>
public sealed class PlanClosingTests
{
    // A plan that does not exist yet is not closed; and this is how a closed one is opened.
    private static readonly string[] TakenByAClosedPlan = ["MakeActionPlan", "ReopenActionPlan"];

    public static TheoryData<string> Writes =>
    [
        .. V1.Actions.Descriptor.Methods.Select(method => method.Name)
            .Where(rpc => !rpc.StartsWith("Get", StringComparison.Ordinal) && !rpc.StartsWith("List", StringComparison.Ordinal))
            .Except(TakenByAClosedPlan),
    ];

    [Fact]
    public async Task CloseActionPlan_WhileSomethingIsOpen_SaysHowMany()
    {
        var here = await PlanSteps.PartnershipAsync();
        var (one, other) = (await here.MakeActionAsync(), await here.AnotherActionAsync());
        var lead = TestPerson.Of(here.Police, Capacity.AgencyLead);
        var asked = await here.As(lead).AskForDateAsync(new()
        {
            ActionId = other.ActionId, ExpectedVersion = 1, To = "2027-09-30", Reason = V1.DateChangeReason.Dependency,
        });
        var request = Closing(await here.PlanOfAsync(), await here.PlanVersionAsync());

        Assert.StartsWith("2 actions", await RefusedAsync(), StringComparison.Ordinal);
        await EndAsync(here, one, 1);
        Assert.StartsWith("1 action ", await RefusedAsync(), StringComparison.Ordinal);
        await EndAsync(here, other, 2);
        // What was asked for is settled by words and not by closing.
        Assert.Contains("waits for a decision", await RefusedAsync(), StringComparison.Ordinal);
        await here.As(here.Manager).DecideDateAsync(new() { RequestId = asked.PartId, ExpectedVersion = 1, Words = "It is closed." });
        await here.As(here.Manager).CloseActionPlanAsync(request);

        var plan = await here.As(here.Manager).GetActionPlanAsync(new() { PlanId = request.PlanId });
        Assert.Equal(new V1.PlanClosing { ClosedOn = "2024-12-05", DecidedBy = request.DecidedBy, Reason = request.Reason }, plan.Closing);
        Assert.Equal(plan, (await here.ToldAsync<V1.ActionPlanChanged>(request.PlanId)).Plan);
        var entry = (await here.As(here.Manager).ListPlanHistoryAsync(new() { PlanId = request.PlanId })).Changes[0];
        Assert.Equal((request.Reason, "closing.closed_on"), (entry.Reason, entry.Fields[0].Field));

        async Task<string> RefusedAsync()
        {
            var refusal = await Refusal.OfAsync(here.As(here.Manager).CloseActionPlanAsync(request));
            Assert.Equal(StatusCode.FailedPrecondition, refusal.Code);
            return refusal.Message;
        }
    }

    [Fact]
    public async Task CloseActionPlan_WithoutADecisionOnRecord_SaysAllOfIt()
    {
        var here = await PlanSteps.PartnershipAsync();
        var planId = await here.MakePlanAsync();

        var empty = await Refusal.OfAsync(here.As(here.Manager).CloseActionPlanAsync(new() { PlanId = planId, ExpectedVersion = 1 }));
        var future = await Refusal.OfAsync(here.As(here.Manager).CloseActionPlanAsync(new(Closing(planId, 1)) { ClosedOn = "2099-01-01" }));

        Assert.Equal(["closed_on", "decided_by", "reason"], empty.Fields.Order(StringComparer.Ordinal));
        Assert.Equal(["closed_on"], future.Fields);
    }

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task ClosedPlan_AnyWrite_IsRefusedUntilItIsOpenedAgain(string rpc)
    {
        var here = await PlanSteps.PartnershipAsync();
        var caller = TestPerson.Of(here.Police, Capacity.PartnershipManager, Capacity.AgencyLead);
        var action = await here.MakeActionAsync();
        var planId = await here.PlanOfAsync();
        var calls = here.As(caller);
        // The version that each act expects does not matter: a closed plan says first that it is closed.
        var milestone = await calls.SaveMilestoneAsync(new() { ActionId = action.ActionId, ExpectedVersion = 1, Title = "First", DueOn = "2027-01-01" });
        var theme = await calls.SaveThemeAsync(new() { PlanId = planId, Name = "Front door" });
        var cause = await calls.SaveSharedCauseAsync(new() { PlanId = planId, Name = "No procedure" });
        var asked = await calls.AskForDateAsync(new()
        {
            ActionId = action.ActionId, ExpectedVersion = 2, To = "2027-09-30", Reason = V1.DateChangeReason.Dependency,
        });
        await calls.WithdrawDateRequestAsync(new() { RequestId = asked.PartId, ExpectedVersion = 1 });
        await EndAsync(here, action, 4);
        await calls.CloseActionPlanAsync(Closing(planId, await here.PlanVersionAsync()));

        var method = V1.Actions.Descriptor.FindMethodByName(rpc);
        var request = new JsonParser(JsonParser.Settings.Default.WithIgnoreUnknownFields(true)).Parse($$"""
            {
              "plan_id": "{{planId}}", "action_id": "{{action.ActionId}}", "actions": [{ "action_id": "{{action.ActionId}}" }],
              "milestone_id": "{{milestone.PartId}}", "theme_id": "{{theme.PartId}}", "cause_id": "{{cause.PartId}}",
              "request_id": "{{asked.PartId}}", "finding_id": "{{here.FindingIds[0]}}"
            }
            """, method.InputType);
        async Task<Refusal> RefusalAsync()
        {
            using var call = AnyRpc.Call(here.Host.Service.Channel.CreateCallInvoker(), method, request, caller.In(here));
            return Refusal.Of(await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync));
        }

        var refusal = await RefusalAsync();
        Assert.Equal(StatusCode.FailedPrecondition, refusal.Code);
        Assert.Contains("was closed on 5 December 2024 and takes no changes", refusal.Message, StringComparison.Ordinal);

        await calls.ReopenActionPlanAsync(new() { PlanId = planId, ExpectedVersion = await here.PlanVersionAsync(), Reason = "It was too early." });
        Assert.DoesNotContain("takes no changes", (await RefusalAsync()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReopenActionPlan_WithAReason_IsOpenAndKeepsWhatWasSaid()
    {
        var here = await PlanSteps.PartnershipAsync();
        var planId = await here.MakePlanAsync();
        await here.As(here.Manager).CloseActionPlanAsync(Closing(planId, 1));

        Assert.Equal(["reason"], (await Refusal.OfAsync(here.As(here.Manager).ReopenActionPlanAsync(new() { PlanId = planId, ExpectedVersion = 2 }))).Fields);
        await here.As(here.Manager).ReopenActionPlanAsync(new() { PlanId = planId, ExpectedVersion = 2, Reason = "It was too early." });
        await Refusal.OfAsync(StatusCode.FailedPrecondition, here.As(here.Manager).ReopenActionPlanAsync(new() { PlanId = planId, ExpectedVersion = 3, Reason = "Again." }));

        Assert.Null((await here.As(here.Manager).GetActionPlanAsync(new() { PlanId = planId })).Closing);
        var entry = (await here.As(here.Manager).ListPlanHistoryAsync(new() { PlanId = planId })).Changes[0];
        Assert.Equal(
            [("closing.closed_on", "2024-12-05", ""), ("closing.decided_by", "Partnership executive, 5 December 2024", "")],
            entry.Fields.Select(change => (change.Field, change.From, change.To)));
        Assert.Equal("It was too early.", entry.Reason);
        await here.As(here.Manager).AddActionAsync(here.NewAction(planId));
    }

    [Fact]
    public async Task ReopenAction_WhileThePlanIsClosed_LeavesNoOpenActionInAClosedPlan()
    {
        var here = await PlanSteps.PartnershipAsync();
        var action = await here.MakeActionAsync();
        await EndAsync(here, action, 1);
        var planId = await here.PlanOfAsync();
        for (var (round, version) = (0, 2L); round < 5; round++)
        {
            var codes = await Task.WhenAll(
                Refusal.CodeAsync(here.As(here.Manager).CloseActionPlanAsync(Closing(planId, version))),
                Refusal.CodeAsync(here.As(here.Manager).ReopenActionAsync(new()
                {
                    ActionId = action.ActionId, ExpectedVersion = (await here.ActionAsync(action.ActionId)).Version, Reason = "Words.",
                })));
            Assert.Equal([StatusCode.OK, StatusCode.FailedPrecondition], codes.Order());
            if (codes[0] == StatusCode.OK)
            {
                await here.As(here.Manager).ReopenActionPlanAsync(new() { PlanId = planId, ExpectedVersion = version + 1, Reason = "Words." });
                version += 2;
            }
            else
            {
                await EndAsync(here, action, (await here.ActionAsync(action.ActionId)).Version);
            }
        }
    }

    [Fact]
    public async Task SetCollatingBodies_TwoThenOther_ActionsNameOneOfThem()
    {
        var here = await PlanSteps.PartnershipAsync();
        var second = $"second-{here.TenantId}";
        await here.Host.Database.ExecuteAsync("update partnership set body_ids = body_ids || @second where tenant_id = @TenantId", new { second, here.TenantId });
        var planId = await here.MakePlanAsync();

        Assert.Equal(["body_ids"], (await Refusal.OfAsync(CollateAsync(1, here.Board, second, "third"))).Fields.Distinct());
        Assert.Equal(["body_ids"], (await Refusal.OfAsync(CollateAsync(1, "another-board"))).Fields);
        await CollateAsync(1, here.Board, second);
        // Which of the two answers is a gap where nobody says it, and no refusal.
        await here.As(here.Manager).AddActionAsync(here.NewAction(planId));
        var action = await here.As(here.Manager).AddActionAsync(new(here.NewAction(planId)) { AnsweringBodyId = second });
        await Refusal.OfAsync(StatusCode.FailedPrecondition, CollateAsync(4, second, here.Board));
        await CollateAsync(4, here.Board);

        var plan = await here.As(here.Manager).GetActionPlanAsync(new() { PlanId = planId });
        Assert.Equal((here.Board, 5L), (plan.CollatingBodyIds.Single(), plan.Version));
        Assert.Equal(plan, (await here.ToldAsync<V1.ActionPlanChanged>(planId)).Plan);
        var entry = await here.KeptAsync(action.ActionId, V1.ActionChangeKind.DescribedAnew, here.Manager);
        Assert.Equal([("answering_body_id", second, "")], entry.Fields.Select(change => (change.Field, change.From, change.To)));
        Assert.Equal(
            "collating_body_ids", (await here.As(here.Manager).ListPlanHistoryAsync(new() { PlanId = planId })).Changes[0].Fields.Single().Field);

        AsyncUnaryCall<V1.ActionPlanReply> CollateAsync(long version, params string[] bodies) =>
            here.As(here.Manager).SetCollatingBodiesAsync(new() { PlanId = planId, ExpectedVersion = version, BodyIds = { bodies } });
    }

    [Fact]
    public async Task PlanParts_BeforePublication_ExistForNamedReadersAlone()
    {
        var here = await PlanSteps.PartnershipAsync(InspectionPhase.PrePublication);
        var planId = await here.MakePlanAsync();
        var theme = await here.As(here.Manager).SaveThemeAsync(new() { PlanId = planId, Name = "Voice" });
        var cause = await here.As(here.Manager).SaveSharedCauseAsync(new() { PlanId = planId, Name = "No procedure" });
        var other = here.As(here.OtherManager);

        await Refusal.OfAsync(StatusCode.NotFound, other.GetPlanPartsAsync(new() { PlanId = planId }));
        Assert.Equal("There is no such theme.", (await Refusal.OfAsync(other.RemoveThemeAsync(new() { ThemeId = theme.PartId, ExpectedVersion = 1 }))).Message);
        Assert.Equal("There is no such cause.", (await Refusal.OfAsync(other.SetHeldBackAsync(new() { CauseId = cause.PartId, ExpectedVersion = 1 }))).Message);
        await Refusal.OfAsync(StatusCode.NotFound, other.SaveThemeAsync(new() { PlanId = planId, Name = "Front door" }));
        await Refusal.OfAsync(StatusCode.NotFound, other.RespondToFindingAsync(new() { PlanId = planId, FindingId = here.FindingIds[0].ToString() }));
        await Refusal.OfAsync(StatusCode.NotFound, other.SetCollatingBodiesAsync(new() { PlanId = planId, ExpectedVersion = 3 }));
        await Refusal.OfAsync(StatusCode.NotFound, other.CloseActionPlanAsync(Closing(planId, 3)));
    }

    private static V1.CloseActionPlanRequest Closing(string planId, long version) => new()
    {
        PlanId = planId, ExpectedVersion = version, ClosedOn = "2024-12-05", DecidedBy = "Partnership executive, 5 December 2024", Reason = "All is done.",
    };

    private static AsyncUnaryCall<V1.ActionReply> EndAsync(TestPartnership here, V1.ActionReply action, long version) =>
        here.As(here.Manager).CloseActionAsync(new()
        {
            ActionId = action.ActionId, ExpectedVersion = version, As = V1.ClosedAs.NotPursued, Reason = "Words.",
        });
}
