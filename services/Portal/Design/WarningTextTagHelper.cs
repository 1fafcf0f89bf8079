using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Jtai.Portal.Design;

/// <example>&lt;gov-warning-text&gt;Do not name a child.&lt;/gov-warning-text&gt;</example>
[HtmlTargetElement("gov-warning-text")]
public sealed class WarningTextTagHelper : TagHelper
{
    /// <summary>What a screen reader says in place of the exclamation mark.</summary>
    public string IconText { get; set; } = "Warning";

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output) => output.Become(Markup
        .Element("div", "govuk-warning-text",
            Markup.Element("span", "govuk-warning-text__icon", "!").With("aria-hidden", "true"),
            Markup.Element("strong", "govuk-warning-text__text", Markup.Hidden(IconText), " ", await output.ContentOrNullAsync()))
        .With(output.Attributes));
}
