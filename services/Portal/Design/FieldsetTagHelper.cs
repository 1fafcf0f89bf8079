using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Jtai.Portal.Design;

/// <example>&lt;gov-fieldset legend="Where the committee meets" legend-size="m"&gt;…fields…&lt;/gov-fieldset&gt;</example>
[HtmlTargetElement("gov-fieldset")]
public sealed class FieldsetTagHelper : TagHelper
{
    public string? Legend { get; set; }

    /// <summary>xl, l, m or s.</summary>
    public string? LegendSize { get; set; }

    public bool LegendIsHeading { get; set; }

    public string? DescribedBy { get; set; }

    public string? Role { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var content = await output.ContentOrNullAsync();
        output.Become(Build(Legend, LegendSize, LegendIsHeading, DescribedBy, Role, content).With(output.Attributes));
    }

    internal static TagBuilder Build(
        string? legend, string? size, bool isHeading, string? describedBy, string? role, params ReadOnlySpan<object?> content)
    {
        var fieldset = Markup.Element("fieldset", "govuk-fieldset").With("role", role).With("aria-describedby", describedBy);
        if (!string.IsNullOrEmpty(legend))
        {
            var classes = Markup.Classes("govuk-fieldset__legend", size is null ? null : $"govuk-fieldset__legend--{size}");
            object text = isHeading ? Markup.Heading(1, "govuk-fieldset__heading", legend) : legend;
            fieldset.Add(Markup.Element("legend", classes, text));
        }
        foreach (var part in content)
        {
            fieldset.Add(part);
        }

        return fieldset;
    }
}
