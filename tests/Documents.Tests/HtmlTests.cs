using AngleSharp.Html.Parser;

namespace Jtai.DocumentTests;

public class HtmlTests
{
    [Fact]
    public void Document_InHtml_SaysLanguageTitleMarkingAndVersion()
    {
        var page = new HtmlParser().ParseDocument(Sample.InHtml(Sample.Everything()));
        Assert.Equal("en-GB", page.DocumentElement.GetAttribute("lang"));
        Assert.Equal("Statement of action: Haskermoor", page.Title);
        Assert.Equal("OFFICIAL", page.QuerySelector("header")!.TextContent);
        Assert.Equal("Version 2, 10 November 2026", page.QuerySelector("footer")!.TextContent);
        Assert.Empty(page.QuerySelectorAll("script, link, img, [src], [href]"));
    }

    [Fact]
    public void Headings_InHtml_BeginWithOneH1_AndSkipNone()
    {
        var page = new HtmlParser().ParseDocument(Sample.InHtml(Sample.Everything()));
        Assert.Equal(
            ["H1 Statement of action: Haskermoor", "H2 Introduction", "H3 Who answers for what", "H3 Finding 1", "H3 Finding 2", "H4 Why it matters", "H2 Glossary"],
            page.QuerySelectorAll("h1, h2, h3, h4, h5").Select(heading => $"{heading.TagName} {heading.TextContent}"));
    }

    [Fact]
    public void Table_InHtml_HasACaptionAndColumnHeaders()
    {
        var page = new HtmlParser().ParseDocument(Sample.InHtml(Sample.Everything()));
        var table = page.QuerySelector("table")!;
        Assert.Equal("Table 1: Agencies", table.QuerySelector("caption")!.TextContent);
        Assert.Equal(["Agency", "Lead"], table.QuerySelectorAll("thead th[scope=col]").Select(header => header.TextContent));
        Assert.Equal(["Council", "Director of children’s services", "Police", "DCI Public Protection"], table.QuerySelectorAll("tbody td").Select(cell => cell.TextContent));
    }

    [Fact]
    public void HostileText_InHtml_IsEncodedEverywhere()
    {
        var hostile = Sample.Hostile();
        var html = Sample.InHtml(hostile);
        var page = new HtmlParser().ParseDocument(html);
        Assert.Empty(page.QuerySelectorAll("script"));
        Assert.DoesNotContain("]]>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<?xml", html, StringComparison.Ordinal);
        Assert.DoesNotContain(html, character => char.IsControl(character) && character != '\n' && character != '\t');
        // Of its elements none but those that we write.
        Assert.Empty(page.All.Select(element => element.LocalName).Distinct().Except(
            ["html", "head", "meta", "title", "style", "body", "header", "main", "footer", "h1", "h2", "h3", "h4", "h5", "p", "br", "ul", "li", "dl", "div", "dt", "dd", "table", "caption", "thead", "tbody", "tr", "th", "td"]));
        Assert.Equal("<script>alert(1)</script> & \"quoted\" 'single'", page.QuerySelector("main > p:not(.subtitle)")!.TextContent);
        Assert.Equal("rtl", page.QuerySelectorAll("p").Single(paragraph => paragraph.TextContent.StartsWith('ש')).GetAttribute("dir"));
    }
}
