using DocumentFormat.OpenXml;
using W = DocumentFormat.OpenXml.Wordprocessing;

namespace Jtai.Documents;

/// <summary>How a Word document looks: every paragraph and table has a named style, which a reader may change for all at once.</summary>
internal static class WordStyles
{
    public const string Body = "Normal";
    public const string Title = "Title";
    public const string Subtitle = "Subtitle";
    public const string Bullet = "ListBullet";
    public const string KeyFact = "KeyFact";
    public const string Caption = "Caption";
    public const string Table = "DocumentTable";
    public const string TableHeading = "TableHeading";
    public const string TableText = "TableText";
    public const string TableEnd = "TableEnd";
    public const string Header = "Header";
    public const string Footer = "Footer";
    public const string Marking = "Marking";

    private const string Grey = "505A5F";

    public static string Heading(int level) => $"Heading{level}";

    public static W.Styles Of(string language) => new(
        new W.DocDefaults(
            new W.RunPropertiesDefault(new W.RunPropertiesBaseStyle(
                new W.RunFonts { Ascii = "Arial", HighAnsi = "Arial", EastAsia = "Arial", ComplexScript = "Arial" },
                new W.FontSize { Val = "22" }, new W.FontSizeComplexScript { Val = "22" },
                new W.Languages { Val = language })),
            new W.ParagraphPropertiesDefault(new W.ParagraphPropertiesBaseStyle(Spacing(0, 160, 276)))),
        new W.Style(new W.StyleName { Val = "Normal" }, new W.PrimaryStyle()) { Type = W.StyleValues.Paragraph, StyleId = Body, Default = true },
        Paragraph(Title, "Title", 44, bold: true, spacing: Spacing(0, 120, 252), keepWithNext: true),
        Paragraph(Subtitle, "Subtitle", 26, colour: Grey, spacing: Spacing(0, 360, 264)),
        Paragraph(Heading(1), "heading 1", 32, bold: true, spacing: Spacing(400, 140, 252), keepWithNext: true, outline: 0),
        Paragraph(Heading(2), "heading 2", 27, bold: true, spacing: Spacing(320, 120, 252), keepWithNext: true, outline: 1),
        Paragraph(Heading(3), "heading 3", 24, bold: true, spacing: Spacing(280, 100, 252), keepWithNext: true, outline: 2),
        Paragraph(Heading(4), "heading 4", 22, bold: true, colour: Grey, spacing: Spacing(240, 100, 252), keepWithNext: true, outline: 3),
        InList(Paragraph(Bullet, "List Bullet", 22, spacing: Spacing(0, 80, 276))),
        Indented(Paragraph(KeyFact, "Key fact", 22, spacing: Spacing(0, 80, 264))),
        Paragraph(Caption, "caption", 20, bold: true, spacing: Spacing(240, 100, 252), keepWithNext: true),
        Paragraph(TableHeading, "Table heading", 19, bold: true, spacing: Spacing(40, 40, 252), keepWithNext: true),
        Paragraph(TableText, "Table text", 19, spacing: Spacing(40, 40, 252)),
        Paragraph(TableEnd, "Table end", 16, colour: Grey, spacing: Spacing(60, 0, 240)),
        Paragraph(Header, "header", 17, colour: Grey, spacing: Spacing(0, 120, 240), centred: true),
        Paragraph(Footer, "footer", 17, colour: Grey, spacing: Spacing(120, 0, 240), centred: true),
        Paragraph(Marking, "Marking", 20, bold: true, spacing: Spacing(0, 40, 240), centred: true),
        new W.Style(new W.StyleName { Val = "Normal Table" }, new W.UIPriority { Val = 99 }, new W.SemiHidden(), new W.UnhideWhenUsed())
        { Type = W.StyleValues.Table, StyleId = "TableNormal", Default = true },
        TableStyle());

    public static W.Numbering Bullets() => new(
        new W.AbstractNum(
            new W.MultiLevelType { Val = W.MultiLevelValues.SingleLevel },
            new W.Level(
                new W.StartNumberingValue { Val = 1 },
                new W.NumberingFormat { Val = W.NumberFormatValues.Bullet },
                new W.ParagraphStyleIdInLevel { Val = Bullet },
                new W.LevelText { Val = "•" },
                new W.LevelJustification { Val = W.LevelJustificationValues.Left },
                new W.PreviousParagraphProperties(new W.Indentation { Left = "425", Hanging = "312" }))
            { LevelIndex = 0 })
        { AbstractNumberId = 0 },
        new W.NumberingInstance(new W.AbstractNumId { Val = 0 }) { NumberID = 1 });

    private static W.Style Paragraph(string id, string name, int halfPoints, W.SpacingBetweenLines spacing, bool bold = false, string? colour = null,
        bool keepWithNext = false, bool centred = false, int? outline = null)
    {
        var paragraph = new W.StyleParagraphProperties { SpacingBetweenLines = spacing };
        if (keepWithNext)
        {
            paragraph.KeepNext = new W.KeepNext();
            paragraph.KeepLines = new W.KeepLines();
        }

        if (centred)
        {
            paragraph.Justification = new W.Justification { Val = W.JustificationValues.Center };
        }

        if (outline is { } level)
        {
            paragraph.OutlineLevel = new W.OutlineLevel { Val = level };
        }

        var run = new W.StyleRunProperties { FontSize = new W.FontSize { Val = $"{halfPoints}" }, FontSizeComplexScript = new W.FontSizeComplexScript { Val = $"{halfPoints}" } };
        if (bold)
        {
            run.Bold = new W.Bold();
            run.BoldComplexScript = new W.BoldComplexScript();
        }

        if (colour is not null)
        {
            run.Color = new W.Color { Val = colour };
        }

        var style = new W.Style(new W.StyleName { Val = name }, new W.BasedOn { Val = Body }) { Type = W.StyleValues.Paragraph, StyleId = id };
        if (outline is not null)
        {
            style.Append(new W.NextParagraphStyle { Val = Body });
        }

        style.Append(new W.PrimaryStyle(), paragraph, run);
        return style;
    }

    private static W.Style InList(W.Style style)
    {
        style.StyleParagraphProperties!.NumberingProperties = new W.NumberingProperties(new W.NumberingId { Val = 1 });
        return style;
    }

    // Terms stand in a column of their own, what they are beside them.
    private static W.Style Indented(W.Style style)
    {
        style.StyleParagraphProperties!.Indentation = new W.Indentation { Left = "3402", Hanging = "3402" };
        return style;
    }

    private static W.Style TableStyle() => new(
        new W.StyleName { Val = "Document table" }, new W.BasedOn { Val = "TableNormal" }, new W.PrimaryStyle(),
        new W.StyleTableProperties(
            new W.TableBorders(Border<W.TopBorder>(), Border<W.LeftBorder>(), Border<W.BottomBorder>(), Border<W.RightBorder>(),
                Border<W.InsideHorizontalBorder>(), Border<W.InsideVerticalBorder>()),
            new W.TableCellMarginDefault(
                new W.TopMargin { Width = "40", Type = W.TableWidthUnitValues.Dxa }, new W.TableCellLeftMargin { Width = 100, Type = W.TableWidthValues.Dxa },
                new W.BottomMargin { Width = "40", Type = W.TableWidthUnitValues.Dxa }, new W.TableCellRightMargin { Width = 100, Type = W.TableWidthValues.Dxa })),
        new W.TableStyleProperties(
            new W.TableStyleConditionalFormattingTableCellProperties(new W.Shading { Val = W.ShadingPatternValues.Clear, Color = "auto", Fill = "F3F2F1" }))
        { Type = W.TableStyleOverrideValues.FirstRow })
    { Type = W.StyleValues.Table, StyleId = Table, CustomStyle = true };

    private static T Border<T>() where T : W.BorderType, new() => new() { Val = W.BorderValues.Single, Size = 4, Space = 0, Color = "B1B4B6" };

    private static W.SpacingBetweenLines Spacing(int before, int after, int line) =>
        new() { Before = $"{before}", After = $"{after}", Line = $"{line}", LineRule = W.LineSpacingRuleValues.Auto };
}
