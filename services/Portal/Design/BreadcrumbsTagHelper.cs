using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Jtai.Portal.Design;

/// <example>&lt;gov-breadcrumbs&gt;&lt;gov-crumb href="/plan"&gt;Action plan&lt;/gov-crumb&gt;&lt;gov-crumb&gt;HSK-2026-A014&lt;/gov-crumb&gt;&lt;/gov-breadcrumbs&gt;</example>
[HtmlTargetElement("gov-breadcrumbs")]
public sealed class BreadcrumbsTagHelper : TagHelper
{
    public string Label { get; set; } = "Breadcrumb";

    public bool CollapseOnMobile { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var list = Markup.Element("ol", "govuk-breadcrumbs__list");
        context.Items[typeof(BreadcrumbsTagHelper)] = list;
        await output.GetChildContentAsync();
        output.Become(Markup
            .Element("nav", Markup.Classes("govuk-breadcrumbs", CollapseOnMobile ? "govuk-breadcrumbs--collapse-on-mobile" : null), list)
            .With("aria-label", Label)
            .With(output.Attributes));
    }
}

/// <summary>One step; the last one, without a link, is the page itself.</summary>
[HtmlTargetElement("gov-crumb", ParentTag = "gov-breadcrumbs")]
public sealed class CrumbTagHelper : TagHelper
{
    public string? Href { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var text = await output.ContentOrNullAsync();
        var item = Markup.Element("li", "govuk-breadcrumbs__list-item");
        if (Href is null)
        {
            item.Add(text).With("aria-current", "page");
        }
        else
        {
            item.Add(Markup.Element("a", "govuk-breadcrumbs__link", text).With("href", Href).With(output.Attributes));
        }

        ((TagBuilder)context.Items[typeof(BreadcrumbsTagHelper)]).Add(item);
        output.SuppressOutput();
    }
}
