using System.Globalization;
using Jtai.Field;
using Jtai.Inspections.V1;
using Jtai.Letters;
using LeftOver = Jtai.Inspections.V1.LeftOver;
using LeftOverReason = Jtai.Inspections.V1.LeftOverReason;
using LetterWarning = Jtai.Inspections.V1.LetterWarning;

namespace Jtai.Inspections;

public sealed partial record ReadLetter
{
    /// <summary>A page with more is no help: whoever has such a letter reads it line by line.</summary>
    private const int MostLeftOvers = 200;

    /// <summary>From what the parser finds to what a partnership reviews.</summary>
    /// <param name="letter">As read.</param>
    /// <param name="receivedOn">When the partnership received it; null: on the letter's own date.</param>
    public static ReadLetter Of(Letters.Letter letter, DateOnly? receivedOn) => new()
    {
        Sha256 = letter.SourceSha256,
        Area = letter.Area ?? "",
        Theme = letter.Theme ?? "",
        LetterDated = letter.LetterDate,
        FieldworkStartsOn = letter.InspectionStart,
        FieldworkEndsOn = letter.InspectionEnd,
        StatementDueOn = letter.StatementDue,
        StatementDueAsPrinted = letter.StatementDueAsPrinted ?? "",
        StatementPreparedBy = letter.StatementPreparedBy ?? "",
        StatementSentBy = letter.StatementSentBy ?? "",
        StatementSentTo = letter.StatementSentTo ?? "",
        Addressees = letter.Addressees,
        Warnings = [.. WarningsOf(letter, receivedOn)],
        Items = [.. ItemsOf(letter)],
        LeftOvers = [.. letter.LeftOver.Take(MostLeftOvers).Select(LeftOverOf)],
        Likeness = Inspections.Likeness.Of(letter.Paragraphs.Select(paragraph => paragraph.Text)),
        Paragraphs = [.. letter.Paragraphs.Select(paragraph => new Paragraph
        {
            Number = paragraph.Number,
            Page = paragraph.Page ?? 0,
            Heading = paragraph.Heading,
            Text = paragraph.Text,
            Bullet = paragraph.Kind is ParagraphKind.Item or ParagraphKind.SubPoint,
        })],
    };

    private static IEnumerable<FoundItem> ItemsOf(Letters.Letter letter) =>
        letter.PriorityActions.Select(item => (Kind: FindingKind.PriorityAction, Item: item))
            .Concat(letter.Improvements.Select(item => (Kind: FindingKind.Improvement, Item: item)))
            .Concat((letter.Strengths ?? []).Select(item => (Kind: FindingKind.Strength, Item: item)))
            .OrderBy(found => found.Item.Paragraph)
            .Select((found, place) => new FoundItem
            {
                ItemId = place + 1,
                Kind = found.Kind,
                Text = found.Item.Text,
                LeadIn = found.Item.LeadIn ?? "",
                SubPoints = { found.Item.SubPoints },
                Heading = found.Item.Heading,
                Page = found.Item.Page ?? 0,
                Paragraph = found.Item.Paragraph,
            });

    private static LeftOver LeftOverOf(Letters.LeftOver line, int place) => new()
    {
        LeftOverId = place + 1,
        Reason = line.Why switch
        {
            Letters.LeftOverReason.HeadingInList => LeftOverReason.HeadingInList,
            Letters.LeftOverReason.ListNowhere => LeftOverReason.ListNowhere,
            Letters.LeftOverReason.ParagraphNowhere => LeftOverReason.ParagraphNowhere,
            _ => LeftOverReason.BelowTheLetter,
        },
        Text = line.Text,
        Page = line.Page ?? 0,
        Paragraph = line.Paragraph ?? 0,
    };

    // The reader counts from the letter's date. The regulations count from the day on which it was received.
    private static IEnumerable<LetterWarning> WarningsOf(Letters.Letter letter, DateOnly? receivedOn)
    {
        var counted = receivedOn is null || receivedOn == letter.LetterDate || letter.StatementDue is null;
        foreach (var warning in letter.Warnings)
        {
            if (counted || warning.Code is not (WarningCodes.DeadlineNot70WorkingDays or WarningCodes.DeadlineBeforeLetter))
            {
                yield return new LetterWarning { Code = warning.Code, Message = warning.Message };
            }
        }

        if (!counted && FromReceipt(receivedOn!.Value, letter.StatementDue!.Value) is { } recounted)
        {
            yield return recounted;
        }

        foreach (var warning in DateWarnings.Of(letter, receivedOn))
        {
            yield return warning;
        }

        if (letter.LeftOver.Count > MostLeftOvers)
        {
            yield return new()
            {
                Code = WarningCodes.LeftOver,
                Message = $"{letter.LeftOver.Count} lines are left over, and the first {MostLeftOvers} are listed for review: read the letter beside its lists.",
            };
        }
    }

    private static LetterWarning? FromReceipt(DateOnly received, DateOnly due)
    {
        if (due <= received)
        {
            return new()
            {
                Code = WarningCodes.DeadlineBeforeLetter,
                Message = $"The deadline, {Long(due)}, is not after {Long(received)}, when the letter was received.",
            };
        }

        var days = WorkingDays.Between(received, due);
        return days == WorkingDays.ForStatement ? null : new()
        {
            Code = WarningCodes.DeadlineNot70WorkingDays,
            Message = $"The deadline is {days} working days after the letter was received, not {WorkingDays.ForStatement}, "
                + $"which would be {Long(WorkingDays.After(received, WorkingDays.ForStatement))}.",
        };
    }

    internal static string Long(DateOnly day) => day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);
}
