using Jtai.Actions.V1;
using Jtai.Field;
using Jtai.Portal.Words;
using Jtai.Reporting.V1;
using ActionProto = Jtai.Actions.V1.Action;

namespace Jtai.Portal.Tests;

public class ActionStandingTests
{
    private static readonly DateOnly Today = new(2026, 11, 10);

    [Theory]
    [InlineData("2026-11-03", Delivery.AwaitingVerification, "Date passed", "yellow", "due 3 November 2026, waits to be verified")]
    [InlineData("2026-11-09", Delivery.AwaitingVerification, "Date passed", "yellow", "due 9 November 2026, waits to be verified")]
    [InlineData("2026-11-10", Delivery.AwaitingVerification, "On time", "green", null)]
    [InlineData("", Delivery.AwaitingVerification, "On time", "green", null)]
    [InlineData("2026-11-09", Delivery.InProgress, "Overdue", "red", "1 day late")]
    [InlineData("2027-01-09", Delivery.InProgress, "On time", "green", null)]
    public void Timeliness_OfARecord_IsNeverOnTimeAfterItsDate(
        string due, Delivery delivery, string word, string colour, string? detail) => Assert.Equal(
            new StatusWords(word, colour, detail),
            ActionStanding.TimelinessOf(new ActionProto { DueOn = due, Delivery = delivery }, Today));

    [Theory]
    [InlineData("2026-11-03", "Date passed")]
    [InlineData("2026-11-10", "On time")]
    [InlineData("", "On time")]
    public void Timeliness_OfARowThatWaitsToBeVerified_SaysWhenItsDateHasPassed(string due, string word)
    {
        var row = new ActionRow
        {
            DueOn = due,
            Delivery = Delivery.AwaitingVerification,
            Timeliness = Timeliness.OnTime,
        };
        Assert.Equal(word, ActionWords.TimelinessOf(row, Today)?.Text);
    }

    [Theory]
    [InlineData(true, "2026-11-10", "Little progress. The date can be met. No analyst.")]
    [InlineData(false, "2026-11-10", "Little progress. The date cannot be met. No analyst.")]
    [InlineData(true, "2026-11-09", "Little progress. The date was expected to be met. No analyst.")]
    [InlineData(false, "2026-11-09", "Little progress. The date was not met. No analyst.")]
    [InlineData(false, "", "Little progress. Not on course for its next review. No analyst.")]
    public void Assessment_InWords_FitsTheDayItIsReadFor(bool achievable, string due, string words) => Assert.Equal(words, ActionStanding.InWords(
        new StatusAssessment { Progress = Progress.Little, DateAchievable = achievable, Reason = "No analyst." }, LondonDates.TryFromIso(due), Today));

    [Theory]
    [InlineData(Delivery.Complete)]
    [InlineData(Delivery.ClosedWithoutCompletion)]
    public void Timeliness_OfWhatIsFinished_IsNone(Delivery delivery) =>
        Assert.Null(ActionStanding.TimelinessOf(new ActionProto { DueOn = "2026-11-03", Delivery = delivery }, Today));
}
