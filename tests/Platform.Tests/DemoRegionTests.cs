using Jtai.Actions.V1;
using Jtai.Field;
using Jtai.Platform.Tests.Harness;

namespace Jtai.Platform.Tests;

/// <summary>The demo region has a past: what its second-year and closed plans say of how far they are proven.</summary>
[Collection(nameof(OnePlatform))]
public class DemoRegionTests(RunningPlatform platform) : IAsyncLifetime
{
    public Task InitializeAsync() => platform.EnsureRunningAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Tarrowshire_InItsSecondYear_HasWhatIsProvenReopenedAndChallenged()
    {
        var here = (await platform.SignInAsync("tarrowshire-manager")).In("tarrowshire");
        var (actions, assurance) = (new Actions.V1.Actions.ActionsClient(here), new Assurance.AssuranceClient(here));
        var plan = Assert.Single((await actions.ListActionPlansAsync(new())).Plans);
        var all = (await actions.ListActionsAsync(new() { PlanId = plan.PlanId })).Actions;
        var notices = all.Single(one => one.Title == "Send police notices within one working day");
        var referrals = all.Single(one => one.Title == "Review each third referral within five days");

        Assert.Equal((Delivery.Complete, AuditVerdict.Embedded), (notices.Delivery, notices.Embedding.Verdict));
        Assert.NotEmpty(notices.Completion.CheckId);
        Assert.True(LondonDates.TryFromIso(notices.Embedding.On) >= LondonDates.TryFromIso(notices.Completion.On)!.Value.AddDays(90));
        Assert.Equal((Delivery.InProgress, AuditVerdict.NotEmbedded), (referrals.Delivery, referrals.Embedding.Verdict));
        Assert.Equal(
            [CheckVerdict.Confirmed, CheckVerdict.Returned],
            (await assurance.GetActionAssuranceAsync(new() { ActionId = referrals.ActionId })).Checks.Select(check => check.Verdict));
        Assert.Equal(
            [AuditState.Planned, AuditState.Done, AuditState.Done], (await assurance.ListAuditsAsync(new() { PlanId = plan.PlanId })).Audits.Select(audit => audit.State));

        var measures = (await assurance.ListImpactMeasuresAsync(new() { PlanId = plan.PlanId })).Measures;
        Assert.Equal(
            [("0", "", "15", 2), ("22", "95", "95.5", 4), ("27", "18", "24.5", 3)],
            measures.Select(one => (one.Baseline, one.Target, one.LastReading.Value, one.Readings)).Order());
        Assert.NotEmpty(Assert.Single(measures, one => one.SoWhat.Length > 0).SoWhatAgreedOn);
        var voices = (await assurance.ListVoiceRecordsAsync(new() { PlanId = plan.PlanId })).Records;
        Assert.Equal([(8, false, true), (11, true, false)], voices.Select(one => (one.HowMany, one.Directly, one.Dissent.Length > 0)).Order());

        var challenge = Assert.Single((await assurance.ListChallengesAsync(new() { PlanId = plan.PlanId })).Challenges);
        Assert.Equal(
            (ChallengeState.Open, ChallengeStep.DelegatedPartner, true), (challenge.State, challenge.Step, challenge.Escalated));
        // What stays between the two is theirs alone.
        var hospitals = new Assurance.AssuranceClient((await platform.SignInAsync("hospitals-lead")).In("tarrowshire"));
        Assert.Contains((await hospitals.ListChallengesAsync(new())).Challenges, one => one is { Escalated: false, State: ChallengeState.Answered });

        var overview = await new Reporting.V1.Reporting.ReportingClient(here).GetOverviewAsync(new());
        Assert.Equal((10, 1, 1), (overview.Counts.Actions, overview.Counts.Complete, overview.Counts.AwaitingVerification));
        Assert.Equal(
            (1, 1, 1, 6, 1),
            (overview.Proven.Confirmed, overview.Proven.Embedded, overview.Proven.NotEmbedded, overview.Proven.EvidenceItems, overview.Proven.OpenChallenges));
    }

    [Fact]
    public async Task Tarrowshire_FilesOfItsEvidence_AreScannedAndCanBeOpened()
    {
        var here = (await platform.SignInAsync("tarrowshire-manager")).In("tarrowshire");
        var plan = Assert.Single((await new Actions.V1.Actions.ActionsClient(here).ListActionPlansAsync(new())).Plans);
        var evidence = new Evidence.EvidenceClient(here);
        var items = (await evidence.ListEvidenceAsync(new() { PlanId = plan.PlanId })).Items;

        Assert.Equal(
            [FileKind.Csv, FileKind.Csv, FileKind.Text, FileKind.Text],
            items.Where(one => one.Item.Content.File is not null).Select(one => one.Item.Content.File.Kind).Order());
        Assert.All(items.Where(one => one.Item.Content.File is not null), one => Assert.Equal(FileState.Clean, one.Item.Content.File.State));
        Assert.Equal("Morwenna Askey, public protection", Assert.Single(items, one => one.Item.Content.Inspected is not null).Item.Content.Inspected.By);
    }

    [Fact]
    public async Task Wendlecombe_FirstPlan_IsClosedWithEmbeddedActionsAndTheSecondIsOpen()
    {
        var here = (await platform.SignInAsync("wendlecombe-manager")).In("wendlecombe");
        var actions = new Actions.V1.Actions.ActionsClient(here);
        var plans = (await actions.ListActionPlansAsync(new())).Plans;
        var closed = Assert.Single(plans, plan => plan.Closing is not null);

        Assert.Equal(2, plans.Count);
        Assert.Equal("The executive of the partnership", closed.Closing.DecidedBy);
        Assert.Equal(
            [(Delivery.Complete, AuditVerdict.Embedded), (Delivery.Complete, AuditVerdict.Embedded)],
            (await actions.ListActionsAsync(new() { PlanId = closed.PlanId })).Actions.Select(one => (one.Delivery, one.Embedding.Verdict)));
        Assert.Equal(4, (await actions.ListActionsAsync(new() { PlanId = plans.Single(plan => plan.Closing is null).PlanId })).Actions.Count);
    }

    [Fact]
    public async Task VerifierOfTarrowshire_MyWork_HasTheClaimThatWaits()
    {
        var work = new Reporting.V1.Reporting.ReportingClient((await platform.SignInAsync("tarrowshire-verifier")).In("tarrowshire"));

        var item = Assert.Single((await work.GetMyWorkAsync(new())).Items, one => one.Kind == Reporting.V1.WorkKind.SecondCheck);

        Assert.Equal(("Children's own feedback to the partnership each quarter", Reporting.V1.WorkReason.ToCheck), (item.Called, item.Because[0]));
    }
}
