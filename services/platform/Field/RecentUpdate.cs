namespace Jtai.Field;

/// <summary>
/// How long an update speaks for an action. One rule for the counts, the lists and the words beside them: an open action is
/// without an update where nobody recorded progress on it within this time, or ever.
/// </summary>
public static class RecentUpdate
{
    /// <summary>Calendar days before the position date; leads report each quarter.</summary>
    public const int Days = 90;
}
