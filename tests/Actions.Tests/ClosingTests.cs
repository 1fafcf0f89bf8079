using Grpc.Core;
using Jtai.Partners.V1;
using Jtai.Testing;

namespace Jtai.Actions.Tests;

/// <summary>Withdrawing, closing and reopening an action, the statement as sent, and the history of it all.</summary>
public sealed class ClosingTests
{
    [Fact]
    public async Task Withdraw_BeforeTheStatementIsSent_LeavesCountsAndListsAndItsNumberUnused()
    {
        var here = await PlanSteps.PartnershipAsync();
        var action = await here.MakeActionAsync();
        var planId = await PlanOfAsync(here);

        await here.As(here.Manager).WithdrawActionAsync(new() { ActionId = action.ActionId, ExpectedVersion = 1, Reason = "Entered twice." });
        var next = await here.As(here.Manager).AddActionAsync(here.NewAction(planId));

        Assert.Equal($"HSK-{DateTime.UtcNow.Year}-A002", next.Reference);
        Assert.Equal([next.ActionId], (await here.As(here.Manager).ListActionsAsync(new() { PlanId = planId })).Actions.Select(one => one.ActionId));
        Assert.Equal(
            [action.ActionId], (await here.As(here.Manager).ListActionsAsync(new() { PlanId = planId, Withdrawn = true })).Actions.Select(one => one.ActionId));
        var police = TestPerson.Of(here.Police, Capacity.AgencyLead);
        Assert.Equal(
            (1, 1),
            ((await here.As(here.Manager).GetActionPlanAsync(new() { PlanId = planId })).Actions,
                (await here.As(police).GetActionPlanAsync(new() { PlanId = planId })).Actions));
        var record = await here.As(here.Manager).GetActionAsync(new() { ActionId = action.ActionId });
        Assert.Equal(("Entered twice.", false), (record.Action.WithdrawnBecause, record.MayUpdate));
        Assert.Equal((V1.ActionChangeKind.Withdrawn, "Entered twice."), (record.Changes[0].Kind, record.Changes[0].Reason));
        var update = await Refusal.OfAsync(here.As(here.Manager).UpdateProgressAsync(PlanSteps.Progress(new(action) { Version = 2 })));
        Assert.Equal(StatusCode.FailedPrecondition, update.Code);
    }

    [Fact]
    public async Task Withdraw_OnceTheStatementIsSent_IsRefusedAndSaysThatItCanBeClosed()
    {
        var here = await PlanSteps.PartnershipAsync();
        var action = await here.MakeActionAsync();
        await SendAsync(here, "2024-12-05", version: 2);

        var refusal = await Refusal.OfAsync(here.As(here.Manager).WithdrawActionAsync(
            new() { ActionId = action.ActionId, ExpectedVersion = 1, Reason = "Entered twice." }));

        Assert.Equal(StatusCode.FailedPrecondition, refusal.Code);
        Assert.Contains("sent on 5 December 2024", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("closed instead", refusal.Message, StringComparison.Ordinal);
        Assert.True((await here.As(here.Manager).GetActionAsync(new() { ActionId = action.ActionId })).StatementSent);
    }

    [Theory]
    [InlineData(V1.ClosedAs.Superseded, "", "superseded_by")]
    [InlineData(V1.ClosedAs.Superseded, "itself", "superseded_by")]
    [InlineData(V1.ClosedAs.Transferred, "", "transferred_to")]
    [InlineData(V1.ClosedAs.Unspecified, "", "as")]
    public async Task Close_WithoutWhatItNeeds_SaysAllOfIt(V1.ClosedAs closedAs, string supersededBy, string field)
    {
        var here = await PlanSteps.PartnershipAsync();
        var action = await here.MakeActionAsync();

        var refusal = await Refusal.OfAsync(here.As(here.Manager).CloseActionAsync(new()
        {
            ActionId = action.ActionId, ExpectedVersion = 1, As = closedAs, SupersededBy = supersededBy == "itself" ? action.ActionId : supersededBy,
        }));

        Assert.Equal(new[] { field, "reason" }.Order(StringComparer.Ordinal), refusal.Fields.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Close_SupersededThenReopened_ComesBackWhereTheLastUpdateLeftIt()
    {
        var here = await PlanSteps.PartnershipAsync();
        var action = await here.MakeActionAsync();
        var other = await here.As(here.Manager).AddActionAsync(here.NewAction(await PlanOfAsync(here)));
        await here.As(here.Manager).UpdateProgressAsync(PlanSteps.Progress(action));

        await here.As(here.Manager).CloseActionAsync(new()
        {
            ActionId = action.ActionId, ExpectedVersion = 2, As = V1.ClosedAs.Superseded, SupersededBy = other.ActionId, Reason = "One pathway for both.",
        });
        var closed = (await here.As(here.Manager).GetActionAsync(new() { ActionId = action.ActionId })).Action;
        await here.As(here.Manager).ReopenActionAsync(new() { ActionId = action.ActionId, ExpectedVersion = 3, Reason = "The other was withdrawn." });

        Assert.Equal(
            (V1.Delivery.ClosedWithoutCompletion, V1.ClosedAs.Superseded, other.ActionId, "One pathway for both."),
            (closed.Delivery, closed.Closing.As, closed.Closing.SupersededBy, closed.Closing.Reason));
        var record = await here.As(here.Manager).GetActionAsync(new() { ActionId = action.ActionId });
        Assert.Equal((V1.Delivery.InProgress, null, true), (record.Action.Delivery, record.Action.Closing, record.MayUpdate));
        Assert.Equal(
            [V1.ActionChangeKind.Reopened, V1.ActionChangeKind.Closed, V1.ActionChangeKind.Added], record.Changes.Select(change => change.Kind));
        Assert.Equal(["delivery", "as", "superseded_by"], record.Changes[1].Fields.Select(change => change.Field));
    }

    [Fact]
    public async Task RecordStatementSent_ThenCorrected_KeepsWhatWasSaidBefore()
    {
        var here = await PlanSteps.PartnershipAsync();
        var planId = await here.MakePlanAsync();
        await SendAsync(here, "2024-12-05", version: 1);

        var unexplained = await Refusal.OfAsync(StatusCode.InvalidArgument, SendAsync(here, "2024-12-04", version: 2));
        await SendAsync(here, "2024-12-04", version: 2, "The receipt says the 4th.");
        var future = await Refusal.OfAsync(StatusCode.InvalidArgument, SendAsync(here, "2099-12-04", version: 3, "Mistyped."));

        var plan = await here.As(here.Manager).GetActionPlanAsync(new() { PlanId = planId });
        var history = (await here.As(here.Manager).ListPlanHistoryAsync(new() { PlanId = planId })).Changes;
        Assert.Equal(("2024-12-04", "Ada Moss, director of children's services", 3L), (plan.StatementSentOn, plan.StatementSentBy, plan.Version));
        Assert.Equal(("reason", "sent_on"), (unexplained.Fields.Single(), future.Fields.Single()));
        Assert.Equal(
            new V1.FieldChange { Field = "statement_sent_on", From = "2024-12-05", To = "2024-12-04" }, history[0].Fields.Single());
        Assert.Equal(
            ("The receipt says the 4th.", here.Manager.Id.ToString(), Capacity.PartnershipManager),
            (history[0].Reason, history[0].PersonId, history[0].Capacity));
    }

    [Fact]
    public async Task RecordStatementSent_TakenBack_LetsActionsBeWithdrawnAgain()
    {
        var here = await PlanSteps.PartnershipAsync();
        var action = await here.MakeActionAsync();
        await SendAsync(here, "2024-12-05", version: 2);

        await SendAsync(here, "", version: 3, "It was only circulated.");

        await here.As(here.Manager).WithdrawActionAsync(new() { ActionId = action.ActionId, ExpectedVersion = 1, Reason = "Entered twice." });
        var plan = await here.As(here.Manager).GetActionPlanAsync(new() { PlanId = await PlanOfAsync(here) });
        Assert.Equal(("", ""), (plan.StatementSentOn, plan.StatementSentBy));
    }

    [Fact]
    public async Task Describe_TwoFields_KeepsOldAndNewWhoAndWhy()
    {
        var here = await PlanSteps.PartnershipAsync();
        var action = await here.MakeActionAsync();
        var was = here.NewAction("");
        var request = new V1.DescribeActionRequest
        {
            ActionId = action.ActionId, ExpectedVersion = 1, Title = "One pathway", Description = was.Description, FindingIds = { was.FindingIds },
            Lead = new() { BodyId = here.Board }, SupportingAgencyIds = { was.SupportingAgencyIds }, OutcomeSought = was.OutcomeSought,
            SuccessMeasure = was.SuccessMeasure, Reason = "The board takes it over.",
        };

        await here.As(here.Manager).DescribeActionAsync(request);
        request.ExpectedVersion = 2;
        var unchanged = await Refusal.OfAsync(here.As(here.Manager).DescribeActionAsync(request));

        var record = await here.As(here.Manager).GetActionAsync(new() { ActionId = action.ActionId });
        var change = record.Changes[0];
        Assert.Equal(StatusCode.FailedPrecondition, unchanged.Code);
        Assert.Equal(
            [("title", was.Title, "One pathway"), ("lead", $"agency:{here.Police}", $"body:{here.Board}")],
            change.Fields.Select(one => (one.Field, one.From, one.To)));
        Assert.Equal(
            ("The board takes it over.", here.Manager.Id.ToString(), here.Council, 2L),
            (change.Reason, change.PersonId, change.AgencyId, change.Version));
        Assert.Equal((V1.ActionChangeKind.Added, here.Manager.Id.ToString()), (record.Changes[1].Kind, record.Changes[1].PersonId));
    }

    [Fact]
    public async Task GetAction_OfAllKindsOfHistory_PagesThemTogether()
    {
        var here = await PlanSteps.PartnershipAsync();
        var action = await here.MakeActionAsync();
        for (var version = 1L; version <= 60; version++)
        {
            await (version % 2 == 0
                ? here.As(here.Manager).UpdateProgressAsync(new(PlanSteps.Progress(action)) { ExpectedVersion = version }).ResponseAsync
                : (Task)here.As(here.Manager).DescribeActionAsync(new()
                {
                    ActionId = action.ActionId, ExpectedVersion = version, Title = $"Title {version}", Description = "Words.",
                    FindingIds = { here.FindingIds[0].ToString() }, Lead = new() { AgencyId = here.Police },
                }).ResponseAsync);
        }

        var newest = await here.As(here.Manager).GetActionAsync(new() { ActionId = action.ActionId });
        var earlier = await here.As(here.Manager).GetActionAsync(new() { ActionId = action.ActionId, BeforeVersion = newest.EarlierBeforeVersion });

        Assert.Equal((50, 11), (newest.Updates.Count + newest.Changes.Count, earlier.Updates.Count + earlier.Changes.Count));
        Assert.Equal((1L, 0L), (earlier.Changes[^1].Version, earlier.EarlierBeforeVersion));
    }

    [Fact]
    public async Task AddAction_ForAWithdrawnFinding_IsInvalid()
    {
        var here = await PlanSteps.PartnershipAsync();
        var planId = await here.MakePlanAsync();
        await here.Host.Inspections.PublishAsync(here.TenantId, here.FindingIds[0].ToString(), 2, new Inspections.V1.FindingChanged
        {
            Finding = new()
            {
                FindingId = here.FindingIds[0].ToString(), InspectionId = here.InspectionId.ToString(), WithdrawnBecause = "Twice.", Version = 2,
            },
        });

        var refusal = await Refusal.OfAsync(here.As(here.Manager).AddActionAsync(here.NewAction(planId)));

        Assert.Equal(["finding_ids"], refusal.Fields);
    }

    private static async Task<string> PlanOfAsync(TestPartnership here) =>
        (await here.As(here.Manager).ListActionPlansAsync(new())).Plans.Single().PlanId;

    private static async Task<V1.ActionPlanReply> SendAsync(TestPartnership here, string sentOn, long version, string reason = "") =>
        await here.As(here.Manager).RecordStatementSentAsync(new()
        {
            PlanId = await PlanOfAsync(here), ExpectedVersion = version, SentOn = sentOn,
            SentBy = "Ada Moss, director of children's services", Reason = reason,
        });
}
