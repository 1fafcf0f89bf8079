namespace Jtai.Portal.Words;

/// <summary>A status as shown: a word in a tag, and a detail beside it. The colour only repeats the word.</summary>
/// <param name="Colour">A tag colour of GOV.UK's, or null for the plain one.</param>
/// <param name="Detail">Such as "41 days late".</param>
public sealed record StatusWords(string Text, string? Colour, string? Detail = null);

/// <summary>What people did about an action.</summary>
public static class DeliveryWords
{
    public static readonly StatusWords NotStarted = new("Not started", "grey");
    public static readonly StatusWords InProgress = new("In progress", "blue");
    public static readonly StatusWords AwaitingVerification = new("Awaiting verification", "turquoise");
    public static readonly StatusWords Returned = new("Returned", "orange");
    public static readonly StatusWords Complete = new("Complete", "green");

    /// <param name="reason">Superseded, transferred or not pursued.</param>
    public static StatusWords ClosedWithoutCompletion(string reason) => new("Closed without completion", "grey", reason);
}

/// <summary>How an action stands against its date.</summary>
public static class TimelinessWords
{
    public static readonly StatusWords OnTime = new("On time", "green");

    public static StatusWords DueSoon(DateOnly due, DateOnly today) => new("Due soon", "yellow", Dates.Distance(due, today));

    /// <param name="why">Such as "no update this round".</param>
    public static StatusWords AtRisk(string why) => new("At risk", "orange", why);

    public static StatusWords Overdue(DateOnly due, DateOnly today) => new("Overdue", "red", Dates.Distance(due, today));

    /// <summary>Handed in for verification, and its date went by while it waits: neither on time nor overdue.</summary>
    public static StatusWords DatePassed(DateOnly due) => new("Date passed", "yellow", $"due {Dates.Full(due)}, waits to be verified");

    /// <summary>Set aside: not overdue, and looked at again.</summary>
    public static StatusWords Paused(DateOnly? review) => new("Paused", "grey", "looked at again on " + Dates.Full(review, "no date"));

    public static StatusWords Ongoing(DateOnly nextReview) => new("Ongoing", "purple", "next review " + Dates.Full(nextReview));
}
