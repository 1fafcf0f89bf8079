using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Jtai.Portal.Design;

/// <summary>
/// Facts about one thing; with <see cref="CardTitle"/>, as a card. A row's actions stand in it as gov-action.
/// </summary>
/// <example>
/// &lt;gov-summary-list&gt;&lt;gov-row key="Due"&gt;10 November 2026
/// &lt;gov-action href="/date" of="due date"&gt;Change&lt;/gov-action&gt;&lt;/gov-row&gt;&lt;/gov-summary-list&gt;
/// </example>
[HtmlTargetElement("gov-summary-list")]
public sealed class SummaryListTagHelper : TagHelper
{
    public string? CardTitle { get; set; }

    public int CardHeadingLevel { get; set; } = 2;

    public string? CardClass { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var rows = new List<SummaryRow>();
        var cardActions = new List<IHtmlContent>();
        context.Items[typeof(SummaryRow)] = rows;
        context.Items[typeof(ActionTagHelper)] = cardActions;
        context.Items[typeof(SummaryListTagHelper)] = CardTitle;
        await output.GetChildContentAsync();

        var list = Markup.Element("dl", "govuk-summary-list").With(output.Attributes);
        var anyActions = rows.Exists(row => row.Actions.Count > 0);
        foreach (var row in rows)
        {
            list.Add(row.ToMarkup(anyActions));
        }

        output.Become(CardTitle is null ? list : Card(list, cardActions));
    }

    private TagBuilder Card(TagBuilder list, List<IHtmlContent> actions)
    {
        var title = Markup.Element("div", "govuk-summary-card__title-wrapper",
            Markup.Heading(CardHeadingLevel, "govuk-summary-card__title", CardTitle),
            SummaryRow.Several(actions, "div", "govuk-summary-card__actions", null, "govuk-summary-card__action"));
        return Markup.Element("div", Markup.Classes("govuk-summary-card", CardClass),
            title, Markup.Element("div", "govuk-summary-card__content", list));
    }
}

internal sealed record SummaryRow(string? Key, IHtmlContent? Value, IReadOnlyList<IHtmlContent> Actions, IEnumerable<TagHelperAttribute> Written)
{
    public TagBuilder ToMarkup(bool anyActions) => Markup
        .Element("div", Markup.Classes("govuk-summary-list__row", anyActions && Actions.Count == 0 ? "govuk-summary-list__row--no-actions" : null),
            Markup.Element("dt", "govuk-summary-list__key", Key),
            Markup.Element("dd", "govuk-summary-list__value", Value),
            Several(Actions, "dd", "govuk-summary-list__actions", "govuk-summary-list__actions-list", "govuk-summary-list__actions-list-item"))
        .With(Written);

    /// <summary>One action as it is, several as a list; a card's list carries the outer class itself.</summary>
    public static TagBuilder? Several(IReadOnlyList<IHtmlContent> actions, string element, string outer, string? list, string item)
    {
        if (actions.Count == 0)
        {
            return null;
        }

        if (actions.Count == 1)
        {
            return Markup.Element(element, outer, actions[0]);
        }

        var items = Markup.Element("ul", list ?? outer);
        foreach (var action in actions)
        {
            items.Add(Markup.Element("li", item, action));
        }

        return list is null ? items : Markup.Element(element, outer, items);
    }
}

[HtmlTargetElement("gov-row", ParentTag = "gov-summary-list")]
public sealed class RowTagHelper : TagHelper
{
    public string? Key { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var actions = new List<IHtmlContent>();
        context.Items[typeof(ActionTagHelper)] = actions;
        var value = await output.ContentOrNullAsync();
        ((List<SummaryRow>)context.Items[typeof(SummaryRow)]).Add(new SummaryRow(Key, value, actions, [.. output.Attributes]));
        output.SuppressOutput();
    }
}

/// <summary>A link beside a row, or in the title of the card when it stands outside the rows.</summary>
[HtmlTargetElement("gov-action")]
public sealed class ActionTagHelper : TagHelper
{
    public string? Href { get; set; }

    /// <summary>For screen readers, what the link acts on: "Change" of "due date".</summary>
    public string? Of { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var card = context.Items[typeof(SummaryListTagHelper)] as string;
        var hidden = (string.IsNullOrEmpty(Of) ? "" : " " + Of) + (card is null ? "" : $" ({card})");
        var link = Markup.Element("a", "govuk-link", await output.ContentOrNullAsync(), hidden.Length == 0 ? null : Markup.Hidden(hidden))
            .With("href", Href)
            .With(output.Attributes);
        ((List<IHtmlContent>)context.Items[typeof(ActionTagHelper)]).Add(link);
        output.SuppressOutput();
    }
}
