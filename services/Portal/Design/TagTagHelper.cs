using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Jtai.Portal.Design;

/// <example>&lt;gov-tag colour="red"&gt;Overdue&lt;/gov-tag&gt;</example>
[HtmlTargetElement("gov-tag")]
public sealed class TagTagHelper : TagHelper
{
    /// <summary>grey, green, turquoise, blue, purple, pink, red, orange or yellow; the word must say it too.</summary>
    public string? Colour { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output) => output.Become(Markup
        .Element("strong", Classes(Colour), await output.ContentOrNullAsync())
        .With(output.Attributes));

    internal static string Classes(string? colour) =>
        Markup.Classes("govuk-tag", colour is null ? null : $"govuk-tag--{colour}");
}
