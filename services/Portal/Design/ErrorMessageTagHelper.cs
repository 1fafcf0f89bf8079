using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Jtai.Portal.Design;

/// <summary>An error on its own; the fields bring theirs.</summary>
/// <example>&lt;gov-error-message id="search-error"&gt;Enter a word&lt;/gov-error-message&gt;</example>
[HtmlTargetElement("gov-error-message")]
public sealed class ErrorMessageTagHelper : TagHelper
{
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output) =>
        output.Become(Paragraph(await output.ContentOrNullAsync()).With(output.Attributes));

    internal static TagBuilder Paragraph(object? text) =>
        Markup.Element("p", "govuk-error-message", Markup.Hidden("Error:"), " ", text);
}
