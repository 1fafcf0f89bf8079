using System.Globalization;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Jtai.Portal.Design;

/// <summary>A numbered page; without a link it is the gap between two.</summary>
public sealed record PageLink(int Number, string? Href, bool Current = false);

/// <example>&lt;gov-pagination page="2" pages="9" link="number =&gt; Model.UrlOf(number)" /&gt;</example>
[HtmlTargetElement("gov-pagination", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class PaginationTagHelper : TagHelper
{
    private static readonly HtmlString Back = new(
        """<svg class="govuk-pagination__icon govuk-pagination__icon--prev" xmlns="http://www.w3.org/2000/svg" height="13" width="15" aria-hidden="true" focusable="false" viewBox="0 0 15 13"><path d="m6.5938-0.0078125-6.7266 6.7266 6.7441 6.4062 1.377-1.449-4.1856-3.9768h12.896v-2h-12.984l4.2931-4.293-1.414-1.414z"></path></svg>""");

    private static readonly HtmlString Forward = new(
        """<svg class="govuk-pagination__icon govuk-pagination__icon--next" xmlns="http://www.w3.org/2000/svg" height="13" width="15" aria-hidden="true" focusable="false" viewBox="0 0 15 13"><path d="m8.107-0.0078125-1.4136 1.414 4.2926 4.293h-12.986v2h12.896l-4.1855 3.9766 1.377 1.4492 6.7441-6.4062-6.7246-6.7266z"></path></svg>""");

    /// <summary>The page shown, from 1.</summary>
    public int Page { get; set; }

    public int Pages { get; set; }

    /// <summary>The address of a page of that number, filters and order included.</summary>
    public Func<int, string>? Link { get; set; }

    /// <summary>The numbers; by default first, last, and one either side of the current.</summary>
    public IReadOnlyList<PageLink>? Items { get; set; }

    public string? PreviousHref { get; set; }

    public string? NextHref { get; set; }

    /// <summary>Under a previous and next pair without numbers: what is there.</summary>
    public string? PreviousLabel { get; set; }

    public string? NextLabel { get; set; }

    public string Label { get; set; } = "Pagination";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (Link is not null)
        {
            Items ??= PagesAround(Page, Pages, Link);
            PreviousHref ??= Page > 1 ? Link(Page - 1) : null;
            NextHref ??= Page < Pages ? Link(Page + 1) : null;
        }
        if (Link is not null && Pages < 2)
        {
            output.SuppressOutput();
            return;
        }

        var block = Items is null;
        var nav = Markup.Element("nav", Markup.Classes("govuk-pagination", block ? "govuk-pagination--block" : null))
            .With("aria-label", Label)
            .With(output.Attributes)
            .Add(PreviousHref is null ? null : Step("prev", "Previous", PreviousHref, PreviousLabel, block));
        if (Items is not null)
        {
            var list = Markup.Element("ul", "govuk-pagination__list");
            foreach (var item in Items)
            {
                list.Add(Number(item));
            }

            nav.Add(list);
        }
        output.Become(nav.Add(NextHref is null ? null : Step("next", "Next", NextHref, NextLabel, block)));
    }

    private static TagBuilder Step(string rel, string word, string href, string? label, bool block)
    {
        var titleClasses = Markup.Classes("govuk-pagination__link-title", block && label is null ? "govuk-pagination__link-title--decorated" : null);
        var link = Markup.Element("a", "govuk-link govuk-pagination__link").With("href", href).With("rel", rel);
        var arrow = rel == "prev" ? Back : Forward;
        var arrowFirst = block || rel == "prev";
        link.Add(arrowFirst ? arrow : null).Add(Markup.Element("span", titleClasses, word, Markup.Hidden(" page")));
        if (label is not null && block)
        {
            link.Add(Markup.Hidden(":")).Add(Markup.Element("span", "govuk-pagination__link-label", label));
        }

        return Markup.Element("div", $"govuk-pagination__{rel}", link.Add(arrowFirst ? null : arrow));
    }

    private static TagBuilder Number(PageLink item)
    {
        if (item.Href is null)
        {
            return Markup.Element("li", "govuk-pagination__item govuk-pagination__item--ellipsis", "⋯");
        }

        var number = item.Number.ToString(CultureInfo.InvariantCulture);
        var link = Markup.Element("a", "govuk-link govuk-pagination__link", number)
            .With("href", item.Href)
            .With("aria-label", "Page " + number)
            .With("aria-current", item.Current ? "page" : null);
        return Markup.Element("li", Markup.Classes("govuk-pagination__item", item.Current ? "govuk-pagination__item--current" : null), link);
    }

    private static List<PageLink> PagesAround(int page, int pages, Func<int, string> link)
    {
        var items = new List<PageLink>();
        for (var number = 1; number <= pages; number++)
        {
            if (number == 1 || number == pages || Math.Abs(number - page) <= 1)
            {
                items.Add(new PageLink(number, link(number), number == page));
            }
            else if (items[^1].Href is not null)
            {
                items.Add(new PageLink(number, null));
            }
        }
        return items;
    }
}
