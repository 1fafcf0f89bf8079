using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Jtai.Portal.Design;

/// <example>&lt;gov-details summary="How timeliness is worked out"&gt;&lt;p&gt;…&lt;/p&gt;&lt;/gov-details&gt;</example>
[HtmlTargetElement("gov-details")]
public sealed class DetailsTagHelper : TagHelper
{
    public string? Summary { get; set; }

    public bool Open { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output) => output.Become(Markup
        .Element("details", "govuk-details",
            Markup.Element("summary", "govuk-details__summary", Markup.Element("span", "govuk-details__summary-text", Summary)),
            Markup.Element("div", "govuk-details__text", await output.ContentOrNullAsync()))
        .With("open", Open)
        .With(output.Attributes));
}
