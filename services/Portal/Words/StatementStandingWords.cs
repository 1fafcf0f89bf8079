using Jtai.Actions.V1;
using Jtai.Field;
using Jtai.Reporting.V1;

namespace Jtai.Portal.Words;

/// <summary>How statements of action stand, in words: from the read model, for overviews.</summary>
public static class StatementStandingWords
{
    /// <summary>
    /// "Statement of action being prepared: due Saturday 28 November 2026, 6 working days left; 9 of 11 returns, 2 late; 1 of 3
    /// sign-offs". Without its full stop.
    /// </summary>
    public static string Of(StatementStanding statement, DateOnly today)
    {
        var second = statement.Number > 1 ? $" {statement.Number}" : "";
        var due = LondonDates.TryFromIso(statement.DueOn);
        if (LondonDates.TryFromIso(statement.SentOn) is { } sent)
        {
            return string.Join("; ", new[]
            {
                $"Statement of action{second} sent on {Dates.Full(sent)}{(due is null ? "" : statement.DaysLate > 0 ? $", {Numbers.Of(statement.DaysLate, "day")} late" : ", on time")}",
                Answered(statement),
            }.Where(part => part.Length > 0));
        }

        return $"Statement of action{second} being prepared: " + string.Join("; ", new[]
        {
            due is { } day ? "due " + StatementDeadline.WithWeekday(day, today, null) : "no date printed",
            statement.Sending switch
            {
                SendingState.Failed => "the sending failed",
                SendingState.Queued => "on its way to the mail server",
                _ => "",
            },
            statement.ReturnsAsked == 0 ? "" : $"{statement.Returns} of {Numbers.Of(statement.ReturnsAsked, "return")}"
                + (statement.ReturnsOverdue == 0 ? "" : $", {statement.ReturnsOverdue} late"),
            statement.SignOffsNeeded == 0 ? "" : $"{statement.SignOffs} of {Numbers.Of(statement.SignOffsNeeded, "sign-off")}",
            AskedOf(statement) is { Length: > 0 } asked ? "asked of us: " + asked : "",
        }.Where(part => part.Length > 0));
    }

    /// <summary>", acknowledged", behind a partnership's deadline; empty where nothing is known besides.</summary>
    public static string Beside(SharedPartnership row) => row.Statements.FirstOrDefault() switch
    {
        { State: StatementState.BeingPrepared } => ", being prepared",
        { } sent when Answered(sent) is { Length: > 0 } answered => ", " + answered,
        _ => "",
    };

    /// <summary>"our return by 10 January 2027, our sign-off"; "nothing" where nothing is.</summary>
    public static string AskedOfUs(IEnumerable<StatementStanding> statements)
    {
        var asked = string.Join("; ", statements.Select(AskedOf).Where(part => part.Length > 0));
        return asked.Length == 0 ? "nothing" : asked;
    }

    private static string AskedOf(StatementStanding statement) => string.Join(", ", new[]
    {
        statement.ReturnsAskedOfUs == 0 ? "" : "our return" + (LondonDates.TryFromIso(statement.OurReturnDueOn) is { } by ? $" by {Dates.Full(by)}" : ""),
        statement.SignOffWaitsForUs ? "our sign-off" : "",
    }.Where(part => part.Length > 0));

    private static string Answered(StatementStanding statement) => statement.Reply switch
    {
        ReplyKind.Acknowledged => "acknowledged",
        ReplyKind.Accepted => "accepted",
        ReplyKind.AsksForChanges => "changes asked for",
        _ => "",
    };
}
