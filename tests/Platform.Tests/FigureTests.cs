using System.Globalization;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Jtai.Platform.Tests.Harness;

namespace Jtai.Platform.Tests;

/// <summary>
/// No number says other than what it counts: each that opens a list (<c>data-counts</c>) is compared with what that list says
/// of itself (<c>data-total</c>), and that with its rows, on every page that has such numbers, for one person after the other.
/// </summary>
[Collection(nameof(OnePlatform))]
public partial class FigureTests(RunningPlatform platform) : IAsyncLifetime
{
    private static readonly string[] Pages = ["", "/inspections", "/findings", "/plan", "/actions"];

    public Task InitializeAsync() => platform.EnsureRunningAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    // Who, how many figures at least: a page that loses its links shall not pass unseen.
    [InlineData("police-lead", 60)]
    [InlineData("moors-icb-lead", 60)]
    [InlineData("chief-constable", 60)]
    [InlineData("hospitals-lead", 20)]
    [InlineData("scrutineer", 60)]
    [InlineData("port-lannick-manager", 40)]
    [InlineData("port-lannick-director", 40)]
    [InlineData("haskermoor-manager", 40)]
    [InlineData("mirrenford-manager", 2)]
    [InlineData("wendlecombe-director", 20)]
    [InlineData("action-owner", 20)]
    [InlineData("verifier", 5)]
    [InlineData("councillor", 2)]
    public async Task Figures_OnEveryPage_AreThoseOfTheListsBehindThem(string subject, int atLeast)
    {
        using var portal = await SignedInPortal.AsAsync(platform.Origin, subject);
        var figures = new Dictionary<string, (string Page, string Words)>();
        var wrong = new List<string>();
        foreach (var (path, page) in await PagesAsync(portal))
        {
            foreach (var link in page.QuerySelectorAll("a[data-counts]"))
            {
                var (href, words) = (link.GetAttribute("href")!, link.TextContent.Trim().ReplaceLineEndings(" "));
                if (figures.TryGetValue(href, out var before) && NumberIn(before.Words) != NumberIn(words))
                {
                    wrong.Add($"{path} says “{words}” and {before.Page} “{before.Words}” of {href}");
                }

                figures[href] = (path, words);
            }
        }

        foreach (var (href, (page, words)) in figures)
        {
            var list = await portal.OpenAsync(href);
            var total = list is null ? "no list" : TotalOf(list, href);
            if (total != $"{NumberIn(words)}")
            {
                wrong.Add($"{page} says “{words}”, and {href} has {total}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(figures.Count >= atLeast, $"{figures.Count} figures of at least {atLeast}: {string.Join(' ', figures.Keys)}");
    }

    [Theory]
    [InlineData("<a data-counts>4 actions</a>", "<strong data-total>3 actions</strong>", "3")]
    [InlineData("<a data-counts>3</a>", "<strong data-total>3 actions</strong><table><tbody><tr></tr><tr></tr></tbody></table>", "a total of 3 over 2 rows")]
    [InlineData("<a data-counts>1,204</a>", "<p>None.</p>", "0")]
    public void Demonstration_AFigureThatItsListDoesNotHave_IsFound(string figure, string list, string total)
    {
        var parser = new AngleSharp.Html.Parser.HtmlParser();
        var found = TotalOf(parser.ParseDocument($"<main>{list}</main>"), "/list");
        Assert.Equal(total, found);
        Assert.NotEqual($"{NumberIn(parser.ParseDocument(figure).Body!.TextContent)}", found);
    }

    /// <summary>All partnerships; and of three of the person's, the pages with lists and every inspection and plan that they name.</summary>
    private static async Task<IReadOnlyList<(string Path, IHtmlDocument Page)>> PagesAsync(SignedInPortal portal)
    {
        var pages = new List<(string, IHtmlDocument)>();
        await AddAsync("/across");
        var homes = SignedInPortal.LinksOf((await portal.OpenAsync("/?choose=true"))!, "/partnerships/").Select(href => href.Split('/', '?')[2]).Distinct().Take(3);
        foreach (var home in homes.Select(id => "/partnerships/" + id))
        {
            foreach (var part in Pages)
            {
                if (await AddAsync(home + part) is { } page && part is "/inspections" or "/plan")
                {
                    foreach (var record in SignedInPortal.LinksOf(page!, home + part + "/").Where(href => Guid.TryParse(href.Split('/')[^1], out _)))
                    {
                        await AddAsync(record);
                    }
                }
            }
        }

        return pages;

        async Task<IHtmlDocument?> AddAsync(string path)
        {
            var page = await portal.OpenAsync(path);
            if (page is not null)
            {
                pages.Add((path, page));
            }

            return page;
        }
    }

    /// <summary>What a list says that it has; 0 where it says nothing, and what is odd where its rows say otherwise.</summary>
    private static string TotalOf(IHtmlDocument list, string href)
    {
        var place = href.Split('#') is [_, var id] ? list.GetElementById(id) : list.QuerySelector("main [data-total]");
        if (place is null)
        {
            return "0";
        }

        var table = place as IHtmlTableElement;
        var total = NumberIn((table?.Caption ?? (IElement)place).TextContent);
        table ??= list.QuerySelectorAll("main table") is [IHtmlTableElement only] ? only : null;
        var rows = table?.Bodies.Sum(body => body.Rows.Length);
        // The longer list of actions comes in pages of 25.
        return rows is { } shown && shown != (list.QuerySelector(".govuk-pagination") is null ? total : Math.Min(total, 25))
            ? $"a total of {total} over {shown} rows"
            : $"{total}";
    }

    private static int NumberIn(string words) =>
        int.Parse(Number().Match(words).Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);

    [GeneratedRegex("[0-9][0-9,]*", RegexOptions.NonBacktracking)]
    private static partial Regex Number();
}
