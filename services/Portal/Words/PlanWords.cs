using System.Globalization;
using Jtai.Actions.V1;
using Jtai.Field;

namespace Jtai.Portal.Words;

/// <summary>What the parts of a plan and of its actions say, in the words of the pages.</summary>
public static class PlanWords
{
    public static string Of(FindingPosition position) => position switch
    {
        FindingPosition.Accepted => "Accepted",
        FindingPosition.PartlyAccepted => "Accepted in part",
        FindingPosition.Disputed => "Disputed",
        _ => "No response yet",
    };

    public static string Of(LinkKind kind) => kind switch
    {
        LinkKind.Ilacs => "Inspection of local authority children’s services (ILACS)",
        LinkKind.Peel => "Police inspection (PEEL)",
        LinkKind.YouthJustice => "Youth justice inspection",
        LinkKind.Send => "Special educational needs and disabilities (SEND) inspection",
        LinkKind.Lcspr => "Local child safeguarding practice review",
        LinkKind.OtherPlan => "Another plan",
        _ => "Not known",
    };

    public static string Of(ResourceKind kind) => kind switch
    {
        ResourceKind.WithinExistingMeans => "Within existing means",
        ResourceKind.NotKnownYet => "Not known yet",
        ResourceKind.Costed => "Costed",
        _ => "Nothing said",
    };

    /// <summary>"£20,000 once and £5,000 a year, from the policing precept"; null where nothing was said.</summary>
    public static string? Of(Resources? resources) => resources?.Kind switch
    {
        ResourceKind.NotKnownYet => "Not known yet" + (LondonDates.TryFromIso(resources.ReviewOn) is { } review ? $", looked at again on {Dates.Full(review)}" : ""),
        ResourceKind.Costed => Costs(resources) + (resources.Source.Length > 0 ? $", from {resources.Source}" : ""),
        ResourceKind.WithinExistingMeans => Of(ResourceKind.WithinExistingMeans),
        _ => null,
    };

    /// <summary>"41 of 70 GP practices".</summary>
    public static string Of(CoverageReading reading) => $"{Numbers.Figure(reading.Done)} of {Numbers.Figure(reading.Of)} {reading.What}";

    public static string Of(DateRequestState state) => state switch
    {
        DateRequestState.Approved => "Approved",
        DateRequestState.Declined => "Declined",
        DateRequestState.TakenBack => "Taken back",
        _ => "Waiting for a decision",
    };

    /// <summary>How a milestone stands.</summary>
    public static StatusWords Of(Milestone milestone, DateOnly today) =>
        LondonDates.TryFromIso(milestone.DoneOn) is { } done ? new("Done", "green", "on " + Dates.Full(done))
        : LondonDates.TryFromIso(milestone.DueOn) is not { } due ? new("No date", "grey")
        : due < today ? TimelinessWords.Overdue(due, today)
        : new("To do", "blue", Dates.Distance(due, today));

    /// <summary>"ILACS 2025, recommendation 4, 3 March 2026: the same gap".</summary>
    public static string Of(OtherPlanLink link) => string.Join(", ", new[]
    {
        $"{Of(link.Kind)}: {link.Reference}",
        LondonDates.TryFromIso(link.On) is { } on ? Dates.Full(on) : "",
        link.Words,
    }.Where(part => part.Length > 0));

    private static string Costs(Resources resources) => string.Join(" and ", new[]
    {
        resources.OneOffPounds > 0 ? Pounds(resources.OneOffPounds) + " once" : "",
        resources.YearlyPounds > 0 ? Pounds(resources.YearlyPounds) + " a year" : "",
    }.Where(part => part.Length > 0)) is { Length: > 0 } costs ? costs : "No cost";

    private static string Pounds(long pounds) => "£" + pounds.ToString("N0", CultureInfo.GetCultureInfo("en-GB"));
}
