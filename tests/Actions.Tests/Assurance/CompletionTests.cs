using Grpc.Core;
using Jtai.Partners.V1;
using Jtai.Testing;

namespace Jtai.Actions.Tests;

/// <summary>Completion by an action's own word, and how what was complete is opened again.</summary>
public sealed class CompletionTests
{
    [Fact]
    public async Task UpdateProgress_CompleteWhereNoCheckIsCompulsory_IsSelfAssuredAndSaysSo()
    {
        var here = await PlanSteps.PartnershipAsync();
        var action = await here.MakeActionAsync();
        await here.EvidenceAsync(action.ActionId);
        await here.As(here.Manager).PauseActionAsync(new() { ActionId = action.ActionId, ExpectedVersion = 1, Reason = "Words.", ReviewOn = "2099-01-01" });

        var reply = await here.As(here.Officer).UpdateProgressAsync(new(PlanSteps.Progress(new(action) { Version = 2 })) { Delivery = V1.Delivery.Complete });

        var after = (await here.As(here.Manager).GetActionAsync(new() { ActionId = action.ActionId })).Action;
        Assert.Equal((V1.Delivery.Complete, here.Today(), null, 3L), (after.Delivery, after.CompletedOn, after.Pause, reply.Version));
        Assert.Equal(
            new V1.Completion { SelfAssured = true, On = here.Today(), PersonId = here.Officer.Id.ToString(), AgencyId = here.Police }, after.Completion);
        Assert.Equal(after, (await here.ToldAsync<V1.ActionChanged>(action.ActionId)).Action);
        Assert.Equal(StatusCode.FailedPrecondition, await Refusal.CodeAsync(here.As(here.Officer).UpdateProgressAsync(PlanSteps.Progress(new(action) { Version = 3 }))));
    }

    [Fact]
    public async Task UpdateProgress_CompleteWithoutEvidence_NeedsTheReasonWhyThereCanBeNone()
    {
        var here = await PlanSteps.PartnershipAsync();
        var action = await here.MakeActionAsync();
        var request = new V1.UpdateProgressRequest(PlanSteps.Progress(action)) { Delivery = V1.Delivery.Complete };

        var refusal = await Refusal.OfAsync(here.As(here.Officer).UpdateProgressAsync(request));
        await here.As(here.Officer).UpdateProgressAsync(new(request) { NoEvidenceBecause = "It was a conversation." });

        Assert.Equal(["no_evidence_because"], refusal.Fields);
        var after = await here.ActionAsync(action.ActionId);
        Assert.Equal(("It was a conversation.", "It was a conversation."), (after.Completion.NoEvidenceBecause, after.LastUpdate.NoEvidenceBecause));
    }

    [Fact]
    public async Task UpdateProgress_CompleteOfAPriorityAction_IsAnotherOrganisationsWord()
    {
        var here = await PlanSteps.PartnershipAsync();
        var action = await here.MakePriorityActionAsync();

        var refusal = await Refusal.OfAsync(here.As(here.Officer).UpdateProgressAsync(
            new(PlanSteps.Progress(action)) { Delivery = V1.Delivery.Complete, NoEvidenceBecause = "Words." }));

        Assert.Contains("answers a priority action", refusal.Sentences["delivery"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task UpdateProgress_CompleteWhereEveryActionIsChecked_IsRefused()
    {
        var here = await PlanSteps.PartnershipAsync();
        var action = await here.MakeActionAsync();
        await here.SettingsAsync(settings => settings.CheckEveryAction = true);

        var refusal = await Refusal.OfAsync(here.As(here.Officer).UpdateProgressAsync(
            new(PlanSteps.Progress(action)) { Delivery = V1.Delivery.Complete, NoEvidenceBecause = "Words." }));

        Assert.Contains("confirms of every action", refusal.Sentences["delivery"], StringComparison.Ordinal);
        Assert.True((await here.Assurance(here.Manager).GetActionAssuranceAsync(new() { ActionId = action.ActionId })).Proven.CheckCompulsory);
    }

    [Fact]
    public async Task Reopen_OfWhatWasComplete_IsInProgressAndKeepsItsHistory()
    {
        var here = await PlanSteps.PartnershipAsync();
        var action = await here.CompleteAsync(await here.MakeActionAsync());

        await here.As(here.Manager).ReopenActionAsync(new() { ActionId = action.ActionId, ExpectedVersion = action.Version, Reason = "The practice slipped." });

        var after = await here.ActionAsync(action.ActionId);
        Assert.Equal((V1.Delivery.InProgress, "", null, null), (after.Delivery, after.CompletedOn, after.Completion, after.Embedding));
        Assert.Equal("The practice slipped.", (await here.KeptAsync(action.ActionId, V1.ActionChangeKind.Reopened, here.Manager)).Reason);
        // Closed and opened again, its last update still says complete, and it is not.
        await here.As(here.Manager).CloseActionAsync(new() { ActionId = action.ActionId, ExpectedVersion = after.Version, As = V1.ClosedAs.NotPursued, Reason = "Words." });
        await here.As(here.Manager).ReopenActionAsync(new() { ActionId = action.ActionId, ExpectedVersion = after.Version + 1, Reason = "Words." });
        Assert.Equal(V1.Delivery.InProgress, (await here.ActionAsync(action.ActionId)).Delivery);
    }

    [Fact]
    public async Task CompletedBeforeThereWereChecks_StaysComplete()
    {
        var here = await PlanSteps.PartnershipAsync();
        var action = await here.MakeActionAsync();
        await here.Host.Database.ExecuteAsync(
            "update action set delivery = 5 where tenant_id = @TenantId and action_id = @ActionId::uuid", new { here.TenantId, action.ActionId });

        var after = await here.ActionAsync(action.ActionId);
        Assert.Equal((V1.Delivery.Complete, null), (after.Delivery, after.Completion));
        Assert.Contains(
            V1.ProofGap.NoEvidence, (await here.Assurance(here.Manager).GetActionAssuranceAsync(new() { ActionId = action.ActionId })).Proven.Gaps);
    }
}
