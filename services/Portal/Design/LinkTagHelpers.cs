using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Jtai.Portal.Design;

/// <example>&lt;gov-back-link href="/plan" /&gt; in the section BeforeContent</example>
[HtmlTargetElement("gov-back-link")]
public sealed class BackLinkTagHelper : TagHelper
{
    public string Href { get; set; } = "#";

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output) => output.Become(Markup
        .Element("a", "govuk-back-link", await output.ContentOrNullAsync() ?? new HtmlString("Back"))
        .With("href", Href)
        .With(output.Attributes));
}

/// <example>&lt;gov-skip-link href="#main-content"&gt;Skip to main content&lt;/gov-skip-link&gt;</example>
[HtmlTargetElement("gov-skip-link")]
public sealed class SkipLinkTagHelper : TagHelper
{
    public string Href { get; set; } = "#content";

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output) => output.Become(Markup
        .Element("a", "govuk-skip-link", await output.ContentOrNullAsync())
        .With("href", Href)
        .With("data-module", "govuk-skip-link")
        .With(output.Attributes));
}
