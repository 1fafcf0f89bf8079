namespace Jtai.Field;

/// <summary>Days before its date from which an action, or a statement, is due soon.</summary>
public static class DueSoon
{
    public const int Days = 28;

    /// <summary>Also true after the date, which is no longer soon: ask for that first.</summary>
    public static bool Is(DateOnly due, DateOnly today) => due.DayNumber - today.DayNumber <= Days;
}
