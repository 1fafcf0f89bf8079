using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Jtai.Portal.Design;

/// <summary>Tags that only put a class on what stands between them.</summary>
public abstract class TextTagHelper(string element, string classes) : TagHelper
{
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output) =>
        output.Become(Markup.Element(element, classes, await output.ContentOrNullAsync()).With(output.Attributes));
}

/// <example>&lt;gov-hint id="search-hint"&gt;A reference or a word&lt;/gov-hint&gt;</example>
[HtmlTargetElement("gov-hint")]
public sealed class HintTagHelper() : TextTagHelper("div", "govuk-hint");

/// <example>&lt;gov-inset-text&gt;The letter is public from 10 November 2026.&lt;/gov-inset-text&gt;</example>
[HtmlTargetElement("gov-inset-text")]
public sealed class InsetTextTagHelper() : TextTagHelper("div", "govuk-inset-text");
