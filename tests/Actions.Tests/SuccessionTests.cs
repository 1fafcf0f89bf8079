using Grpc.Core;
using Jtai.Field;
using Jtai.Inspections.V1;
using Jtai.Partners.V1;
using Jtai.Testing;

namespace Jtai.Actions.Tests;

/// <summary>A partnership that is split: which action goes to whom, and what each successor then has.</summary>
public sealed class SuccessionTests
{
    [Fact]
    public async Task Allot_ToOneBothAndNeither_IsInTheHistoryAndCanBeSaidAnew()
    {
        var (here, east, west) = await SplitAsync();
        var succession = await here.SucceededOnAsync(here.Host.Clock.GetUtcNow().DateInLondon().AddDays(90), east, west);
        var (one, other) = (await here.MakeActionAsync(), await here.AnotherActionAsync());
        await AllotAsync(here, succession, [one, other], east);
        await AllotAsync(here, succession, [one], west, east);
        await AllotAsync(here, succession, [other]);

        var entry = await here.KeptAsync(one.ActionId, V1.ActionChangeKind.Allotted, here.Manager);
        Assert.Equal([("allotted_to", "East", "East, West")], entry.Fields.Select(change => (change.Field, change.From, change.To)));
        Assert.Equal([east.TenantId, west.TenantId], (await here.ActionAsync(one.ActionId)).Allotment.ToPartnershipIds);
        entry = await here.KeptAsync(other.ActionId, V1.ActionChangeKind.Allotted, here.Manager);
        Assert.Equal(("East", "neither", "The service ends."), (entry.Fields[0].From, entry.Fields[0].To, entry.Reason));
        Assert.Empty((await here.ActionAsync(other.ActionId)).Allotment.ToPartnershipIds);
    }

    [Fact]
    public async Task Allot_WithoutReasonForNeitherOrToStrangersOrWithdrawn_IsNotDone()
    {
        var (here, east, west) = await SplitAsync();
        var succession = await here.SucceededByAsync(east, west);
        var action = await here.MakeActionAsync();
        var request = new V1.AllotActionsRequest { SuccessionId = succession, Actions = { Of(action, 1) } };
        Assert.Equal(["reason"], (await Refusal.OfAsync(here.As(here.Manager).AllotActionsAsync(request))).Fields);
        request.ToPartnershipIds.Add(here.TenantId);
        Assert.Equal(["to_partnership_ids"], (await Refusal.OfAsync(here.As(here.Manager).AllotActionsAsync(request))).Fields);
        request.ToPartnershipIds[0] = east.TenantId;
        await here.As(here.Manager).AllotActionsAsync(request);
        Assert.Equal(StatusCode.Aborted, (await Refusal.OfAsync(here.As(here.Manager).AllotActionsAsync(request))).Code);
        request.Actions[0].ExpectedVersion = 2;
        await Refusal.OfAsync(StatusCode.FailedPrecondition, here.As(here.Manager).AllotActionsAsync(request));
        await here.As(here.Manager).WithdrawActionAsync(new() { ActionId = action.ActionId, ExpectedVersion = 2, Reason = "Twice." });
        request.Actions[0].ExpectedVersion = 3;
        Assert.Contains("withdrawn", (await Refusal.OfAsync(StatusCode.FailedPrecondition, here.As(here.Manager).AllotActionsAsync(request))).Message, StringComparison.Ordinal);
        // A successor has no say in what its predecessor gives.
        request.SuccessionId = await east.SucceededByAsync(west);
        await Refusal.OfAsync(StatusCode.NotFound, here.As(here.Manager).AllotActionsAsync(request));
    }

    [Fact]
    public async Task HandOver_BeforeTheDayOrWithAnythingUnsettled_IsRefusedAndSaysWhat()
    {
        var (here, east, west) = await SplitAsync();
        var tomorrow = here.Host.Clock.GetUtcNow().DateInLondon().AddDays(1);
        var early = await here.SucceededOnAsync(tomorrow, east, west);
        var (one, other) = (await here.MakeActionAsync(), await here.AnotherActionAsync());
        var planId = await here.PlanOfAsync();
        Assert.Contains(tomorrow.InWords(), (await HandOverRefusedAsync(here, planId, early)).Message, StringComparison.Ordinal);
        var succession = await here.SucceededByAsync(east, west);
        Assert.Contains("2 open actions", (await HandOverRefusedAsync(here, planId, succession)).Message, StringComparison.Ordinal);
        await AllotAsync(here, succession, [one], east);
        Assert.Contains("1 open action ", (await HandOverRefusedAsync(here, planId, succession)).Message, StringComparison.Ordinal);
        await AllotAsync(here, succession, [other], west);
        var lead = TestPerson.Of(here.Police, Capacity.AgencyLead);
        await here.As(lead).AskForDateAsync(new() { ActionId = one.ActionId, ExpectedVersion = 2, To = "2027-09-30", Reason = V1.DateChangeReason.Dependency });
        Assert.Contains("waits for a decision", (await HandOverRefusedAsync(here, planId, succession)).Message, StringComparison.Ordinal);
        Assert.Equal(["decided_by", "reason"], (await Refusal.OfAsync(here.As(here.Manager).HandPlanOverAsync(
            new() { PlanId = planId, SuccessionId = succession, ExpectedVersion = await here.PlanVersionAsync() }))).Fields);
    }

    [Fact]
    public async Task HandOver_OfAnUnpublishedInspection_IsRefused()
    {
        var here = await PlanSteps.PartnershipAsync(InspectionPhase.PrePublication);
        var planId = await here.MakePlanAsync();
        var succession = await here.SucceededByAsync(new TestPartnership(here.Host));
        Assert.Contains("not published", (await HandOverRefusedAsync(here, planId, succession)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HandOver_OfAPlan_GivesEachSuccessorItsActionsWithTheirWholeHistoryAndNobodyElse()
    {
        var (here, east, west) = await SplitAsync();
        var stranger = await PlanSteps.PartnershipAsync(findings: 0);
        var planId = await here.MakePlanAsync();
        var manager = here.As(here.Manager);
        var theme = await manager.SaveThemeAsync(new() { PlanId = planId, Name = "Front door" });
        await manager.RespondToFindingAsync(new() { PlanId = planId, FindingId = here.FindingIds[0].ToString(), Position = V1.FindingPosition.Accepted });
        var post = await here.PostAsync(here.Police);
        var owner = TestPerson.Of(here.Icb, Capacity.ActionOwner);
        await here.RegisterAsync(owner);
        await east.AppointAsync(owner);
        var ofTheBoard = new V1.AddActionRequest(here.NewAction(planId)) { Lead = new() { AgencyId = here.Icb }, OwnerId = owner.Id.ToString() };
        ofTheBoard.SupportingAgencyIds.Clear();
        var (toEast, toBoth, toNeither, finished, stays) = (
            await manager.AddActionAsync(new(here.NewAction(planId)) { ThemeId = theme.PartId, OwnerPostId = post }),
            await manager.AddActionAsync(ofTheBoard),
            await here.AnotherActionAsync(), await here.AnotherActionAsync(), await here.AnotherActionAsync());
        var cause = await manager.SaveSharedCauseAsync(new() { PlanId = planId, Name = "No procedure" });
        await manager.SetHeldBackAsync(new() { CauseId = cause.PartId, ExpectedVersion = 1, ActionIds = { toBoth.ActionId } });
        await LiveAsync(here, toEast.ActionId, toBoth, toNeither);
        foreach (var ended in (V1.ActionReply[])[finished, stays])
        {
            await manager.CloseActionAsync(new() { ActionId = ended.ActionId, ExpectedVersion = 1, As = V1.ClosedAs.NotPursued, Reason = "Words." });
        }

        var succession = await here.SucceededByAsync(east, west);
        await AllotAsync(here, succession, [toEast, finished], east);
        await AllotAsync(here, succession, [toBoth], east, west);
        await AllotAsync(here, succession, [toNeither]);
        var before = await RecordsAsync(here, toEast, toBoth, finished);
        await manager.HandPlanOverAsync(await HandingOverAsync(here, planId, succession));

        Assert.Equal([toEast.ActionId, toBoth.ActionId, finished.ActionId], await ArrivedAsync(east, planId, 3));
        Assert.Equal([toBoth.ActionId], await ArrivedAsync(west, planId, 1));
        foreach (var record in await RecordsAsync(east, toEast, toBoth, finished))
        {
            var was = before.Single(one => one.Action.ActionId == record.Action.ActionId);
            Assert.Equal(was.Updates, record.Updates);
            Assert.Equal(was.DateChanges, record.DateChanges);
            Assert.Equal(was.DateRequests, record.DateRequests);
            Assert.Equal(was.Milestones, record.Milestones);
            Assert.Equal(was.Coverage, record.Coverage);
            Assert.Equal(was.Changes, record.Changes.Skip(1));
            Assert.Equal((V1.ActionChangeKind.TakenOver, "", was.Action.Version + 1), (record.Changes[0].Kind, record.Changes[0].PersonId, record.Action.Version));
            Assert.Equal(
                (was.Action.Reference, was.Action.Delivery, was.Action.OriginalDueOn, was.Action.DueOn, was.Action.ThemeId, was.Action.SharedCauseId, was.Action.Lead),
                (record.Action.Reference, record.Action.Delivery, record.Action.OriginalDueOn, record.Action.DueOn, record.Action.ThemeId, record.Action.SharedCauseId, record.Action.Lead));
            Assert.Equal((here.TenantId, here.Name), (record.Action.TakenOver.FromPartnershipId, record.Action.TakenOver.FromName));
            Assert.Null(record.Action.Allotment);
            Assert.Equal(new V1.ActionChanged { Action = record.Action, Kind = V1.ActionChangeKind.TakenOver }, await east.ToldAsync<V1.ActionChanged>(record.Action.ActionId));
        }

        var eastern = await RecordsAsync(east, toEast, toBoth);
        // The post is the predecessor's; of what it waits for, one came along and the other is named.
        Assert.Equal("", eastern[0].Action.OwnerPostId);
        Assert.Equal([toBoth.ActionId, ""], eastern[0].Action.DependsOn.Select(one => one.ActionId));
        Assert.Equal($"{toNeither.Reference} of {here.Name}", eastern[0].Action.DependsOn[1].Outside);
        Assert.Equal(owner.Id.ToString(), eastern[1].Action.OwnerId);
        Assert.Equal("", (await RecordsAsync(west, toBoth))[0].Action.OwnerId);
        foreach (var heir in (TestPartnership[])[east, west])
        {
            var parts = await heir.As(heir.Manager).GetPlanPartsAsync(new() { PlanId = planId });
            Assert.Equal(("Front door", "No procedure", here.FindingIds[0].ToString()), (parts.Themes.Single().Name, parts.Causes.Single().Name, parts.Responses.Single().FindingId));
            var plan = (await heir.As(heir.Manager).ListActionPlansAsync(new())).Plans.Single();
            Assert.Equal((here.Name, heir == east ? 3 : 1), (plan.TakenOver.FromName, plan.Actions));
            Assert.Null(plan.Closing);
            Assert.Equal(plan, (await heir.ToldAsync<V1.ActionPlanChanged>(planId)).Plan);
            Assert.Equal("Front door", (await heir.ToldAsync<V1.ThemeChanged>(theme.PartId)).Theme.Name);
            // It goes on there.
            await heir.As(heir.Manager).UpdateProgressAsync(new(PlanSteps.Progress(toBoth)) { ExpectedVersion = (await heir.ActionAsync(toBoth.ActionId)).Version });
        }

        Assert.Equal(
            (V1.ClosedAs.Transferred, "East, West"), ((await here.ActionAsync(toBoth.ActionId)).Closing.As, (await here.ActionAsync(toBoth.ActionId)).Closing.TransferredTo));
        Assert.Equal(
            (V1.ClosedAs.NotPursued, "The service ends."), ((await here.ActionAsync(toNeither.ActionId)).Closing.As, (await here.ActionAsync(toNeither.ActionId)).Closing.Reason));
        Assert.Equal((2L, succession), ((await here.ActionAsync(stays.ActionId)).Version, (await here.As(here.Manager).GetActionPlanAsync(new() { PlanId = planId })).HandedOverIn));
        Assert.Equal(
            [(finished.ActionId, east.TenantId), (toBoth.ActionId, $"{east.TenantId},{west.TenantId}"), (toEast.ActionId, east.TenantId)],
            (await here.Host.Database.QueryAsync<(string, string)>(
                "select aggregate_id, disclosed_to from audit where tenant_id = @TenantId and kind = 'Disclosure'", new { here.TenantId })).OrderBy(row => row.Item1 == finished.ActionId ? 0 : row.Item1 == toBoth.ActionId ? 1 : 2));
        Assert.Empty((await stranger.As(stranger.Manager).ListActionPlansAsync(new())).Plans);
        await Refusal.OfAsync(StatusCode.NotFound, stranger.As(stranger.Manager).GetActionAsync(new() { ActionId = toBoth.ActionId }));
        await Refusal.OfAsync(StatusCode.NotFound, west.As(west.Manager).GetActionAsync(new() { ActionId = toEast.ActionId }));
        Assert.Empty(await here.Host.Database.QueryAsync<string>("select type from outbox where tenant_id = @TenantId", new { stranger.TenantId }));
    }

    [Fact]
    public async Task HandOver_ASecondTimeOrOpenedAgain_IsRefused()
    {
        var (here, east, west) = await SplitAsync();
        var planId = await here.MakePlanAsync();
        var succession = await here.SucceededByAsync(east, west);
        await here.As(here.Manager).HandPlanOverAsync(await HandingOverAsync(here, planId, succession));
        Assert.Contains("was handed over", (await HandOverRefusedAsync(here, planId, succession)).Message, StringComparison.Ordinal);
        await Refusal.OfAsync(StatusCode.FailedPrecondition, here.As(here.Manager).ReopenActionPlanAsync(
            new() { PlanId = planId, ExpectedVersion = await here.PlanVersionAsync(), Reason = "Words." }));
        Assert.Empty(await ArrivedAsync(west, planId, 0));
    }

    [Fact]
    public async Task HandingOver_BegunAgain_LeavesWhatStandsThereAndTakesTheRest()
    {
        var (here, east, _) = await SplitAsync();
        var (one, other) = (await here.MakeActionAsync(), await here.AnotherActionAsync());
        var planId = await here.PlanOfAsync();
        var succession = await here.SucceededByAsync(east);
        await AllotAsync(here, succession, [one, other], east);
        await here.As(here.Manager).HandPlanOverAsync(await HandingOverAsync(here, planId, succession));
        await ArrivedAsync(east, planId, 2);
        await east.As(east.Manager).UpdateProgressAsync(new(PlanSteps.Progress(one)) { ExpectedVersion = 3 });

        // As after a crash before the second action.
        var database = here.Host.Database;
        await Eventually.SoAsync(
            async () => (await database.QueryAsync<int>("select 1 from job where tenant_id = @TenantId and kind = 'plan-handing-over'", new { here.TenantId })).Count == 0, "the job has ended");
        await database.ExecuteAsync(
            """
            delete from recorded_change where tenant_id = @East and record_id = @id::uuid;
            delete from outbox where tenant_id = @East and aggregate_id = @id;
            delete from action where tenant_id = @East and action_id = @id::uuid;
            update plan_hand_over set copied_at = null where tenant_id = @Here;
            insert into job (tenant_id, kind, job_id) values (@Here, 'plan-handing-over', @planId::uuid)
            """,
            new { East = east.TenantId, Here = here.TenantId, id = other.ActionId, planId });
        await ArrivedAsync(east, planId, 2);
        Assert.Equal((4L, 3L), ((await east.ActionAsync(one.ActionId)).Version, (await east.ActionAsync(other.ActionId)).Version));
    }

    [Fact]
    public async Task Merge_OfBothHalvesOfASplit_TakesEachActionOnceAndCountsThem()
    {
        var (here, east, west) = await SplitAsync();
        var whole = new TestPartnership(here.Host, "Whole");
        await whole.PublishAsync();
        await whole.InspectionIsAsync(InspectionPhase.Published, statementDueOn: "2026-12-05", inspectionId: here.InspectionId);
        var (both, ofWest) = (await here.MakeActionAsync(), await here.AnotherActionAsync());
        var planId = await here.PlanOfAsync();
        var split = await here.SucceededByAsync(east, west);
        await AllotAsync(here, split, [both], east, west);
        await AllotAsync(here, split, [ofWest], west);
        await here.As(here.Manager).HandPlanOverAsync(await HandingOverAsync(here, planId, split));
        foreach (var (heir, actions) in ((TestPartnership, V1.ActionReply[])[])[(east, [both]), (west, [both, ofWest])])
        {
            await ArrivedAsync(heir, planId, actions.Length);
            var merge = await heir.SucceededByAsync(whole);
            await AllotAsync(heir, merge, actions, whole);
            await heir.As(heir.Manager).HandPlanOverAsync(await HandingOverAsync(heir, planId, merge));
            await ArrivedAsync(whole, planId, actions.Length);
        }

        var plan = await whole.As(whole.Manager).GetActionPlanAsync(new() { PlanId = planId });
        Assert.Equal((2, "East"), (plan.Actions, plan.TakenOver.FromName));
        Assert.Equal(plan, (await whole.ToldAsync<V1.ActionPlanChanged>(planId)).Plan);
        Assert.Equal("West", (await whole.ActionAsync(ofWest.ActionId)).TakenOver.FromName);
        Assert.Equal([V1.ActionChangeKind.TakenOver, V1.ActionChangeKind.Allotted, V1.ActionChangeKind.TakenOver, V1.ActionChangeKind.Allotted, V1.ActionChangeKind.Added],
            (await RecordsAsync(whole, both)).Single().Changes.Select(change => change.Kind));
    }

    [Fact]
    public async Task MakePlan_OfAnInspectionThatWasTakenOver_WaitsForTheHandOver()
    {
        var east = await PlanSteps.PartnershipAsync(findings: 1);
        await east.Host.Inspections.PublishAsync(east.TenantId, east.InspectionId.ToString(), 9, new InspectionChanged
        {
            Inspection = new()
            {
                InspectionId = east.InspectionId.ToString(), Phase = InspectionPhase.Published, Version = 9, TakenOver = new() { FromName = "Northshire" },
            },
        });
        Assert.Contains("Northshire", (await Refusal.OfAsync(
            StatusCode.FailedPrecondition, east.As(east.Manager).MakeActionPlanAsync(new() { InspectionId = east.InspectionId.ToString() }))).Message, StringComparison.Ordinal);
    }

    /// <summary>A predecessor, and two successors that have its inspection.</summary>
    private static async Task<(TestPartnership Here, TestPartnership East, TestPartnership West)> SplitAsync()
    {
        var here = await PlanSteps.PartnershipAsync();
        var heirs = new List<TestPartnership>();
        foreach (var name in (string[])["East", "West"])
        {
            var heir = new TestPartnership(here.Host, name);
            await heir.PublishAsync();
            await heir.InspectionIsAsync(InspectionPhase.Published, statementDueOn: "2026-12-05", inspectionId: here.InspectionId);
            heirs.Add(heir);
        }

        return (here, heirs[0], heirs[1]);
    }

    /// <summary>An action to which much has happened, and which waits for two others.</summary>
    private static async Task LiveAsync(TestPartnership here, string actionId, params V1.ActionReply[] waitsFor)
    {
        var manager = here.As(here.Manager);
        await manager.UpdateProgressAsync(PlanSteps.Progress(new() { ActionId = actionId, Version = 1 }));
        await manager.ChangeDueDateAsync(new() { ActionId = actionId, ExpectedVersion = 2, DueOn = "2027-05-31", Reason = V1.DateChangeReason.Dependency });
        await manager.SaveMilestoneAsync(new() { ActionId = actionId, ExpectedVersion = 3, Title = "Draft", DueOn = "2027-01-31" });
        await manager.RecordCoverageAsync(new() { ActionId = actionId, ExpectedVersion = 4, Done = 41, Of = 70, What = "GP practices" });
        var asked = await here.As(TestPerson.Of(here.Police, Capacity.AgencyLead)).AskForDateAsync(
            new() { ActionId = actionId, ExpectedVersion = 5, To = "2027-09-30", Reason = V1.DateChangeReason.Dependency });
        await manager.DecideDateAsync(new() { RequestId = asked.PartId, ExpectedVersion = 1, Words = "Not so late." });
        await manager.SetDependenciesAsync(new()
        {
            ActionId = actionId, ExpectedVersion = (await here.ActionAsync(actionId)).Version, DependsOn = { waitsFor.Select(one => new V1.Dependency { ActionId = one.ActionId }) },
        });
    }

    private static async Task AllotAsync(TestPartnership here, string succession, V1.ActionReply[] actions, params TestPartnership[] to)
    {
        var request = new V1.AllotActionsRequest
        {
            SuccessionId = succession, ToPartnershipIds = { to.Select(one => one.TenantId) }, Reason = to.Length == 0 ? "The service ends." : "",
        };
        foreach (var action in actions)
        {
            request.Actions.Add(Of(action, (await here.ActionAsync(action.ActionId)).Version));
        }

        await here.As(here.Manager).AllotActionsAsync(request);
    }

    private static async Task<V1.HandPlanOverRequest> HandingOverAsync(TestPartnership here, string planId, string succession) => new()
    {
        PlanId = planId, SuccessionId = succession, ExpectedVersion = await here.PlanVersionAsync(), DecidedBy = "Partnership executive", Reason = "The council was split.",
    };

    private static async Task<Refusal> HandOverRefusedAsync(TestPartnership here, string planId, string succession) => await Refusal.OfAsync(
        StatusCode.FailedPrecondition, here.As(here.Manager).HandPlanOverAsync(await HandingOverAsync(here, planId, succession)));

    private static async Task<IReadOnlyList<string>> ArrivedAsync(TestPartnership heir, string planId, int actions)
    {
        await Eventually.SoAsync(
            async () => await Refusal.CodeAsync(heir.As(heir.Manager).GetActionPlanAsync(new() { PlanId = planId })) == StatusCode.OK
                && (await heir.As(heir.Manager).ListActionsAsync(new() { PlanId = planId })).Actions.Count == actions,
            "the plan stands in the successor's tenant");
        return [.. (await heir.As(heir.Manager).ListActionsAsync(new() { PlanId = planId })).Actions.Select(action => action.ActionId)];
    }

    private static async Task<IReadOnlyList<V1.ActionRecord>> RecordsAsync(TestPartnership here, params V1.ActionReply[] actions)
    {
        var records = new List<V1.ActionRecord>();
        foreach (var action in actions)
        {
            records.Add(await here.As(here.Manager).GetActionAsync(new() { ActionId = action.ActionId }));
        }

        return records;
    }

    private static V1.ActionVersion Of(V1.ActionReply action, long version) => new() { ActionId = action.ActionId, ExpectedVersion = version };
}
