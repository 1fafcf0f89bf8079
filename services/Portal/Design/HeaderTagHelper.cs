using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Jtai.Portal.Design;

/// <example>&lt;gov-header url="/"&gt;Haskermoor Safeguarding Children Partnership&lt;/gov-header&gt;</example>
[HtmlTargetElement("gov-header")]
public sealed class HeaderTagHelper : TagHelper
{
    public string Url { get; set; } = "/";

    public string ContainerClass { get; set; } = "govuk-width-container";

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var link = Markup.Element("a", "govuk-generic-header__homepage-link", await output.ContentOrNullAsync()).With("href", Url);
        output.Become(Markup
            .Element("div", "govuk-generic-header",
                Markup.Element("div", $"govuk-generic-header__container {ContainerClass}",
                    Markup.Element("div", "govuk-generic-header__logo", link)))
            .With(output.Attributes));
    }
}
