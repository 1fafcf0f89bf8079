using Jtai.Actions.V1;
using Jtai.Portal.Words;
using Jtai.Reporting.V1;

namespace Jtai.Portal.Tests;

public class ActionStandingTests
{
    private static readonly DateOnly Today = new(2026, 11, 10);

    [Theory]
    [InlineData("2026-11-03", Jtai.Actions.V1.Delivery.AwaitingVerification, "Date passed", "yellow", "due 3 November 2026, waits to be verified")]
    [InlineData("2026-11-09", Jtai.Actions.V1.Delivery.AwaitingVerification, "Date passed", "yellow", "due 9 November 2026, waits to be verified")]
    [InlineData("2026-11-10", Jtai.Actions.V1.Delivery.AwaitingVerification, "On time", "green", null)]
    [InlineData("", Jtai.Actions.V1.Delivery.AwaitingVerification, "On time", "green", null)]
    [InlineData("2026-11-09", Jtai.Actions.V1.Delivery.InProgress, "Overdue", "red", "1 day late")]
    [InlineData("2027-01-09", Jtai.Actions.V1.Delivery.InProgress, "On time", "green", null)]
    public void Timeliness_OfARecord_IsNeverOnTimeAfterItsDate(
        string due, Jtai.Actions.V1.Delivery delivery, string word, string colour, string? detail) => Assert.Equal(
            new StatusWords(word, colour, detail),
            ActionStanding.TimelinessOf(new Jtai.Actions.V1.Action { DueOn = due, Delivery = delivery }, Today));

    [Theory]
    [InlineData("2026-11-03", "Date passed")]
    [InlineData("2026-11-10", "On time")]
    [InlineData("", "On time")]
    public void Timeliness_OfARowThatWaitsToBeVerified_SaysWhenItsDateHasPassed(string due, string word)
    {
        var row = new ActionRow
        {
            DueOn = due,
            Delivery = Jtai.Actions.V1.Delivery.AwaitingVerification,
            Timeliness = Jtai.Reporting.V1.Timeliness.OnTime,
        };
        Assert.Equal(word, ActionWords.TimelinessOf(row, Today)?.Text);
    }

    [Theory]
    [InlineData(Jtai.Actions.V1.Delivery.Complete)]
    [InlineData(Jtai.Actions.V1.Delivery.ClosedWithoutCompletion)]
    public void Timeliness_OfWhatIsFinished_IsNone(Jtai.Actions.V1.Delivery delivery) =>
        Assert.Null(ActionStanding.TimelinessOf(new Jtai.Actions.V1.Action { DueOn = "2026-11-03", Delivery = delivery }, Today));
}
