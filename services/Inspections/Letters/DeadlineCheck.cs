using System.Globalization;
using Jtai.Field;

namespace Jtai.Letters;

/// <summary>
/// Holds the printed deadline against the calendar. The printed date is the authority and is never corrected; of 63
/// published letters with a date, 33 print exactly 70 working days from their own date.
/// </summary>
internal static class DeadlineCheck
{
    // Beyond this a printed date is a slip of the pen and counting its working days tells nothing.
    private const int LongestDays = 750;

    public static IEnumerable<LetterWarning> Of(Deadline? deadline, DateOnly? letterDate)
    {
        if (deadline is not { Date: var due })
        {
            return [new(WarningCodes.DeadlineMissing, "The letter prints no deadline for the statement of action.")];
        }

        if (due.Day is not { } day)
        {
            return [new(WarningCodes.DeadlineInvalid, $"The printed deadline, {due.Text}, is no day of the calendar.")];
        }

        return [.. AsPrinted(deadline), .. AgainstCalendar(due, day), .. AgainstLetterDate(day, letterDate)];
    }

    private static IEnumerable<LetterWarning> AsPrinted(Deadline deadline)
    {
        if (!deadline.Date.HasYear)
        {
            yield return new(WarningCodes.DeadlineYearMissing, $"The deadline is printed without a year: {deadline.Date.Text}. It was taken as the next such day after the letter's date.");
        }
        else if (!deadline.Date.HasFullYear)
        {
            yield return new(WarningCodes.DeadlineShortYear, $"The deadline's year is printed with two digits: {deadline.Date.Text}.");
        }

        if (deadline.IsOneOfSeveral)
        {
            yield return new(WarningCodes.DeadlineSeveral, $"The sentence on the deadline names other days too; {deadline.Date.Text} was taken.");
        }
    }

    private static IEnumerable<LetterWarning> AgainstCalendar(PrintedDate due, DateOnly day)
    {
        if (due.Weekday is { } weekday && weekday != day.DayOfWeek)
        {
            yield return new(
                WarningCodes.DeadlineWrongWeekday, $"The deadline is printed as {due.Text}, but that day is a {day.DayOfWeek}.");
        }

        if (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)
        {
            yield return new(WarningCodes.DeadlineWeekend, $"The deadline, {Long(day)}, is a {day.DayOfWeek}.");
        }

        if (WorkingDays.BankHoliday(day) is { } holiday)
        {
            yield return new(WarningCodes.DeadlineBankHoliday, $"The deadline, {Long(day)}, is a bank holiday: {holiday}.");
        }
    }

    private static IEnumerable<LetterWarning> AgainstLetterDate(DateOnly day, DateOnly? letterDate)
    {
        if (letterDate is not { } sent)
        {
            yield break;
        }

        if (day <= sent)
        {
            yield return new(
                WarningCodes.DeadlineBeforeLetter, $"The deadline, {Long(day)}, is not after the letter's own date, {Long(sent)}.");
            yield break;
        }

        var far = day.DayNumber - sent.DayNumber > LongestDays;
        var count = far ? 0 : WorkingDays.Between(sent, day);
        if (count != WorkingDays.ForStatement)
        {
            yield return new(
                WarningCodes.DeadlineNot70WorkingDays,
                far
                    ? $"The deadline, {Long(day)}, is more than two years after the letter's date."
                    : $"The deadline is {count} working days after the letter's date, not {WorkingDays.ForStatement}, "
                        + $"which would be {Long(WorkingDays.After(sent, WorkingDays.ForStatement))}.");
        }
    }

    private static string Long(DateOnly day) => day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);
}
