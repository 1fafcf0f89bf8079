using System.Text.RegularExpressions;

namespace Jtai.Letters;

/// <summary>
/// Reads a published JTAI outcome letter of either generation, from PDF or plain text, by its structure and wording. It
/// works offline and knows no list of places; the same bytes always give the same <see cref="Letter"/>.
/// </summary>
public static class LetterParser
{
    /// <summary>Reads a letter from a stream, of which at most 20 MB are taken.</summary>
    /// <inheritdoc cref="ReadAsync(byte[], CancellationToken)"/>
    public static async Task<Letter> ReadAsync(Stream stream, CancellationToken cancellation = default) =>
        await ReadAsync(await LetterSource.ReadBytesAsync(stream, cancellation), cancellation);

    /// <summary>
    /// Reads a letter from bytes. The kind of file is told from the bytes, not from a name. A PDF is read by a child process
    /// with limits and takes at most 5 seconds of processor, usually a tenth of one.
    /// </summary>
    /// <exception cref="NotALetterException">It was read and is no JTAI outcome letter.</exception>
    /// <exception cref="UnreadableLetterException">It could not be read.</exception>
    public static async Task<Letter> ReadAsync(byte[] bytes, CancellationToken cancellation = default) =>
        ParseInTime(await LetterSource.OpenAsync(bytes, cancellation));

    private static Letter ParseInTime(LetterSource source)
    {
        try
        {
            return Parse(source);
        }
        catch (RegexMatchTimeoutException tooSlow)
        {
            throw new UnreadableLetterException("The document's wording takes more time to read than a letter's.", tooSlow);
        }
    }

    private static Letter Parse(LetterSource source)
    {
        var (lines, footnotes, tables) = PageLines.Split(source);
        LetterLimits.Demand(lines.Count, LetterLimits.Lines, "lines");
        var head = LetterHead.Of(lines);
        var (blocks, end) = BlockBuilder.Build(lines, head);
        LetterLimits.Demand(blocks.Count, LetterLimits.Paragraphs, "paragraphs");
        for (var i = 0; i < blocks.Count; i++)
        {
            blocks[i].Number = i + 1;
        }

        var opening = Opening.Read(lines, head, blocks);
        Recognition.Demand(opening, lines, blocks);
        var letter = Assemble(source, new(lines, head, end, footnotes, tables), blocks, opening);
        LetterLimits.Demand(letter);
        return letter;
    }

    /// <param name="End">How many of the lines are the letter; below those stand the inspectors' names.</param>
    private sealed record Text(List<Line> Lines, LetterHead Head, int End, List<Footnote> Footnotes, List<string> Tables);

    private static Letter Assemble(LetterSource source, Text text, List<Block> blocks, Opening opening)
    {
        var lists = LetterLists.Read(blocks);
        var steps = NextSteps.Read(blocks, opening.LetterDate);
        var (people, runTogether) = Addressees.Read(text.Lines, text.Head);
        var format = FormatOf(blocks, opening);

        var warnings = DeadlineCheck.Of(steps.Due, opening.LetterDate)
            .Concat(LetterCheck.Of(opening, format, steps, blocks, lists)).ToList();
        var below = text.Lines[text.End..];
        var second = below.Find(l => Titles.IsOne(l.Text));
        var leftOvers = LeftOvers.Of(blocks, format, second is null ? below : []);
        warnings.AddRange(LeftOvers.Warnings(leftOvers));
        if (second is not null)
        {
            var page = second.Page is { } number ? $" on page {number}" : "";
            warnings.Add(new(WarningCodes.SecondLetter, $"A second letter begins{page} with \"{second.Text}\"; it was not read. Import it from a file of its own."));
        }

        warnings.AddRange(text.Tables.Concat(LetterCheck.ListsInColumns(blocks)).Select(heading => new LetterWarning(
            WarningCodes.Columns, $"The list under \"{heading}\" is printed in columns. Check each of its items, and what stands beside them.")));
        if (text.Head.IsCovered)
        {
            warnings.Add(new(WarningCodes.CoveringPaper, "Another paper stands above the letter; it was taken as no part of it."));
        }

        if (runTogether)
        {
            warnings.Add(new(WarningCodes.AddresseesRunTogether, "Addressees run together on one line and were separated by their names."));
        }

        return new Letter
        {
            Area = opening.Area,
            LetterDate = opening.LetterDate,
            InspectionStart = opening.InspectionStart,
            InspectionEnd = opening.InspectionEnd,
            Theme = opening.Theme,
            Format = format,
            Addressees = people,
            PriorityActions = lists.Priority ?? [],
            Improvements = lists.Improvements ?? [],
            Strengths = lists.Strengths,
            Headline = lists.Headline ?? [],
            PracticeStudies = PracticeStudies.Read(blocks),
            StatementDue = steps.Due?.Date.Day,
            StatementDueAsPrinted = steps.Due?.AsPrinted,
            StatementPreparedBy = steps.PreparedBy,
            StatementSentBy = steps.SentBy,
            StatementSentTo = steps.SentTo,
            Warnings = warnings,
            LeftOver = leftOvers,
            Paragraphs = LetterParagraphs.Of(blocks, text.Footnotes),
            SourceSha256 = source.Sha256,
            Pages = source.IsPaged ? source.Pages.Count : null,
        };
    }

    // No letter was sent in 2021; without a date the headings tell.
    private static LetterFormat FormatOf(List<Block> blocks, Opening opening)
    {
        if (opening.LetterDate is { } sent)
        {
            return sent.Year <= 2020 ? LetterFormat.Old : LetterFormat.New;
        }

        if (blocks.Exists(b => b.Opens is Section.Headline or Section.MainFindings))
        {
            return LetterFormat.New;
        }

        var asks = blocks.Exists(b => b.Opens == Section.Improvements && b.Text.StartsWith("What", StringComparison.OrdinalIgnoreCase));
        return asks ? LetterFormat.New : LetterFormat.Old;
    }
}
