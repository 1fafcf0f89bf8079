using Jtai.Field;
using Jtai.Reporting.V1;

namespace Jtai.Portal.Words;

/// <summary>What stands in the way of a plan, in the order in which it must be known.</summary>
public enum TroubleKind
{
    StatementPassed,
    StatementNear,
    WithoutOwner,
    WithoutUpdate,
    Overdue,
    AtRisk,
}

/// <summary>One thing that must be said before anybody may say that a plan is on course.</summary>
/// <param name="Words">A sentence without its full stop. A count stands first.</param>
/// <param name="Statement">The statement that it is about; else null.</param>
public sealed record Trouble(TroubleKind Kind, string Words, UnsentStatement? Statement = null)
{
    /// <summary>As it goes on after a colon.</summary>
    public string InSentence => char.ToLowerInvariant(Words[0]) + Words[1..];

    /// <summary>All that there is, the worst first; statements by deadline, the oldest first.</summary>
    public static IReadOnlyList<Trouble> Of(Overview overview, DateOnly today)
    {
        var counts = overview.Counts;
        var counted = counts.Actions - counts.ClosedWithoutCompletion - counts.Paused;
        var longest = overview.Exceptions.Select(action => action.DaysOverdue).DefaultIfEmpty().Max();
        return
        [
            .. overview.StatementsUnsent.Select(statement => OfStatement(statement, today)).OfType<Trouble>(),
            .. new[]
            {
                (overview.WithoutOwner, new Trouble(TroubleKind.WithoutOwner, $"{Numbers.Of(overview.WithoutOwner, "open action has", "open actions have")} no owner")),
                (overview.WithoutUpdate, new Trouble(TroubleKind.WithoutUpdate, $"{Numbers.Of(overview.WithoutUpdate, "open action has", "open actions have")} had no update in the last {RecentUpdate.Days} days")),
                (counts.Overdue, new Trouble(TroubleKind.Overdue, OfCounted(counts.Overdue, counted, "overdue") + (counts.Overdue == 1 ? ", by " : ", the longest by ") + Numbers.Of(longest, "day"))),
                (counts.AtRisk, new Trouble(TroubleKind.AtRisk, OfCounted(counts.AtRisk, counted, "at risk"))),
            }.Where(one => one.Item1 > 0).Select(one => one.Item2),
        ];
    }

    private static Trouble? OfStatement(UnsentStatement statement, DateOnly today) => LondonDates.TryFromIso(statement.DueOn) switch
    {
        { } due when due < today => new(
            TroubleKind.StatementPassed, $"The statement of action was due on {Dates.Full(due)} and is not recorded as sent", statement),
        { } due when statement.DueInWorkingDays <= StatementDeadline.NearWorkingDays => new(
            TroubleKind.StatementNear, $"The statement of action is due on {StatementDeadline.WithWeekday(due, today)}, and is not recorded as sent", statement),
        _ => null,
    };

    private static string OfCounted(int some, int all, string how) =>
        $"{Numbers.Figure(some)} of {Numbers.Of(all, "action")} {(some == 1 ? "is" : "are")} {how}";
}
