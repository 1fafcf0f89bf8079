using Jtai.Errors;
using Jtai.Field;

namespace Jtai.Actions.Tests;

/// <summary>The rules of an action, without I/O.</summary>
public sealed class ActionTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 10, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly Today = new(2026, 11, 10);

    [Theory]
    [InlineData(V1.Delivery.NotStarted, V1.Delivery.NotStarted)]
    [InlineData(V1.Delivery.NotStarted, V1.Delivery.InProgress)]
    [InlineData(V1.Delivery.NotStarted, V1.Delivery.AwaitingVerification)]
    [InlineData(V1.Delivery.InProgress, V1.Delivery.InProgress)]
    [InlineData(V1.Delivery.InProgress, V1.Delivery.AwaitingVerification)]
    [InlineData(V1.Delivery.AwaitingVerification, V1.Delivery.InProgress)]
    [InlineData(V1.Delivery.Returned, V1.Delivery.InProgress)]
    [InlineData(V1.Delivery.Returned, V1.Delivery.AwaitingVerification)]
    public void Take_AllowedStep_IsTaken(V1.Delivery from, V1.Delivery to)
    {
        var taken = Any(from).Take(new ActionUpdate { Delivery = to });

        Assert.Equal((to, 1, 8L), (taken.Delivery, taken.Updates, taken.Version));
    }

    [Theory]
    [InlineData(V1.Delivery.InProgress, V1.Delivery.NotStarted)]
    [InlineData(V1.Delivery.Returned, V1.Delivery.NotStarted)]
    [InlineData(V1.Delivery.InProgress, V1.Delivery.Complete)]
    [InlineData(V1.Delivery.AwaitingVerification, V1.Delivery.Complete)]
    [InlineData(V1.Delivery.InProgress, V1.Delivery.Returned)]
    [InlineData(V1.Delivery.InProgress, V1.Delivery.ClosedWithoutCompletion)]
    [InlineData(V1.Delivery.InProgress, V1.Delivery.Unspecified)]
    [InlineData(V1.Delivery.InProgress, (V1.Delivery)99)]
    public void Take_StepThatNoUpdateMayMake_IsInvalid(V1.Delivery from, V1.Delivery to) =>
        Assert.Equal("delivery", Assert.Throws<Invalid>(() => Any(from).Take(new ActionUpdate { Delivery = to }, new ProofOfAction { AnswersPriorityAction = true })).Violations.Single().Field);

    [Theory]
    [InlineData(V1.Delivery.Complete)]
    [InlineData(V1.Delivery.ClosedWithoutCompletion)]
    public void AnyChange_OfClosedAction_IsRefused(V1.Delivery closed)
    {
        Assert.Throws<Refused>(() => Any(closed).Take(new ActionUpdate { Delivery = V1.Delivery.InProgress }));
        Assert.Throws<Refused>(() => Any(closed).MoveDueDate(Today.AddDays(90), Now, Guid.Empty));
        Assert.Throws<Refused>(() => Any(closed).Describe(new ActionDescription()));
    }

    [Fact]
    public void Take_WithoutAssessment_KeepsTheLastOne()
    {
        var first = Any(V1.Delivery.InProgress).Take(new ActionUpdate
        {
            Delivery = V1.Delivery.InProgress, Progress = V1.Progress.Little, DateAchievable = false, AssessmentReason = "No venue.",
        });

        var second = first.Take(new ActionUpdate { Delivery = V1.Delivery.InProgress });

        Assert.Equal((V1.Progress.Little, false, "No venue."), (second.Progress, second.DateAchievable, second.AssessmentReason));
    }

    [Fact]
    public void MoveDueDate_ToLater_KeepsTheOriginal()
    {
        var moved = Any(V1.Delivery.InProgress).MoveDueDate(Today.AddDays(90), Now, Guid.Empty);

        Assert.Equal((Today.AddDays(30), Today.AddDays(90), 1), (moved.OriginalDueOn, moved.DueOn, moved.DateChanges));
    }

    [Fact]
    public void MoveDueDate_ToSameOrPastOrOfOngoing_IsRefused()
    {
        var action = Any(V1.Delivery.InProgress);
        Assert.Throws<Invalid>(() => action.MoveDueDate(Today.AddDays(30), Now, Guid.Empty));
        Assert.Throws<Invalid>(() => action.MoveDueDate(Today.AddDays(-1), Now, Guid.Empty));
        Assert.Throws<Refused>(() => (action with { DueOn = null, NextReviewOn = Today }).MoveDueDate(Today.AddDays(1), Now, Guid.Empty));
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public void ReadDates_BothOrNeither_IsRefused(bool due, bool review)
    {
        var check = new RequestCheck();
        Action.ReadDates(new() { DueOn = due ? Today.ToIso() : "", NextReviewOn = review ? Today.ToIso() : "" }, Today, check);
        Assert.Throws<Invalid>(check.ThrowIfRefused);
    }

    [Theory]
    [InlineData(-1, true, "ask_if_past")]
    [InlineData(-1, false, null)]
    [InlineData(0, true, null)]
    public void ReadDates_DateThatHasPassed_IsAskedWhereTheCallerWantsIt(int days, bool ask, string? field)
    {
        var check = new RequestCheck();
        Action.ReadDates(new() { DueOn = Today.AddDays(days).ToIso(), AskIfPast = ask }, Today, check);
        var refused = Record.Exception(check.ThrowIfRefused) as Invalid;
        Assert.Equal(field, refused?.Violations.Single().Field);
        Assert.True(refused is null || refused.Message == $"{Today.AddDays(days).InWords()} has passed. Is that what you mean?");
    }

    [Fact]
    public void ReadDates_OneThatCannotBeRead_IsTheOnlyFault()
    {
        var check = new RequestCheck();
        Action.ReadDates(new() { NextReviewOn = "unreadable" }, Today, check);
        Assert.Equal(["next_review_on"], Assert.Throws<Invalid>(check.ThrowIfRefused).Violations.Select(violation => violation.Field));
    }

    [Fact]
    public void CheckAgainst_EverythingForeign_SaysAllOfItAtOnce()
    {
        var (inspection, finding) = (Guid.NewGuid(), Guid.NewGuid());
        var choices = new ActionChoices(
            new Partnership { Code = "HSK", AgencyIds = ["police"], BodyIds = ["board"] },
            new[] { (Inspection: inspection, Finding: finding) }.ToLookup(row => row.Inspection, row => row.Finding),
            OwnersAgency: "police");
        var check = new RequestCheck();

        new ActionDescription
        {
            FindingIds = [Guid.NewGuid()], LeadAgencyId = "trust", SupportingAgencyIds = ["police", "charity"], OwnerId = Guid.NewGuid(),
        }.CheckAgainst(check, choices, new ActionPlan { InspectionId = inspection });

        Assert.Equal(
            ["finding_ids", "lead", "supporting_agency_ids", "owner_id"],
            Assert.Throws<Invalid>(check.ThrowIfRefused).Violations.Select(violation => violation.Field));
    }

    [Fact]
    public void CheckAgainst_FindingOfAnotherInspection_IsRefused()
    {
        var finding = Guid.NewGuid();
        var choices = new ActionChoices(
            new Partnership { AgencyIds = ["police"] },
            new[] { (Inspection: Guid.NewGuid(), Finding: finding) }.ToLookup(row => row.Inspection, row => row.Finding),
            null);
        var check = new RequestCheck();

        new ActionDescription { FindingIds = [finding], LeadAgencyId = "police" }.CheckAgainst(check, choices, new ActionPlan { InspectionId = Guid.NewGuid() });

        Assert.Equal("finding_ids", Assert.Throws<Invalid>(check.ThrowIfRefused).Violations.Single().Field);
    }

    private static Action Any(V1.Delivery delivery) => new()
    {
        Delivery = delivery, OriginalDueOn = Today.AddDays(30), DueOn = Today.AddDays(30), LeadAgencyId = "police", Version = 7,
    };
}
