using DocumentFormat.OpenXml;
using W = DocumentFormat.OpenXml.Wordprocessing;

namespace Jtai.Documents;

/// <summary>The body of a Word document: its blocks, in sections in portrait and landscape.</summary>
internal sealed class WordBody(Document document)
{
    // A4 in twentieths of a point, with margins of two centimetres.
    private const int ShortSide = 11906;
    private const int LongSide = 16838;
    private const int Margin = 1134;

    // A row with a longer text than this may go on overleaf, lest half a page stays empty before it.
    private const int LongCell = 1_000;

    private readonly W.Body body = new();
    private int tables;
    private bool landscape;
    private bool breakBeforeNext;

    public W.Body Made()
    {
        Append(Styled(WordStyles.Title, document.Title));
        if (!string.IsNullOrWhiteSpace(document.Subtitle))
        {
            Append(Styled(WordStyles.Subtitle, document.Subtitle));
        }

        Block[] blocks = [.. document.Outlined()];
        for (var index = 0; index < blocks.Length; index++)
        {
            if (blocks[index] is not PageBreak && BelongsToWideTable(blocks, index) != landscape)
            {
                EndSection();
            }

            Append(blocks[index]);
        }

        body.Append(Section());
        return body;
    }

    // A wide table takes its heading, and up to two paragraphs between them, along onto its page.
    private static bool BelongsToWideTable(Block[] blocks, int index)
    {
        var next = index;
        while (next < blocks.Length && blocks[next] is Heading)
        {
            next++;
        }

        for (var paragraphs = 0; next > index && paragraphs < 2 && next < blocks.Length && blocks[next] is Paragraph; paragraphs++)
        {
            next++;
        }

        return next < blocks.Length && blocks[next] is Table { IsWide: true } || IsAfterItsHeading(blocks, index);
    }

    private static bool IsAfterItsHeading(Block[] blocks, int index)
    {
        if (blocks[index] is not Paragraph)
        {
            return false;
        }

        var heading = index;
        while (heading > 0 && blocks[heading] is Paragraph)
        {
            heading--;
        }

        return blocks[heading] is Heading && BelongsToWideTable(blocks, heading);
    }

    private void Append(Block block)
    {
        switch (block)
        {
            case Heading heading:
                Append(Styled(WordStyles.Heading(heading.Level), heading.Text));
                break;
            case Paragraph { Text: var text } when !string.IsNullOrWhiteSpace(text):
                Append(Styled(WordStyles.Body, text));
                break;
            case BulletList list:
                foreach (var item in list.Items)
                {
                    Append(Styled(WordStyles.Bullet, item));
                }

                break;
            case KeyFacts facts:
                foreach (var fact in facts.Facts)
                {
                    Append(Styled(WordStyles.KeyFact, ""), Bold(fact.Term), new W.Run(new W.TabChar()), Run(fact.Definition));
                }

                break;
            case Table table:
                Append(table);
                break;
            case PageBreak:
                breakBeforeNext = true;
                break;
        }
    }

    private void Append(Table table)
    {
        var number = ++tables;
        var caption = Styled(WordStyles.Caption, "");
        caption.Append(new W.Run(new W.Text("Table ") { Space = SpaceProcessingModeValues.Preserve }), Field(" SEQ Table \\* ARABIC ", $"{number}"));
        caption.Append(Run(table.NumberedCaption(number)[$"Table {number}".Length..]));
        Append(caption);

        var widths = Widths(table.Columns);
        var grid = new W.TableGrid(widths.Select(width => new W.GridColumn { Width = $"{width}" }));
        var made = new W.Table(new W.TableProperties
        {
            TableStyle = new W.TableStyle { Val = WordStyles.Table },
            TableWidth = new W.TableWidth { Width = $"{widths.Sum()}", Type = W.TableWidthUnitValues.Dxa },
            TableLayout = new W.TableLayout { Type = W.TableLayoutValues.Fixed },
            TableLook = new W.TableLook { Val = "0020", FirstRow = true, LastRow = false, FirstColumn = false, LastColumn = false, NoHorizontalBand = true, NoVerticalBand = true },
            TableCaption = new W.TableCaption { Val = Characters.OnOneLine(table.NumberedCaption(number)) },
        }, grid);
        made.Append(Row(widths, WordStyles.TableHeading, [.. table.Columns.Select(column => column.Heading)],
            new W.TableRowProperties(new W.CantSplit(), new W.TableHeader())));
        made.Append(table.Rows.Select(row => Row(widths, WordStyles.TableText, row, row.All(cell => cell.Length <= LongCell) ? [new W.TableRowProperties(new W.CantSplit())] : [])));
        body.Append(made);
    }

    private int[] Widths(IReadOnlyList<Column> columns)
    {
        var width = (landscape ? LongSide : ShortSide) - (2 * Margin);
        var weights = columns.Sum(column => Math.Max(1, column.Weight));
        return [.. columns.Select(column => width * Math.Max(1, column.Weight) / weights)];
    }

    private static W.TableRow Row(int[] widths, string style, IReadOnlyList<string> cells, params OpenXmlElement[] properties)
    {
        var row = new W.TableRow(properties);
        row.Append(cells.Select((cell, index) => new W.TableCell(
            new W.TableCellProperties { TableCellWidth = new W.TableCellWidth { Width = $"{widths[index]}", Type = W.TableWidthUnitValues.Dxa } },
            Styled(style, cell))));
        return row;
    }

    private void Append(W.Paragraph paragraph, params W.Run[] runs)
    {
        paragraph.Append(runs);
        if (breakBeforeNext)
        {
            paragraph.ParagraphProperties!.PageBreakBefore = new W.PageBreakBefore();
            breakBeforeNext = false;
        }

        body.Append(paragraph);
    }

    // A section ends in its last paragraph. After a table there is none, so one is made that tells readers by ear what they could not see.
    private void EndSection()
    {
        breakBeforeNext = false;
        if (body.LastChild is not W.Paragraph)
        {
            Append(Styled(WordStyles.TableEnd, $"End of table {tables}"));
        }

        ((W.Paragraph)body.LastChild!).ParagraphProperties!.SectionProperties = Section();
        landscape = !landscape;
    }

    private W.SectionProperties Section() => new(
        new W.HeaderReference { Type = W.HeaderFooterValues.Default, Id = Word.HeaderId },
        new W.FooterReference { Type = W.HeaderFooterValues.Default, Id = Word.FooterId },
        new W.SectionType { Val = W.SectionMarkValues.NextPage },
        landscape
            ? new W.PageSize { Width = LongSide, Height = ShortSide, Orient = W.PageOrientationValues.Landscape }
            : new W.PageSize { Width = ShortSide, Height = LongSide },
        new W.PageMargin { Top = Margin + 340, Bottom = Margin, Left = Margin, Right = Margin, Header = 567, Footer = 567, Gutter = 0 });

    /// <summary>A paragraph of one text in one style.</summary>
    public static W.Paragraph Styled(string style, string text)
    {
        var properties = new W.ParagraphProperties { ParagraphStyleId = new W.ParagraphStyleId { Val = style } };
        if (Characters.RunRightToLeft(text))
        {
            properties.BiDi = new W.BiDi();
        }

        var paragraph = new W.Paragraph(properties);
        if (text.Length > 0)
        {
            paragraph.Append(Run(text));
        }

        return paragraph;
    }

    /// <summary>A value that Word computes, with what stands there until it has.</summary>
    public static W.SimpleField Field(string instruction, string value) => new(new W.Run(new W.Text(value))) { Instruction = instruction };

    private static W.Run Bold(string text)
    {
        var run = Run(text);
        (run.RunProperties ??= new W.RunProperties()).Bold = new W.Bold();
        return run;
    }

    private static W.Run Run(string text)
    {
        var run = new W.Run();
        if (Characters.RunRightToLeft(text))
        {
            run.RunProperties = new W.RunProperties { RightToLeftText = new W.RightToLeftText() };
        }

        var lines = Characters.Lines(text);
        for (var line = 0; line < lines.Length; line++)
        {
            if (line > 0)
            {
                run.Append(new W.Break());
            }

            var parts = lines[line].Split('\t');
            for (var part = 0; part < parts.Length; part++)
            {
                if (part > 0)
                {
                    run.Append(new W.TabChar());
                }

                if (parts[part].Length > 0)
                {
                    run.Append(new W.Text(parts[part]) { Space = SpaceProcessingModeValues.Preserve });
                }
            }
        }

        return run;
    }
}
