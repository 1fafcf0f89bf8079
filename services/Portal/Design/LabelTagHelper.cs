using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Jtai.Portal.Design;

/// <summary>A label on its own; the fields bring theirs.</summary>
/// <example>&lt;gov-label for-id="search" size="m"&gt;Search&lt;/gov-label&gt;</example>
[HtmlTargetElement("gov-label")]
public sealed class LabelTagHelper : TagHelper
{
    public string? ForId { get; set; }

    public string? Size { get; set; }

    public bool IsHeading { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output) =>
        output.Become(Build(await output.ContentOrNullAsync(), ForId, Size, IsHeading, output.Attributes));

    internal static IHtmlContent? Build(
        object? text, string? forId, string? size, bool isHeading, IEnumerable<TagHelperAttribute>? written = null)
    {
        if (text is null)
        {
            return null;
        }

        var label = Markup
            .Element("label", Markup.Classes("govuk-label", size is null ? null : $"govuk-label--{size}"), text)
            .With("for", forId)
            .With(written ?? []);
        return isHeading ? Markup.Element("h1", "govuk-label-wrapper", label) : label;
    }
}
