using Grpc.Core;
using Jtai.Field;
using Jtai.Inspections.V1;
using Jtai.Partners.V1;
using Jtai.Testing;

namespace Jtai.Actions.Tests;

/// <summary>Audits: planned, recorded or cancelled, and what they make of actions.</summary>
public sealed class AuditingTests
{
    [Fact]
    public async Task Audit_PlannedChangedAndCancelled_KeepsEachInItsHistory()
    {
        var here = await PlanSteps.PartnershipAsync();
        var (one, other) = (await here.MakeActionAsync(), await here.AnotherActionAsync());
        var manager = here.Assurance(here.Manager);
        var request = await PlanAsync(here, one);

        var audit = await manager.PlanAuditAsync(request);
        request.AuditId = audit.RecordId;
        request.ExpectedVersion = 1;
        await Refusal.OfAsync(StatusCode.FailedPrecondition, manager.PlanAuditAsync(request));
        request.ActionIds.Add(other.ActionId);
        await manager.PlanAuditAsync(request);
        var stale = await Refusal.OfAsync(StatusCode.Aborted, manager.CancelAuditAsync(new() { AuditId = audit.RecordId, ExpectedVersion = 1, Reason = "Words." }));
        var unexplained = await Refusal.OfAsync(manager.CancelAuditAsync(new() { AuditId = audit.RecordId, ExpectedVersion = 2 }));
        await manager.CancelAuditAsync(new() { AuditId = audit.RecordId, ExpectedVersion = 2, Reason = "The auditor left." });
        await Refusal.OfAsync(StatusCode.FailedPrecondition, manager.PlanAuditAsync(new(request) { ExpectedVersion = 3 }));

        var record = await manager.GetAuditAsync(new() { AuditId = audit.RecordId });
        Assert.Equal((2L, "reason"), (stale.CurrentVersion, unexplained.Fields.Single()));
        Assert.Equal((V1.AuditState.Cancelled, "The auditor left.", 3L), (record.Audit.State, record.Audit.CancelledBecause, record.Audit.Version));
        Assert.Equal(record.Audit, (await here.ToldAsync<V1.AuditChanged>(audit.RecordId)).Audit);
        Assert.Equal([one.ActionId, other.ActionId], record.Actions.Select(action => action.ActionId));
        Assert.Equal(["The auditor left.", "", ""], record.Changes.Select(change => change.Reason));
        Assert.Equal(["action_ids"], record.Changes[1].Fields.Select(field => field.Field));
    }

    [Fact]
    public async Task Audit_PlannedWithoutWhatItNeedsOrWithStrangersActions_SaysAllOfIt()
    {
        var here = await PlanSteps.PartnershipAsync();
        var action = await here.MakeActionAsync();
        var withdrawn = await here.AnotherActionAsync();
        await here.As(here.Manager).WithdrawActionAsync(new() { ActionId = withdrawn.ActionId, ExpectedVersion = 1, Reason = "Words." });
        var planId = await here.PlanOfAsync();
        var elsewhere = await (await PlanSteps.PartnershipAsync()).MakeActionAsync();

        Assert.Equal(
            ["action_ids", "kind", "planned_for", "title"],
            (await Refusal.OfAsync(here.Assurance(here.Manager).PlanAuditAsync(new() { PlanId = planId }))).Fields.Order(StringComparer.Ordinal));
        Assert.Equal(["action_ids"], (await Refusal.OfAsync(here.Assurance(here.Manager).PlanAuditAsync(await PlanAsync(here, action, withdrawn)))).Fields);
        await Refusal.OfAsync(StatusCode.NotFound, here.Assurance(here.Manager).PlanAuditAsync(await PlanAsync(here, elsewhere)));
    }

    [Fact]
    public async Task RecordAudit_EmbeddedAndNot_ReopensWhatDoesNotHoldInTheSameAct()
    {
        var here = await PlanSteps.PartnershipAsync();
        var holds = await here.CompleteAsync(await here.MakeActionAsync());
        var slipped = await here.CompleteAsync(await here.AnotherActionAsync());
        var open = await here.AnotherActionAsync();
        await here.CompletedEarlierAsync(holds, 90);
        var audit = await here.Assurance(here.Manager).PlanAuditAsync(await PlanAsync(here, holds, slipped, open));

        await here.Assurance(here.Manager).RecordAuditAsync(Recording(
            here, audit, Found(holds, V1.AuditVerdict.Embedded), Found(slipped, V1.AuditVerdict.NotEmbedded), Found(open, V1.AuditVerdict.NotApplicable)));

        var (embedded, reopened, untouched) =
            (await here.ActionAsync(holds.ActionId), await here.ActionAsync(slipped.ActionId), await here.ActionAsync(open.ActionId));
        Assert.Equal((V1.Delivery.Complete, V1.Delivery.InProgress, 1L), (embedded.Delivery, reopened.Delivery, untouched.Version));
        Assert.Equal(new V1.Embedding { Verdict = V1.AuditVerdict.Embedded, AuditId = audit.RecordId, On = here.Today() }, embedded.Embedding);
        Assert.Equal((V1.AuditVerdict.NotEmbedded, null, ""), (reopened.Embedding.Verdict, reopened.Completion, reopened.CompletedOn));
        var entry = await here.KeptAsync(slipped.ActionId, V1.ActionChangeKind.Audited, here.Manager);
        Assert.Equal(("Seven of ten files lack the plan.", "delivery"), (entry.Reason, entry.Fields[^1].Field));
        await here.KeptAsync(holds.ActionId, V1.ActionChangeKind.Audited, here.Manager);
        var record = await here.Assurance(here.Manager).GetAuditAsync(new() { AuditId = audit.RecordId });
        Assert.Equal((V1.AuditState.Done, "The quality assurance group", 20, 3), (record.Audit.State, record.Audit.By, record.Audit.SampleSize, record.Audit.Actions.Count));
        await Refusal.OfAsync(StatusCode.FailedPrecondition, here.Assurance(here.Manager).RecordAuditAsync(
            new(Recording(here, audit, Found(holds, V1.AuditVerdict.PartlyEmbedded), Found(slipped, V1.AuditVerdict.NotEmbedded), Found(open, V1.AuditVerdict.NotApplicable))) { ExpectedVersion = 2 }));
        // Completed anew, what was found before is no longer said of it.
        await here.CompleteAsync(new(slipped) { Version = reopened.Version });
        Assert.Null((await here.ActionAsync(slipped.ActionId)).Embedding);
    }

    [Fact]
    public async Task RecordAudit_EmbeddedTooEarlyOrOfWhatIsOpen_IsRefusedAndChangesNothing()
    {
        var here = await PlanSteps.PartnershipAsync();
        var early = await here.CompleteAsync(await here.MakeActionAsync());
        var open = await here.AnotherActionAsync();
        await here.CompletedEarlierAsync(early, 89);
        var manager = here.Assurance(here.Manager);
        var audit = await manager.PlanAuditAsync(await PlanAsync(here, early, open));

        var tooEarly = await Refusal.OfAsync(StatusCode.FailedPrecondition, manager.RecordAuditAsync(
            Recording(here, audit, Found(early, V1.AuditVerdict.Embedded), Found(open, V1.AuditVerdict.NotApplicable))));
        var notComplete = await Refusal.OfAsync(StatusCode.FailedPrecondition, manager.RecordAuditAsync(
            Recording(here, audit, Found(early, V1.AuditVerdict.NotEmbedded), Found(open, V1.AuditVerdict.Embedded))));
        await here.SettingsAsync(settings => settings.EmbeddedAfterDays = 30);
        await manager.RecordAuditAsync(Recording(here, audit, Found(early, V1.AuditVerdict.Embedded), Found(open, V1.AuditVerdict.NotApplicable)));

        Assert.StartsWith($"{early.Reference}: it was completed on", tooEarly.Message, StringComparison.Ordinal);
        Assert.StartsWith($"{open.Reference}: it is not complete", notComplete.Message, StringComparison.Ordinal);
        Assert.Equal((V1.Delivery.Complete, V1.AuditVerdict.Embedded), ((await here.ActionAsync(early.ActionId)).Delivery, (await here.ActionAsync(early.ActionId)).Embedding.Verdict));
    }

    [Fact]
    public async Task RecordAudit_WithoutWhatItNeeds_SaysAllOfIt()
    {
        var here = await PlanSteps.PartnershipAsync();
        var (one, other) = (await here.MakeActionAsync(), await here.AnotherActionAsync());
        var manager = here.Assurance(here.Manager);
        var audit = await manager.PlanAuditAsync(await PlanAsync(here, one, other));

        Assert.Equal(
            ["actions", "by", "done_on"],
            (await Refusal.OfAsync(manager.RecordAuditAsync(new() { AuditId = audit.RecordId, ExpectedVersion = 1 }))).Fields.Order(StringComparer.Ordinal));
        Assert.Equal(
            ["actions", "actions[0].words", "done_on"],
            (await Refusal.OfAsync(manager.RecordAuditAsync(
                new(Recording(here, audit, new V1.AuditOfAction { ActionId = one.ActionId, Verdict = V1.AuditVerdict.NotApplicable })) { DoneOn = "2099-01-01" })))
                .Fields.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task RecordAudit_UnderAClosedPlan_IsSaidAndTheActionStays()
    {
        var here = await PlanSteps.PartnershipAsync();
        var action = await here.CompleteAsync(await here.MakeActionAsync());
        var manager = here.Assurance(here.Manager);
        await here.As(here.Manager).CloseActionPlanAsync(new()
        {
            PlanId = await here.PlanOfAsync(), ExpectedVersion = await here.PlanVersionAsync(), ClosedOn = "2024-12-05", DecidedBy = "Board", Reason = "All is done.",
        });

        var audit = await manager.PlanAuditAsync(await PlanAsync(here, action));
        await manager.RecordAuditAsync(Recording(here, audit, Found(action, V1.AuditVerdict.NotEmbedded)));
        var cancelled = await manager.PlanAuditAsync(await PlanAsync(here, action));
        await manager.CancelAuditAsync(new() { AuditId = cancelled.RecordId, ExpectedVersion = 1, Reason = "Words." });

        var after = await here.ActionAsync(action.ActionId);
        Assert.Equal((V1.Delivery.Complete, V1.AuditVerdict.NotEmbedded, true), (after.Delivery, after.Embedding.Verdict, after.Completion.SelfAssured));
        Assert.Contains(V1.ProofGap.NotEmbedded, (await manager.GetActionAssuranceAsync(new() { ActionId = action.ActionId })).Proven.Gaps);
    }

    [Fact]
    public async Task ClosedPlan_SecondCheck_IsRefused()
    {
        var here = await PlanSteps.PartnershipAsync();
        var action = await here.ClaimAsync(await here.MakePriorityActionAsync());
        // No waiting action is left in a plan that is closed through its call.
        await here.Host.Database.ExecuteAsync("update action_plan set closed_on = '2024-12-05' where tenant_id = @TenantId", new { here.TenantId });

        var refusal = await Refusal.OfAsync(StatusCode.FailedPrecondition, here.Assurance(here.Verifier()).CheckActionsAsync(new() { Actions = { CheckingSteps.Confirming(action) } }));

        Assert.Contains("takes no changes", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RecordAudit_DoneBeforeCompletionOrAnEarlierLook_SaysNothingOfHowTheActionStandsNow()
    {
        var here = await PlanSteps.PartnershipAsync();
        var action = await here.CompleteAsync(await here.MakeActionAsync());
        var manager = here.Assurance(here.Manager);
        var earlier = await manager.PlanAuditAsync(await PlanAsync(here, action));

        await manager.RecordAuditAsync(new(Recording(here, earlier, Found(action, V1.AuditVerdict.NotEmbedded))) { DoneOn = "2024-12-05" });

        Assert.Equal((action.Version, V1.Delivery.Complete), ((await here.ActionAsync(action.ActionId)).Version, (await here.ActionAsync(action.ActionId)).Delivery));
    }

    [Fact]
    public async Task Audits_ToOtherAgencies_AreThoseOnTheirActionsAlone()
    {
        var here = await PlanSteps.PartnershipAsync();
        var theirs = await here.MakeActionAsync();
        var request = here.NewAction(await here.PlanOfAsync());
        request.SupportingAgencyIds.Add(here.Schools);
        var shared = await here.As(here.Manager).AddActionAsync(request);
        var manager = here.Assurance(here.Manager);
        var hidden = await manager.PlanAuditAsync(await PlanAsync(here, theirs));
        var seen = await manager.PlanAuditAsync(new(await PlanAsync(here, theirs, shared)) { PlannedFor = "2098-01-01" });
        var teacher = here.Assurance(TestPerson.Of(here.Schools, Capacity.AgencyLead));

        Assert.Equal([seen.RecordId, hidden.RecordId], (await manager.ListAuditsAsync(new() { PlanId = await here.PlanOfAsync() })).Audits.Select(audit => audit.AuditId));
        var listed = Assert.Single((await teacher.ListAuditsAsync(new())).Audits);
        Assert.Equal((seen.RecordId, shared.ActionId), (listed.AuditId, listed.Actions.Single().ActionId));
        await Refusal.OfAsync(StatusCode.NotFound, teacher.GetAuditAsync(new() { AuditId = hidden.RecordId }));
        Assert.Equal([shared.ActionId], (await teacher.GetAuditAsync(new() { AuditId = seen.RecordId })).Actions.Select(action => action.ActionId));
    }

    [Fact]
    public async Task Audits_BeforePublication_AreForNamedReadersAlone()
    {
        var here = await PlanSteps.PartnershipAsync(InspectionPhase.PrePublication);
        var audit = await here.Assurance(here.Manager).PlanAuditAsync(await PlanAsync(here, await here.MakeActionAsync()));
        var other = here.Assurance(here.OtherManager);

        Assert.Empty((await other.ListAuditsAsync(new())).Audits);
        await Refusal.OfAsync(StatusCode.NotFound, other.GetAuditAsync(new() { AuditId = audit.RecordId }));
        await Refusal.OfAsync(StatusCode.NotFound, other.CancelAuditAsync(new() { AuditId = audit.RecordId, ExpectedVersion = 1, Reason = "Words." }));
        await Refusal.OfAsync(StatusCode.NotFound, other.ListPlanAssuranceAsync(new() { PlanId = await here.PlanOfAsync() }));
    }

    [Fact]
    public async Task ListPlanAssurance_OfAPlan_SaysOfEachActionWhatIsMissing()
    {
        var here = await PlanSteps.PartnershipAsync();
        var plain = await here.MakeActionAsync();
        var claimed = await here.ClaimAsync(await here.MakePriorityActionAsync());
        var old = await here.CompleteAsync(await here.AnotherActionAsync());
        await here.CompletedEarlierAsync(old, 90);
        var manager = here.Assurance(here.Manager);

        var reply = await manager.ListPlanAssuranceAsync(new() { PlanId = await here.PlanOfAsync() });
        var first = await manager.ListPlanAssuranceAsync(new() { PlanId = await here.PlanOfAsync(), PageSize = 2 });

        V1.ProofGap[] always = [V1.ProofGap.NoMeasure, V1.ProofGap.NoVoice];
        Assert.Equal([plain.ActionId, claimed.ActionId, old.ActionId], reply.Actions.Select(one => one.ActionId));
        Assert.Equal([false, true, false], reply.Actions.Select(one => one.CheckCompulsory));
        Assert.Equal(always, reply.Actions[0].Gaps);
        Assert.Equal([V1.ProofGap.NoEvidence, V1.ProofGap.WaitsForCheck, .. always], reply.Actions[1].Gaps);
        Assert.Equal([V1.ProofGap.NotAudited, .. always], reply.Actions[2].Gaps);
        Assert.Equal((2, "2"), (first.Actions.Count, first.NextPageToken));
        Assert.Empty((await here.Assurance(TestPerson.Of(here.Schools, Capacity.AgencyLead)).ListPlanAssuranceAsync(new() { PlanId = await here.PlanOfAsync() })).Actions);
    }

    [Fact]
    public async Task CorrectAudit_OfFactsTypedWrongly_KeepsWhatItSaidInItsHistory()
    {
        var here = await PlanSteps.PartnershipAsync();
        var action = await here.CompleteAsync(await here.MakeActionAsync());
        await here.CompletedEarlierAsync(action, 200);
        var manager = here.Assurance(here.Manager);
        var audit = await RecordedAsync(here, action, V1.AuditVerdict.Embedded);
        var correction = Correction(here, audit, Found(action, V1.AuditVerdict.Embedded));
        var version = (await here.ActionAsync(action.ActionId)).Version;

        var same = await Refusal.OfAsync(StatusCode.FailedPrecondition, manager.CorrectAuditAsync(correction));
        var unexplained = await Refusal.OfAsync(manager.CorrectAuditAsync(new(correction) { Reason = "", DoneOn = "2099-01-01" }));
        var earlier = here.Host.Clock.Today().AddDays(-3).ToIso();
        await manager.CorrectAuditAsync(new(correction) { SampleSize = 12, DoneOn = earlier, Summary = "Plans are followed." });
        await Refusal.OfAsync(StatusCode.Aborted, manager.CorrectAuditAsync(new(correction) { SampleSize = 13 }));

        var record = await manager.GetAuditAsync(new() { AuditId = audit.RecordId });
        Assert.Equal(("Nothing is changed: the audit is recorded so already.", "done_on reason"), (same.Message, string.Join(' ', unexplained.Fields.Order(StringComparer.Ordinal))));
        Assert.Equal((12, earlier, 3L), (record.Audit.SampleSize, record.Audit.DoneOn, record.Audit.Version));
        Assert.Equal(record.Audit, (await here.ToldAsync<V1.AuditChanged>(audit.RecordId)).Audit);
        Assert.Equal(
            [("done_on", here.Today()), ("sample_size", "20"), ("summary", "Plans are made, and not always followed.")],
            record.Changes[0].Fields.Select(field => (field.Field, field.From)));
        Assert.Equal("Typed wrongly.", record.Changes[0].Reason);
        var after = await here.ActionAsync(action.ActionId);
        Assert.Equal((earlier, V1.AuditVerdict.Embedded, version + 1), (after.Embedding.On, after.Embedding.Verdict, after.Version));
        await manager.CorrectAuditAsync(new(correction) { ExpectedVersion = 3, DoneOn = earlier, SampleSize = 14 });
        Assert.Equal(version + 1, (await here.ActionAsync(action.ActionId)).Version);
    }

    [Fact]
    public async Task CorrectAudit_ThatReopenedWrongly_LeavesTheActionOpenAndNamesIt()
    {
        var here = await PlanSteps.PartnershipAsync();
        var action = await here.CompleteAsync(await here.MakeActionAsync());
        var manager = here.Assurance(here.Manager);
        var audit = await RecordedAsync(here, action, V1.AuditVerdict.NotEmbedded);
        var reopened = await here.ActionAsync(action.ActionId);

        await manager.CorrectAuditAsync(Correction(here, audit, Found(action, V1.AuditVerdict.Embedded)));

        var after = await here.ActionAsync(action.ActionId);
        Assert.Equal((V1.Delivery.InProgress, null, reopened.Version + 1), (after.Delivery, after.Embedding, after.Version));
        Assert.Equal("Typed wrongly.", (await here.KeptAsync(action.ActionId, V1.ActionChangeKind.Audited, here.Manager)).Reason);
        var record = await manager.GetAuditAsync(new() { AuditId = audit.RecordId });
        Assert.Equal((V1.AuditVerdict.Embedded, true), (record.Audit.Actions.Single().Verdict, record.Audit.Actions.Single().Reopened));
        Assert.Equal($"actions.{action.ActionId}.verdict", record.Changes[0].Fields.Single().Field);
        // Completed again, and corrected back: it was reopened by that once, and is not twice.
        await here.CompleteAsync(new(action) { Version = after.Version });
        await manager.CorrectAuditAsync(new(Correction(here, audit, Found(action, V1.AuditVerdict.NotEmbedded))) { ExpectedVersion = 3 });
        var again = await here.ActionAsync(action.ActionId);
        Assert.Equal((V1.Delivery.Complete, null), (again.Delivery, again.Embedding));
    }

    [Fact]
    public async Task CorrectAudit_ToNotEmbedded_ReopensTheActionAndToNotApplicable_LeavesWhatTheAuditBeforeFound()
    {
        var here = await PlanSteps.PartnershipAsync();
        var (slipped, held) = (await here.CompleteAsync(await here.MakeActionAsync()), await here.CompleteAsync(await here.AnotherActionAsync()));
        await here.CompletedEarlierAsync(slipped, 200);
        await here.CompletedEarlierAsync(held, 200);
        var manager = here.Assurance(here.Manager);
        var before = await RecordedAsync(here, held, V1.AuditVerdict.PartlyEmbedded, here.Host.Clock.Today().AddDays(-20).ToIso());
        var audit = await manager.PlanAuditAsync(await PlanAsync(here, slipped, held));
        await manager.RecordAuditAsync(Recording(here, audit, Found(slipped, V1.AuditVerdict.Embedded), Found(held, V1.AuditVerdict.Embedded)));

        await manager.CorrectAuditAsync(Correction(
            here, new(audit) { Version = 2 }, Found(slipped, V1.AuditVerdict.NotEmbedded), Found(held, V1.AuditVerdict.NotApplicable)));

        var (one, other) = (await here.ActionAsync(slipped.ActionId), await here.ActionAsync(held.ActionId));
        Assert.Equal((V1.Delivery.InProgress, V1.AuditVerdict.NotEmbedded), (one.Delivery, one.Embedding.Verdict));
        Assert.Equal((V1.Delivery.Complete, before.RecordId, V1.AuditVerdict.PartlyEmbedded), (other.Delivery, other.Embedding.AuditId, other.Embedding.Verdict));
        Assert.True((await manager.GetAuditAsync(new() { AuditId = audit.RecordId })).Audit.Actions[0].Reopened);
    }

    [Fact]
    public async Task CorrectAudit_ToEmbeddedTooEarly_IsRefusedAndChangesNothing()
    {
        var here = await PlanSteps.PartnershipAsync();
        var action = await here.CompleteAsync(await here.MakeActionAsync());
        await here.CompletedEarlierAsync(action, 89);
        var audit = await RecordedAsync(here, action, V1.AuditVerdict.PartlyEmbedded);

        var refusal = await Refusal.OfAsync(
            StatusCode.FailedPrecondition, here.Assurance(here.Manager).CorrectAuditAsync(Correction(here, audit, Found(action, V1.AuditVerdict.Embedded))));

        Assert.StartsWith($"{action.Reference}: it was completed on", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(V1.AuditVerdict.PartlyEmbedded, (await here.ActionAsync(action.ActionId)).Embedding.Verdict);
    }

    [Fact]
    public async Task CorrectAudit_IsForWhoRecordedItAndSeesAllOfItAndForTheManager()
    {
        var here = await PlanSteps.PartnershipAsync();
        var action = await here.CompleteAsync(await here.MakeActionAsync());
        var (other, lead) = (await here.CompleteAsync(await here.AnotherActionAsync()), TestPerson.Of(here.Police, Capacity.AgencyLead));
        var recorder = TestPerson.Of(here.Police, Capacity.PartnershipManager);
        var audit = await RecordedAsync(here, action, V1.AuditVerdict.PartlyEmbedded, by: recorder);
        var planned = await here.Assurance(here.Manager).PlanAuditAsync(await PlanAsync(here, other));
        var correction = new V1.CorrectAuditRequest(Correction(here, audit, Found(action, V1.AuditVerdict.PartlyEmbedded))) { SampleSize = 4 };

        await Refusal.OfAsync(StatusCode.PermissionDenied, here.Assurance(lead).CorrectAuditAsync(correction));
        await Refusal.OfAsync(StatusCode.NotFound, here.Assurance(TestPerson.Of(here.Schools, Capacity.AgencyLead)).CorrectAuditAsync(correction));
        await Refusal.OfAsync(StatusCode.FailedPrecondition, here.Assurance(here.Manager).CorrectAuditAsync(
            Correction(here, planned, Found(other, V1.AuditVerdict.PartlyEmbedded))));
        var half = await here.Assurance(recorder).PlanAuditAsync(await PlanAsync(here, action, await here.As(here.Manager).AddActionAsync(
            new(here.NewAction(await here.PlanOfAsync())) { Lead = new() { AgencyId = here.Schools } })));
        var actions = (await here.Assurance(recorder).GetAuditAsync(new() { AuditId = half.RecordId })).Audit.Actions
            .Select(one => new V1.AuditOfAction(one) { Verdict = V1.AuditVerdict.NotApplicable, Words = "Not looked at." }).ToArray();
        half = await here.Assurance(recorder).RecordAuditAsync(Recording(here, half, actions));
        await Refusal.OfAsync(StatusCode.PermissionDenied, here.Assurance(recorder with { Capacities = [Capacity.AgencyLead] }).CorrectAuditAsync(
            new(Correction(here, half, actions)) { SampleSize = 4 }));
        // Who recorded it, and is the manager no more.
        await here.Assurance(recorder with { Capacities = [Capacity.AgencyLead] }).CorrectAuditAsync(correction);
        Assert.Equal(4, (await here.Assurance(here.Manager).GetAuditAsync(new() { AuditId = audit.RecordId })).Audit.SampleSize);
    }

    private static async Task<V1.PlanAuditRequest> PlanAsync(TestPartnership here, params V1.ActionReply[] actions) => new()
    {
        PlanId = await here.PlanOfAsync(), Kind = V1.AuditKind.DipSample, Title = "Twenty files of the front door", PlannedFor = "2099-01-31",
        ActionIds = { actions.Select(action => action.ActionId) },
    };

    private static V1.CorrectAuditRequest Correction(TestPartnership here, V1.AssuranceReply audit, params V1.AuditOfAction[] found) => new()
    {
        AuditId = audit.RecordId, ExpectedVersion = audit.Version, DoneOn = here.Today(), By = "The quality assurance group", SampleSize = 20,
        Actions = { found }, Summary = "Plans are made, and not always followed.", Reason = "Typed wrongly.",
    };

    private static async Task<V1.AssuranceReply> RecordedAsync(TestPartnership here, V1.ActionReply action, V1.AuditVerdict verdict, string? on = null, TestPerson? by = null)
    {
        var manager = here.Assurance(by ?? here.Manager);
        var audit = await manager.PlanAuditAsync(await PlanAsync(here, action));
        return await manager.RecordAuditAsync(new(Recording(here, audit, Found(action, verdict))) { DoneOn = on ?? here.Today() });
    }

    private static V1.RecordAuditRequest Recording(TestPartnership here, V1.AssuranceReply audit, params V1.AuditOfAction[] found) => new()
    {
        AuditId = audit.RecordId, ExpectedVersion = audit.Version, DoneOn = here.Today(), By = "The quality assurance group", SampleSize = 20,
        Actions = { found }, Summary = "Plans are made, and not always followed.",
    };

    private static V1.AuditOfAction Found(V1.ActionReply action, V1.AuditVerdict verdict) =>
        new() { ActionId = action.ActionId, Verdict = verdict, Words = "Seven of ten files lack the plan." };
}
