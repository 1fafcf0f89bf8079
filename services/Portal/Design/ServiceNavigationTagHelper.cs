using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Jtai.Portal.Design;

/// <summary>An entry of the service navigation.</summary>
/// <param name="Current">The page itself.</param>
/// <param name="Active">A page below it.</param>
public sealed record NavigationItem(string Text, string? Href, bool Current = false, bool Active = false);

/// <example>&lt;gov-service-navigation name="Joint inspection action plans" url="/" items="Frame.Navigation" /&gt;</example>
[HtmlTargetElement("gov-service-navigation", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class ServiceNavigationTagHelper : TagHelper
{
    /// <summary>Empty, as null, leaves it out.</summary>
    public string? Name { get; set; }

    public string? Url { get; set; }

    public IReadOnlyList<NavigationItem> Items { get; set; } = [];

    public string Label { get; set; } = "Service information";

    public string MenuText { get; set; } = "Menu";

    public string? NavigationLabel { get; set; }

    public string? NavigationClass { get; set; }

    public string NavigationId { get; set; } = "navigation";

    /// <summary>By default with two entries or more.</summary>
    public bool? CollapseOnMobile { get; set; }

    private bool IsNamed => !string.IsNullOrEmpty(Name);

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var container = Markup.Element("div", "govuk-service-navigation__container",
            ServiceName(), Items.Count == 0 ? null : Navigation());
        output.Become(Markup
            .Element(IsNamed ? "section" : "div", "govuk-service-navigation",
                Markup.Element("div", "govuk-width-container", container))
            .With("data-module", "govuk-service-navigation")
            .With("aria-label", IsNamed ? Label : null)
            .With(output.Attributes));
    }

    private TagBuilder? ServiceName()
    {
        if (!IsNamed)
        {
            return null;
        }

        var text = Url is null
            ? Markup.Element("span", "govuk-service-navigation__text", Name)
            : Markup.Element("a", "govuk-service-navigation__link", Name).With("href", Url);
        return Markup.Element("span", "govuk-service-navigation__service-name", text);
    }

    private TagBuilder Navigation()
    {
        var list = Markup.Element("ul", "govuk-service-navigation__list").With("id", NavigationId);
        foreach (var item in Items)
        {
            list.Add(Item(item));
        }
        // The script shows it on a small screen; without the script the list is open.
        var toggle = (CollapseOnMobile ?? Items.Count > 1)
            ? Markup.Element("button", "govuk-service-navigation__toggle govuk-js-service-navigation-toggle", MenuText)
                .With("type", "button").With("aria-controls", NavigationId).With("hidden", true).With("aria-hidden", "true")
            : null;
        return Markup.Element("nav", Markup.Classes("govuk-service-navigation__wrapper", NavigationClass), toggle, list)
            .With("aria-label", NavigationLabel ?? MenuText);
    }

    private static TagBuilder Item(NavigationItem item)
    {
        var here = item.Current || item.Active;
        // Strong, so that the current entry stands out where colours are overridden.
        object text = here ? Markup.Element("strong", "govuk-service-navigation__active-fallback", item.Text) : item.Text;
        var link = Markup.Element(item.Href is null ? "span" : "a", item.Href is null ? "govuk-service-navigation__text" : "govuk-service-navigation__link", text)
            .With("href", item.Href)
            .With("aria-current", item.Current ? "page" : item.Active ? "true" : null);
        return Markup.Element("li", Markup.Classes("govuk-service-navigation__item", here ? "govuk-service-navigation__item--active" : null), link);
    }
}
