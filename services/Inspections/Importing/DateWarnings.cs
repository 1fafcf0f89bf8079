using Jtai.Inspections.V1;

namespace Jtai.Inspections;

/// <summary>Days that contradict one another: within a letter, and between it and what was recorded. Nothing is corrected.</summary>
internal static class DateWarnings
{
    public const string LetterBeforeFieldwork = "letter_before_fieldwork_ended";
    public const string FieldworkReversed = "fieldwork_ends_before_it_starts";
    public const string ReceivedBeforeDated = "received_before_dated";
    public const string FieldworkDiffers = "fieldwork_differs";
    public const string NotifiedAfterFieldwork = "notified_after_fieldwork";

    /// <summary>Within the letter, and with the day of receipt. Its deadline's own are the reader's.</summary>
    public static IEnumerable<LetterWarning> Of(Letters.Letter letter, DateOnly? receivedOn)
    {
        if (letter is { LetterDate: { } dated, InspectionEnd: { } ended } && dated < ended)
        {
            yield return Warning(LetterBeforeFieldwork, $"The letter is dated {Long(dated)}, before its fieldwork ended on {Long(ended)}.");
        }

        if (letter is { InspectionStart: { } starts, InspectionEnd: { } ends } && ends < starts)
        {
            yield return Warning(FieldworkReversed, $"By the letter fieldwork ended on {Long(ends)}, before it started on {Long(starts)}.");
        }

        if (receivedOn is { } received && letter.LetterDate is { } date && received < date)
        {
            yield return Warning(ReceivedBeforeDated, $"The letter was received on {Long(received)}, before the day that it is dated, {Long(date)}.");
        }
    }

    /// <summary>Between the letter and the inspection as it is recorded now.</summary>
    public static IEnumerable<LetterWarning> Of(ReadLetter reading, Inspection inspection)
    {
        if (reading is not { FieldworkStartsOn: { } starts, FieldworkEndsOn: { } ends })
        {
            yield break;
        }

        if ((inspection.FieldworkStartsOn ?? starts, inspection.FieldworkEndsOn ?? ends) is var recorded && recorded != (starts, ends))
        {
            yield return Warning(
                FieldworkDiffers,
                $"Fieldwork is recorded as {Long(recorded.Item1)} to {Long(recorded.Item2)}, and the letter says {Long(starts)} to {Long(ends)}. "
                    + "If you confirm, the letter's days are taken.");
        }

        if (inspection.NotifiedOn is { } notified && notified > starts)
        {
            yield return Warning(
                NotifiedAfterFieldwork,
                $"The inspection is recorded as notified on {Long(notified)}, after the day on which the letter says that fieldwork started, {Long(starts)}.");
        }
    }

    private static LetterWarning Warning(string code, string message) => new() { Code = code, Message = message };

    private static string Long(DateOnly day) => ReadLetter.Long(day);
}
