using Jtai.Actions.V1;
using Jtai.Reporting.V1;

namespace Jtai.Partners.V1;

/// <summary>
/// In which case of a scale of statuses an action is. It stands beside the contract, as Reporting counts and finds by it what the
/// portal shows, and Partners asks of a scale that it names every case.
/// </summary>
public static class StatusCases
{
    /// <summary>All there are, in the order in which an action goes through them.</summary>
    public static IReadOnlyList<StatusCase> All { get; } = [.. Enum.GetValues<StatusCase>().Where(one => one != default)];

    /// <summary>What people did goes before the clock where they said the last word, and after it where the action is still to be done.</summary>
    /// <param name="verdict">Of the newest audit since it was completed.</param>
    public static StatusCase Of(Delivery delivery, Timeliness timeliness, AuditVerdict verdict) => (delivery, timeliness) switch
    {
        (Delivery.ClosedWithoutCompletion, _) => StatusCase.ClosedWithoutCompletion,
        (Delivery.Complete, _) => verdict == AuditVerdict.Embedded ? StatusCase.Embedded : StatusCase.Complete,
        (Delivery.AwaitingVerification, _) => StatusCase.AwaitingVerification,
        (_, Timeliness.Paused) => StatusCase.Paused,
        (_, Timeliness.Overdue) => StatusCase.Overdue,
        (_, Timeliness.AtRisk) => StatusCase.AtRisk,
        (Delivery.Returned, _) => StatusCase.Returned,
        (_, Timeliness.DueSoon) => StatusCase.DueSoon,
        (_, Timeliness.Ongoing) => StatusCase.Ongoing,
        (Delivery.InProgress, _) => StatusCase.InProgress,
        _ => StatusCase.NotStarted,
    };
}
