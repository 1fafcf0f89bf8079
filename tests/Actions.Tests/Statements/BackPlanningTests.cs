using Jtai.Field;
using Jtai.Partners.V1;

namespace Jtai.Actions.Tests;

/// <summary>The dates counted back from the one that counts.</summary>
public sealed class BackPlanningTests
{
    // A Friday; the Monday before Christmas is five working days earlier than it seems.
    private static readonly DateOnly Counts = new(2027, 1, 8);
    private static readonly DateOnly Today = new(2026, 9, 1);
    private static readonly HashSet<V1.BackPlanStep> None = [];

    [Fact]
    public void Of_TimeEnough_CountsBackInWorkingDays()
    {
        var plan = BackPlanning.Of(Counts, Today, new() { CommitteeRoute = CommitteeRoute.Before }, [], None);

        Assert.Equal("2027-01-08", plan.CountsOn);
        Assert.Equal(Enum.GetValues<V1.BackPlanStep>().Skip(1), plan.Dates.Select(date => date.Step));
        Assert.Equal(plan.Dates.Select(date => date.On).Order(StringComparer.Ordinal), plan.Dates.Select(date => date.On));
        Assert.All(plan.Dates, date => Assert.True(WorkingDays.Includes(LondonDates.FromIso(date.On)!.Value) && date.Conflicts.Count == 0 && !date.Moved));
        // Two working days before; sign-offs three before that, over New Year.
        Assert.Equal(("2027-01-06", "2026-12-31"), (plan.Dates[^1].On, plan.Dates[^2].On));
    }

    [Fact]
    public void Of_NoDateKnown_HasNoDates() => Assert.Equal(new V1.BackPlan(), BackPlanning.Of(null, Today, new(), [], None));

    [Fact]
    public void Of_TooLittleTime_SaysSoAndInventsNoOrder()
    {
        var plan = BackPlanning.Of(Counts, new(2026, 12, 14), new() { CommitteeRoute = CommitteeRoute.Before }, [], None);

        var first = plan.Dates[0];
        Assert.Contains("There is no time", Assert.Single(first.Conflicts), StringComparison.Ordinal);
        Assert.Contains("working days are left", first.Conflicts[0], StringComparison.Ordinal);
        Assert.Equal(first.ComputedOn, first.On);
        Assert.Empty(plan.Dates[^1].Conflicts);
        Assert.Empty(BackPlanning.Of(Counts, new(2026, 12, 14), new(), [], new HashSet<V1.BackPlanStep> { V1.BackPlanStep.PlanOwner }).Dates[0].Conflicts);
    }

    [Theory]
    [InlineData("2026-12-25", "bank holiday")]
    [InlineData("2026-12-19", "Saturday")]
    [InlineData("2027-01-11", "after the date that counts")]
    [InlineData("2026-10-01", "before the comments")]
    [InlineData("2026-12-21", "falls into Christmas recess")]
    [InlineData("2026-08-31", "This day has passed.")]
    public void Of_ACommitteeMovedToABadDay_SaysWhy(string on, string conflict)
    {
        var settings = new PartnershipSettings
        {
            CommitteeRoute = CommitteeRoute.Before,
            Closures = { new Closure { Name = "Christmas recess", From = "2026-12-21", To = "2026-12-24", Kind = ClosureKind.Recess } },
        };
        var plan = BackPlanning.Of(Counts, Today, settings, [new() { Step = V1.BackPlanStep.Committee, On = on }], None);

        var committee = plan.Dates.Single(date => date.Step == V1.BackPlanStep.Committee);
        Assert.Equal((on, true), (committee.On, committee.Moved));
        Assert.NotEqual(on, committee.ComputedOn);
        Assert.Contains(committee.Conflicts, sentence => sentence.Contains(conflict, StringComparison.Ordinal));
        Assert.Equal("Christmas recess: 21 December 2026 to 24 December 2026.", Assert.Single(plan.Beside));
    }

    [Fact]
    public void Of_ADelegatedDecisionOrNotingAfterwards_LeavesMoreTimeBefore()
    {
        var (before, delegated, afterwards) = (First(CommitteeRoute.Before), First(CommitteeRoute.DelegatedDecision), First(CommitteeRoute.NotesAfterwards));
        Assert.True(string.CompareOrdinal(before, delegated) < 0 && string.CompareOrdinal(delegated, afterwards) < 0);
        var noted = BackPlanning.Of(Counts, Today, new() { CommitteeRoute = CommitteeRoute.NotesAfterwards }, [], None).Dates.Single(date => date.Step == V1.BackPlanStep.Committee);
        Assert.True(string.CompareOrdinal(noted.On, "2027-01-08") > 0);
        Assert.Empty(noted.Conflicts);

        static string First(CommitteeRoute route) => BackPlanning.Of(Counts, Today, new() { CommitteeRoute = route }, [], None).Dates[0].On;
    }

    [Fact]
    public void WorkingDaysBefore_OverBankHolidays_IsTheInverseOfAfter()
    {
        Assert.Equal(new DateOnly(2026, 12, 31), WorkingDays.Before(new(2027, 1, 6), 3));
        Assert.Equal(new DateOnly(2027, 1, 6), WorkingDays.After(new(2026, 12, 31), 3));
    }
}
