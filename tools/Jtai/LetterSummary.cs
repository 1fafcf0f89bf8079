using System.Globalization;
using System.Text;
using Jtai.Letters;

namespace Jtai.CommandLine;

/// <summary>A letter for a person at a terminal: plain text, at most 96 columns.</summary>
internal sealed class LetterSummary
{
    private const int Columns = 96;
    private readonly StringBuilder page = new();

    public static string Of(Letter letter) => new LetterSummary().Write(letter);

    private string Write(Letter letter)
    {
        page.AppendLine($"Joint targeted area inspection of {letter.Area ?? "(no area named)"}").AppendLine();
        Facts(letter);
        Items("Priority actions", letter.PriorityActions);
        Items("Areas for improvement", letter.Improvements);
        Items("Strengths", letter.Strengths);
        foreach (var study in letter.PracticeStudies)
        {
            Section($"{study.Title}{OnPage(study.Page)}");
        }

        Bullets("Addressed to", letter.Addressees);
        Bullets("To check", letter.Warnings.Select(w => $"{w.Message} ({w.Code})"));
        return page.ToString().TrimEnd();
    }

    private void Facts(Letter letter)
    {
        Fact("Letter", Long(letter.LetterDate));
        Fact("Inspection", letter.InspectionStart is null ? null : $"{Long(letter.InspectionStart)} to {Long(letter.InspectionEnd)}");
        Fact("Theme", letter.Theme);
        Fact("Generation", letter.Format == LetterFormat.Old ? "old (2016 to 2020)" : "new (from 2022)");
        Fact("Statement due", letter.StatementDue is null
            ? letter.StatementDueAsPrinted
            : $"{Long(letter.StatementDue)} (printed: {letter.StatementDueAsPrinted})");
        Fact("Prepared by", letter.StatementPreparedBy);
        Fact("Sent by", letter.StatementSentBy);
        Fact("Sent to", letter.StatementSentTo);
        Fact("Found", string.Join(", ",
            Count(letter.PriorityActions.Count, "priority action", "priority actions"),
            Count(letter.Improvements.Count, "area for improvement", "areas for improvement"),
            letter.Strengths is null ? "no heading for strengths" : Count(letter.Strengths.Count, "strength", "strengths")));
    }

    private void Items(string title, IReadOnlyList<LetterItem>? items)
    {
        if (items is not { Count: > 0 })
        {
            return;
        }

        Section($"{title} ({items.Count})");
        string? heading = items[0].Heading, leadIn = null;
        for (var i = 0; i < items.Count; i++)
        {
            var item = items[i];
            if (item.Heading != heading || (i == 0 && items.Any(other => other.Heading != heading)))
            {
                Wrap(item.Heading, "", "");
            }

            if (item.LeadIn is not null && item.LeadIn != leadIn)
            {
                Wrap(item.LeadIn, "", "");
            }

            (heading, leadIn) = (item.Heading, item.LeadIn);
            Wrap(item.Text + OnPage(item.Page), $"{i + 1,3}. ", "     ");
            foreach (var point in item.SubPoints)
            {
                Wrap(point, "     - ", "       ");
            }
        }
    }

    private void Bullets(string title, IEnumerable<string> lines)
    {
        var all = lines.ToList();
        if (all.Count == 0)
        {
            return;
        }

        Section(title);
        foreach (var line in all)
        {
            Wrap(line, "  - ", "    ");
        }
    }

    private void Section(string title) => page.AppendLine().AppendLine(title);

    private void Fact(string name, string? value) => Wrap(value ?? "not found", $"{name,-15}", new string(' ', 15));

    private void Wrap(string text, string first, string rest)
    {
        var line = new StringBuilder(first);
        var empty = true;
        foreach (var word in text.Split(' '))
        {
            if (!empty && line.Length + 1 + word.Length > Columns)
            {
                page.AppendLine(line.ToString());
                line.Clear().Append(rest);
                empty = true;
            }

            line.Append(empty ? "" : " ").Append(word);
            empty = false;
        }

        page.AppendLine(line.ToString());
    }

    private static string Count(int number, string one, string many) => $"{number} {(number == 1 ? one : many)}";

    private static string OnPage(int? number) => number is null ? "" : $" (page {number})";

    private static string? Long(DateOnly? day) => day?.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);
}
