using Jtai.Errors;

namespace Jtai.Actions;

/// <summary>The owner's own view of an action: how far it is, and whether its date can be kept.</summary>
public sealed record StatusAssessment(V1.Progress Progress, bool DateAchievable, string Reason)
{
    public const int LongestReason = 1000;

    /// <summary>The assessment in a request; null where it gives none.</summary>
    public static StatusAssessment? Read(V1.StatusAssessment? assessment, RequestCheck check)
    {
        if (assessment is null)
        {
            return null;
        }

        if (assessment.Progress == V1.Progress.Unspecified || !Enum.IsDefined(assessment.Progress))
        {
            check.Refuse("assessment.progress", "Say whether progress is good, sufficient, moderate or little.");
        }

        var reason = check.Text("assessment.reason", assessment.Reason, "The reason", LongestReason);
        if (!assessment.DateAchievable && reason.Length == 0)
        {
            check.Refuse("assessment.reason", "Say why the date cannot be kept.");
        }

        return new StatusAssessment(assessment.Progress, assessment.DateAchievable, reason);
    }

    /// <summary>From the three columns that hold it; null where no assessment was ever given.</summary>
    public static StatusAssessment? Of(V1.Progress? progress, bool? dateAchievable, string? reason) =>
        progress is { } given ? new StatusAssessment(given, dateAchievable ?? false, reason ?? "") : null;

    public V1.StatusAssessment ToProto() => new() { Progress = Progress, DateAchievable = DateAchievable, Reason = Reason };
}
