using System.Net;
using Jtai.Portal.Design;

namespace Jtai.Portal.Tests.Conformance;

/// <summary>The components that list things: rows, tasks, cells, pages, entries.</summary>
internal static class Lists
{
    public static string SummaryList(Options o)
    {
        var card = o.Part("card");
        var title = card?.Part("title");
        if (card is not null && title is null)
        {
            o.Refuse();
        }

        var children = o.List("rows").Select(Row).ToList();
        children.AddRange(Actions(card));
        return Render.Tag(
            new SummaryListTagHelper
            {
                CardTitle = title?.Text("text"),
                CardHeadingLevel = title?.Number("headingLevel") ?? 2,
                CardClass = card?.Text("classes"),
            },
            o, children);
    }

    private static Func<IDictionary<object, object>, string?> Row(Options row)
    {
        var value = row.Part("value");
        var content = value is null ? "" : Render.Content(value);
        var actions = Actions(row).ToList();
        return Render.Child(
            new RowTagHelper { Key = row.TextOf("key") },
            row.Written(),
            items => content + string.Concat(actions.Select(action => action(items))));
    }

    private static IEnumerable<Func<IDictionary<object, object>, string?>> Actions(Options? owner) =>
        (owner?.Part("actions")?.List("items") ?? []).Select(action => Render.Child(
            new ActionTagHelper { Href = action.Text("href"), Of = action.Text("visuallyHiddenText") },
            action.Written(),
            Render.Content(action)));

    public static string TaskList(Options o) => Render.Tag(
        new TaskListTagHelper { IdPrefix = o.Text("idPrefix") ?? "task-list" },
        o,
        o.List("items").Select(item =>
        {
            var status = item.Part("status");
            var tag = status?.Part("tag");
            return Render.Child(
                new TaskTagHelper { Title = item.TextOf("title"), Href = item.Text("href"), Hint = item.TextOf("hint") },
                item.Written(),
                tag is null ? status is null ? null : Render.Content(status) : Render.Tag(new TagTagHelper(), tag, Render.Content(tag)));
        }));

    public static string Table(Options o)
    {
        var firstIsHeader = o.Flag("firstCellIsHeader");
        var head = o.List("head");
        return Render.Tag(
            new TableTagHelper { Caption = o.Text("caption"), CaptionSize = Size(o) },
            "table", o.Written(),
            items =>
            {
                var parts = head.Count == 0 ? "" : Part("thead", items, inner => Part("tr", inner, cells => Cells(head, cells, "th", "th")));
                return parts + Part("tbody", items, inner => string.Concat(o.Rows("rows").Select(row =>
                    Part("tr", inner, cells => Cells(row, cells, firstIsHeader ? "th" : "td", "td")))));
            },
            new Dictionary<object, object>());
    }

    private static string? Size(Options o) => o.Text("captionClasses")?.Replace("govuk-table__caption--", "", StringComparison.Ordinal);

    private static string Part(string name, IDictionary<object, object> items, Func<IDictionary<object, object>, string> content) =>
        Render.Tag(new TablePartTagHelper(), name, [], content, new Dictionary<object, object>(items));

    private static string Cells(IReadOnlyList<Options> row, IDictionary<object, object> items, string first, string others) =>
        string.Concat(row.Select((cell, i) => Render.Tag(
            new CellTagHelper { Numeric = cell.Text("format") == "numeric" },
            i == 0 ? first : others,
            cell.Written("colspan", "rowspan"),
            _ => cell.Text("html") ?? WebUtility.HtmlEncode(cell.Text("text")),
            new Dictionary<object, object>(items))));

    public static string Pagination(Options o)
    {
        var previous = o.Part("previous");
        var next = o.Part("next");
        var numbers = o.List("items").Select(item =>
            item.Flag("ellipsis")
                ? new PageLink(0, null)
                : new PageLink(item.Number("number") ?? 0, item.Text("href"), item.Flag("current"))).ToList();
        return Render.Tag(
            new PaginationTagHelper
            {
                PreviousHref = previous?.Text("href"),
                PreviousLabel = previous?.Text("labelText"),
                NextHref = next?.Text("href"),
                NextLabel = next?.Text("labelText"),
                Items = numbers.Count == 0 ? null : numbers,
                Label = o.Text("landmarkLabel") ?? "Pagination",
            },
            o);
    }

    public static string ServiceNavigation(Options o) => Render.Tag(
        new ServiceNavigationTagHelper
        {
            Name = o.Text("serviceName"),
            Url = o.Text("serviceUrl"),
            Items = [.. o.List("navigation").Select(item => new NavigationItem(
                item.Text("text") ?? "", item.Text("href"), item.Flag("current"), item.Flag("active")))],
            Label = o.Text("ariaLabel") ?? "Service information",
            MenuText = o.Text("menuButtonText") ?? "Menu",
            NavigationLabel = o.Text("navigationLabel"),
            NavigationClass = o.Text("navigationClasses"),
            NavigationId = o.Text("navigationId") ?? "navigation",
            CollapseOnMobile = o.FlagOrNull("collapseNavigationOnMobile"),
        },
        o);
}
