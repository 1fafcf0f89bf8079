using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Jtai.Portal.Design;

/// <summary>
/// Plain table markup under "gov" gets the classes and scopes of a GOV.UK table, so that a page writes nothing
/// but rows and cells. "scroll" lets a wide one scroll in its own box, by keyboard too; "cards" makes a card of each row on a
/// small screen, each cell after the words of its column.
/// </summary>
/// <example>&lt;table gov caption="Actions by agency" caption-size="m" scroll&gt;&lt;thead&gt;…&lt;td numeric&gt;4&lt;/td&gt;</example>
[HtmlTargetElement("table", Attributes = "gov")]
public sealed class TableTagHelper : TagHelper
{
    public bool Gov { get; set; }

    public string? Caption { get; set; }

    /// <summary>xl, l, m or s.</summary>
    public string? CaptionSize { get; set; }

    /// <summary>Hides the caption from sight where a heading says the same.</summary>
    public bool CaptionHidden { get; set; }

    public bool Scroll { get; set; }

    public bool Cards { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        context.Items[typeof(TableTagHelper)] = Cards ? new CardColumns() : true;
        output.Attributes.Put("class", "govuk-table");
        if (Cards)
        {
            output.Attributes.Put("class", "jtai-cards");
            output.Attributes.Put("role", "table");
        }

        if (Caption is null)
        {
            return;
        }

        var size = CaptionSize is null ? null : $"govuk-table__caption--{CaptionSize}";
        var hidden = CaptionHidden ? "govuk-visually-hidden" : null;
        output.PreContent.SetHtmlContent(Markup.Element("caption", Markup.Classes("govuk-table__caption", size, hidden), Caption));
        if (!Scroll)
        {
            return;
        }

        var box = Markup.Element("div", "jtai-scroll").With("role", "region").With("aria-label", Caption).With("tabindex", 0);
        output.PreElement.SetHtmlContent(box.RenderStartTag());
        output.PostElement.SetHtmlContent(box.RenderEndTag());
    }
}

[HtmlTargetElement("thead")]
[HtmlTargetElement("tbody")]
[HtmlTargetElement("tfoot")]
[HtmlTargetElement("tr")]
public sealed class TablePartTagHelper : TagHelper
{
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (!context.Items.ContainsKey(typeof(TableTagHelper)))
        {
            return;
        }

        if (context.TagName == "thead")
        {
            context.Items["thead"] = true;
        }

        output.Attributes.Put("class", context.TagName switch
        {
            "thead" => "govuk-table__head",
            "tr" => "govuk-table__row",
            _ => "govuk-table__body",
        });
        if (context.Items[typeof(TableTagHelper)] is CardColumns cards)
        {
            output.Attributes.Put("role", context.TagName == "tr" ? "row" : "rowgroup");
            cards.BeginRow();
        }
    }
}

[HtmlTargetElement("th")]
[HtmlTargetElement("td")]
public sealed class CellTagHelper : TagHelper
{
    /// <summary>Aligns figures to the right.</summary>
    public bool Numeric { get; set; }

    /// <summary>The column's words where a row becomes a card; by default those of a heading without markup.</summary>
    public string? Column { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        if (!context.Items.TryGetValue(typeof(TableTagHelper), out var table))
        {
            return;
        }

        var kind = context.TagName == "th" ? "govuk-table__header" : "govuk-table__cell";
        output.Attributes.Put("class", Markup.Classes(kind, Numeric ? kind + "--numeric" : null));
        if (context.TagName == "th" && !output.Attributes.ContainsName("scope"))
        {
            output.Attributes.Put("scope", context.Items.ContainsKey("thead") ? "col" : "row");
        }

        if (table is CardColumns cards)
        {
            await DressAsync(cards, context, output);
        }
    }

    private async Task DressAsync(CardColumns cards, TagHelperContext context, TagHelperOutput output)
    {
        if (context.Items.ContainsKey("thead"))
        {
            cards.Add(Column ?? Words(await output.GetChildContentAsync()));
            output.Attributes.Put("role", "columnheader");
            return;
        }

        output.Attributes.Put("role", context.TagName == "th" ? "rowheader" : "cell");
        if (cards.Next() is { Length: > 0 } column && context.TagName == "td")
        {
            output.Attributes.Put("data-column", column);
        }
    }

    /// <summary>Plain words only: a heading that is hidden in the table, and so marked up, needs no repeating.</summary>
    private static string Words(TagHelperContent content)
    {
        var html = content.GetContent();
        return html.Contains('<', StringComparison.Ordinal) ? "" : WebUtility.HtmlDecode(html).Trim();
    }
}

/// <summary>
/// The words of a table's columns, so that each cell can repeat them where a row becomes a card. Such a table also states its
/// roles, as browsers forget them once it is laid out otherwise.
/// </summary>
internal sealed class CardColumns
{
    private readonly List<string> words = [];
    private int next;

    public void Add(string column) => words.Add(column);

    public void BeginRow() => next = 0;

    /// <summary>The words of the column of the row's next cell.</summary>
    public string Next() => next < words.Count ? words[next++] : "";
}

internal static class WrittenAttributes
{
    /// <summary>Sets an attribute, before whatever classes the page's author wrote.</summary>
    public static void Put(this TagHelperAttributeList attributes, string name, string value)
    {
        var written = name == "class" && attributes.TryGetAttribute(name, out var own)
            ? Convert.ToString(own.Value, CultureInfo.InvariantCulture)
            : null;
        attributes.SetAttribute(name, Markup.Classes(value, written));
    }
}
