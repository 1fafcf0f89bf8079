using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Jtai.Documents;

/// <summary>Writes a document as one page that needs nothing else.</summary>
public static class Html
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    public static void Write(Document document, TextWriter page)
    {
        page.Write($"""
            <!DOCTYPE html>
            <html lang="{Encoded(document.Language)}">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{Encoded(Characters.OnOneLine(document.Title))}</title>
            <style>
            {Style}
            </style>
            </head>
            <body>

            """.ReplaceLineEndings("\n"));
        WriteElement(page, "header", document.Marking);
        page.Write("<main>\n");
        page.Write($"<h1{Direction(document.Title)}>{Lines(document.Title)}</h1>\n");
        if (!string.IsNullOrWhiteSpace(document.Subtitle))
        {
            page.Write($"<p class=\"subtitle\"{Direction(document.Subtitle)}>{Lines(document.Subtitle)}</p>\n");
        }

        var tables = 0;
        foreach (var block in document.Outlined())
        {
            Write(page, block, ref tables);
        }

        page.Write("</main>\n");
        WriteElement(page, "footer", document.Version);
        page.Write("</body>\n</html>\n");
    }

    private static void Write(TextWriter page, Block block, ref int tables)
    {
        switch (block)
        {
            case Heading heading:
                WriteElement(page, $"h{heading.Level + 1}", heading.Text);
                break;
            case Paragraph paragraph:
                WriteElement(page, "p", paragraph.Text);
                break;
            case BulletList { Items.Count: > 0 } list:
                page.Write("<ul>\n");
                foreach (var item in list.Items)
                {
                    WriteElement(page, "li", item);
                }

                page.Write("</ul>\n");
                break;
            case KeyFacts { Facts.Count: > 0 } facts:
                page.Write("<dl>\n");
                foreach (var fact in facts.Facts)
                {
                    page.Write($"<div><dt{Direction(fact.Term)}>{Lines(fact.Term)}</dt><dd{Direction(fact.Definition)}>{Lines(fact.Definition)}</dd></div>\n");
                }

                page.Write("</dl>\n");
                break;
            case Table table:
                Write(page, table, ++tables);
                break;
            case PageBreak:
                page.Write("<div class=\"page-break\"></div>\n");
                break;
        }
    }

    // A wide table can be scrolled on a small screen, by keyboard as well.
    private static void Write(TextWriter page, Table table, int number)
    {
        page.Write($"<div class=\"table{(table.IsWide ? " wide" : "")}\" role=\"region\" aria-labelledby=\"table-{number}\" tabindex=\"0\">\n<table>\n");
        page.Write($"<caption id=\"table-{number}\">{Lines(table.NumberedCaption(number))}</caption>\n<thead>\n<tr>");
        foreach (var column in table.Columns)
        {
            page.Write($"<th scope=\"col\"{Direction(column.Heading)}>{Lines(column.Heading)}</th>");
        }

        page.Write("</tr>\n</thead>\n<tbody>\n");
        foreach (var row in table.Rows)
        {
            page.Write("<tr>");
            foreach (var cell in row)
            {
                page.Write($"<td{Direction(cell)}>{Lines(cell)}</td>");
            }

            page.Write("</tr>\n");
        }

        page.Write("</tbody>\n</table>\n</div>\n");
    }

    private static void WriteElement(TextWriter page, string element, string text)
    {
        if (!string.IsNullOrWhiteSpace(text))
        {
            page.Write($"<{element}{Direction(text)}>{Lines(text)}</{element}>\n");
        }
    }

    private static string Direction(string text) => Characters.RunRightToLeft(text) ? " dir=\"rtl\"" : "";

    private static string Lines(string text) => string.Join("<br>", Characters.Lines(text).Select(Encoder.Encode));

    private static string Encoded(string text) => Encoder.Encode(text);

    private const string Style = """
        body { font: 1.0625rem/1.5 Arial, Helvetica, sans-serif; color: #0b0c0c; margin: 0 auto; padding: 1rem; max-width: 60rem; overflow-wrap: anywhere; }
        header, footer { font-weight: bold; text-align: center; }
        footer { font-weight: normal; margin-top: 2rem; border-top: 1px solid #505a5f; padding-top: .5rem; }
        h1, h2, h3, h4, h5 { line-height: 1.2; margin: 1.5em 0 .5em; break-after: avoid; }
        h1 { font-size: 2rem; margin-top: .5em; } h2 { font-size: 1.5rem; } h3 { font-size: 1.25rem; } h4, h5 { font-size: 1.0625rem; }
        .subtitle { font-size: 1.25rem; color: #505a5f; margin-top: 0; }
        dl > div { display: flex; flex-wrap: wrap; gap: 0 1rem; border-bottom: 1px solid #b1b4b6; padding: .25rem 0; }
        dt { font-weight: bold; flex: 0 0 15rem; } dd { margin: 0; flex: 1 1 15rem; }
        .table { overflow-x: auto; margin: 1.5rem 0; } .wide table { min-width: 56rem; }
        table { border-collapse: collapse; width: 100%; overflow-wrap: break-word; } caption { font-weight: bold; text-align: left; padding-bottom: .5rem; }
        th, td { border: 1px solid #b1b4b6; padding: .375rem .5rem; text-align: start; vertical-align: top; } th { background: #f3f2f1; }
        @media print {
          body { font-size: 11pt; max-width: none; padding: 0; } .table { overflow: visible; } .wide table { min-width: 0; }
          thead { display: table-header-group; } .page-break { break-before: page; } a { color: inherit; }
        }
        @page { size: A4; margin: 2cm; }
        """;
}
