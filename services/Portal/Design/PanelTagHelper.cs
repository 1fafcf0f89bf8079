using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Jtai.Portal.TagHelpers;

/// <example>&lt;gov-panel title="Statement submitted"&gt;Reference HSK-2026-S001&lt;/gov-panel&gt;</example>
[HtmlTargetElement("gov-panel")]
public sealed class PanelTagHelper : TagHelper
{
    public string? Title { get; set; }

    public int HeadingLevel { get; set; } = 1;

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var content = await output.ContentOrNullAsync();
        output.Become(Markup
            .Element("div", "govuk-panel govuk-panel--confirmation",
                Markup.Heading(HeadingLevel, "govuk-panel__title", Title),
                content is null ? null : Markup.Element("div", "govuk-panel__body", content))
            .With(output.Attributes));
    }
}
