using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Jtai.Portal.Design;

/// <summary>One line of the summary; an error of the whole form has nowhere to jump to.</summary>
public sealed record ErrorLine(string Text, string? Href = null);

/// <summary>
/// Every error of the form in the order of its fields, in the fields' own words. The layout writes it on every
/// page; a page adds errors to ModelState and nothing else.
/// </summary>
[HtmlTargetElement("gov-error-summary", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class ErrorSummaryTagHelper : TagHelper
{
    public string Title { get; set; } = "There is a problem";

    /// <summary>A sentence between the title and the list.</summary>
    public string? Description { get; set; }

    /// <summary>The lines; by default those of ModelState.</summary>
    public IEnumerable<ErrorLine>? Items { get; set; }

    [HtmlAttributeNotBound]
    [ViewContext]
    public ViewContext ViewContext { get; set; } = null!;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var lines = (Items ?? FromModelState()).ToList();
        if (lines.Count == 0 && Items is null)
        {
            output.SuppressOutput();
            return;
        }

        var body = Markup.Element("div", "govuk-error-summary__body",
            Description is null ? null : Markup.Element("p", null, Description),
            lines.Count == 0 ? null : List(lines));
        output.Become(Markup
            .Element("div", "govuk-error-summary",
                Markup.Element("div", null, Markup.Heading(2, "govuk-error-summary__title", Title), body).With("role", "alert"))
            .With("data-module", "govuk-error-summary")
            .With(output.Attributes));
    }

    private IEnumerable<ErrorLine> FromModelState()
    {
        var order = FieldOrder.Of(ViewContext);
        return ViewContext.ModelState
            .Where(field => field.Value is { Errors.Count: > 0 })
            .OrderBy(field => order.PlaceOf(field.Key))
            .Select(field => new ErrorLine(
                field.Value!.Errors[0].ErrorMessage,
                order.IdOf(field.Key) is { } id ? "#" + id : null));
    }

    private static TagBuilder List(IEnumerable<ErrorLine> lines)
    {
        var list = Markup.Element("ul", "govuk-list govuk-error-summary__list");
        foreach (var line in lines)
        {
            object text = line.Href is null ? line.Text : Markup.Element("a", null, line.Text).With("href", line.Href);
            list.Add(Markup.Element("li", null, text));
        }
        return list;
    }
}
