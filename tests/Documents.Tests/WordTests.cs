using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using W = DocumentFormat.OpenXml.Wordprocessing;

namespace Jtai.DocumentTests;

public class WordTests
{
    public static TheoryData<string> Documents => ["everything", "hostile", "empty"];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Document_InWord_IsValid(string which)
    {
        using var word = Opened(which switch
        {
            "everything" => Sample.Everything(),
            "hostile" => Sample.Hostile(),
            _ => new Document("", "", "", "", []),
        });
        Assert.Empty(new OpenXmlValidator(DocumentFormat.OpenXml.FileFormatVersions.Office2019).Validate(word)
            .Select(error => $"{error.Part?.Uri} {error.Path?.XPath}: {error.Description}"));
    }

    [Fact]
    public void Headings_InWord_AreStylesWithLevels_AndSkipNone()
    {
        using var word = Opened(Sample.Everything());
        var headings = Body(word).Elements<W.Paragraph>().Where(paragraph => StyleOf(paragraph)?.StartsWith("Heading", StringComparison.Ordinal) == true)
            .Select(paragraph => $"{StyleOf(paragraph)} {paragraph.InnerText}");
        Assert.Equal(["Heading1 Introduction", "Heading2 Who answers for what", "Heading2 Finding 1", "Heading2 Finding 2", "Heading3 Why it matters", "Heading1 Glossary"], headings);

        var levels = word.MainDocumentPart!.StyleDefinitionsPart!.Styles!.Elements<W.Style>()
            .Where(style => style.StyleId!.Value!.StartsWith("Heading", StringComparison.Ordinal)).Select(style => style.StyleParagraphProperties!.OutlineLevel!.Val!.Value);
        Assert.Equal([0, 1, 2, 3], levels);
    }

    [Fact]
    public void Table_InWord_RepeatsItsHeaderRow_AndHasACaption()
    {
        using var word = Opened(Sample.Everything());
        var tables = Body(word).Elements<W.Table>().ToList();
        Assert.Equal(3, tables.Count);
        Assert.All(tables, table =>
        {
            Assert.Equal([true], table.Elements<W.TableRow>().Select(row => row.Descendants<W.TableHeader>().Any()).Where(repeated => repeated));
            Assert.NotEmpty(table.Elements<W.TableRow>().First().Descendants<W.TableHeader>());
            Assert.True(table.Descendants<W.TableLook>().Single().FirstRow!.Value);
            Assert.Equal("Caption", StyleOf((W.Paragraph)table.PreviousSibling()!));
        });
        Assert.Equal(["Table 1: Agencies", "Table 2: Actions on finding 1", "Table 3: Words"], tables.Select(table => ((W.Paragraph)table.PreviousSibling()!).InnerText));
    }

    [Fact]
    public void WideTable_InWord_StandsInLandscapeWithItsHeading()
    {
        using var word = Opened(Sample.Everything());
        var sections = Body(word).Descendants<W.SectionProperties>().ToList();
        Assert.Equal([false, true, false], sections.Select(section => section.GetFirstChild<W.PageSize>()!.Orient?.Value == W.PageOrientationValues.Landscape));
        Assert.Equal("End of table 1", sections[0].Ancestors<W.Paragraph>().Single().InnerText);
        Assert.Equal("End of table 2", sections[1].Ancestors<W.Paragraph>().Single().InnerText);
        Assert.Equal("Finding 1", sections[0].Ancestors<W.Paragraph>().Single().NextSibling()!.InnerText);
    }

    [Fact]
    public void Page_InWord_SaysMarkingTitleVersionAndItsNumber()
    {
        using var word = Opened(Sample.Everything());
        var main = word.MainDocumentPart!;
        Assert.Equal(["OFFICIAL", "Statement of action: Haskermoor"], main.HeaderParts.Single().Header!.Elements<W.Paragraph>().Select(paragraph => paragraph.InnerText));
        Assert.Equal("Version 2, 10 November 2026 · Page 1 of 1", main.FooterParts.Single().Footer!.InnerText);
        Assert.Equal([" PAGE ", " NUMPAGES "], main.FooterParts.Single().Footer!.Descendants<W.SimpleField>().Select(field => field.Instruction!.Value));
        Assert.All(Body(word).Descendants<W.SectionProperties>(), section =>
        {
            Assert.Single(section.Elements<W.HeaderReference>());
            Assert.Single(section.Elements<W.FooterReference>());
        });
    }

    [Fact]
    public void Document_InWord_SaysItsLanguageAndTitle()
    {
        using var word = Opened(Sample.Everything());
        Assert.Equal("Statement of action: Haskermoor", word.PackageProperties.Title);
        Assert.Equal("en-GB", word.PackageProperties.Language);
        Assert.Equal("en-GB", word.MainDocumentPart!.StyleDefinitionsPart!.Styles!.DocDefaults!.Descendants<W.Languages>().Single().Val!.Value);
    }

    [Fact]
    public void Paragraphs_InWord_AreNeverEmptyForSpace()
    {
        using var word = Opened(Sample.Everything());
        Assert.DoesNotContain(Body(word).Elements<W.Paragraph>(), paragraph => paragraph.InnerText.Length == 0);
    }

    [Fact]
    public void PageBreak_InWord_IsOfTheParagraphThatFollows()
    {
        using var word = Opened(Sample.Everything());
        var broken = Body(word).Elements<W.Paragraph>().Where(paragraph => paragraph.ParagraphProperties?.PageBreakBefore is not null);
        Assert.Equal("Glossary", Assert.Single(broken).InnerText);
    }

    [Fact]
    public void HostileText_InWord_IsKeptAsText()
    {
        using var word = Opened(Sample.Hostile());
        var texts = Body(word).Elements<W.Paragraph>().Where(paragraph => StyleOf(paragraph) == "Normal").Select(paragraph => paragraph.InnerText).ToList();
        Assert.Contains("<script>alert(1)</script> & \"quoted\" 'single'", texts);
        Assert.Contains("]]> <!-- --> <?xml version='1.0'?>", texts);
        Assert.Contains(" and  half", texts);
        Assert.Contains(new string('x', 10_000), texts);
        Assert.Contains("👩‍👧 family", texts);
        var hebrew = Body(word).Elements<W.Paragraph>().First(paragraph => paragraph.InnerText.StartsWith('ש'));
        Assert.NotNull(hebrew.ParagraphProperties!.BiDi);
    }

    [Fact]
    public async Task Document_WrittenTwice_HasTheSameBytes()
    {
        var first = Sample.InWord(Sample.Everything());
        // Times in a package are of two seconds' grain.
        await Task.Delay(TimeSpan.FromSeconds(2.1));
        Assert.Equal(first, Sample.InWord(Sample.Everything()));
    }

    [Fact]
    public void Table_WithARowOfOtherLength_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new Table("Agencies", [new("Agency"), new("Lead")], [["Council"]]));

    private static WordprocessingDocument Opened(Document document) => WordprocessingDocument.Open(new MemoryStream(Sample.InWord(document)), isEditable: false);

    private static W.Body Body(WordprocessingDocument word) => word.MainDocumentPart!.Document!.Body!;

    private static string? StyleOf(W.Paragraph paragraph) => paragraph.ParagraphProperties?.ParagraphStyleId?.Val?.Value;
}
