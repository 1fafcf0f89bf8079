using System.Net;
using System.Text.RegularExpressions;
using AngleSharp.Html.Parser;
using Jtai.Partners.V1;
using Jtai.Portal.Tests.StandIns;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Jtai.Portal.Tests;

/// <summary>
/// Another partnership's id in an address shows what an id of nothing shows. The addresses are the portal's own routes: a
/// new one cannot be missed.
/// </summary>
public sealed partial class IsolationTests(PlatformOfStandIns platform) : IClassFixture<PlatformOfStandIns>
{
    [Fact]
    public async Task AnotherPartnershipsId_InEveryRoute_ShowsWhatOneOfNothingShows()
    {
        foreach (var place in new[] { "lannick", "northshire" })
        {
            platform.Partners.People["somebody-of-" + place] = new Session
            {
                Person = new Person { PersonId = "somebody-of-" + place, Name = "Nils Berg", AgencyId = place + "-council" },
                Workplaces = { new Workplace { TenantId = place, Name = place, Capacities = { Capacity.PartnershipManager } } },
            };
        }

        platform.Partners.Grants.Add(new SharingGrant
        {
            GrantId = PageRoutes.OurGrant, PartnershipId = "haskermoor", AgencyId = "westmarch-police", Capacities = { Capacity.CrossPartnershipLead },
            Level = SharingLevel.Plan, State = SharingGrantState.Offered, EndsOn = "2099-12-31", ReviewOn = "2099-06-30", Version = 1,
        });
        using var manager = await BrowserOfOne.SignedInAsync(platform, "manager");
        using var lead = await BrowserOfOne.SignedInAsync(platform, "force-lead");
        using var workspace = await BrowserOfOne.SignedInAsync(platform, "force-manager");
        using var @operator = await BrowserOfOne.SignedInAsync(platform, "operator");
        var faults = new List<string>();
        var swept = 0;
        foreach (var route in PageRoutes.Of(platform.Portal.Services))
        {
            var browser = route.RawText!.TrimStart('/').Split('/') switch
            {
                ["partnerships", ..] => manager,
                ["operations", ..] => @operator,
                ["agency", "people", ..] => workspace,
                _ => lead,
            };
            foreach (var id in route.Parameters.Where(PageRoutes.IsId))
            {
                faults.AddRange(await FaultsAsync(browser, route, id));
                swept++;
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
        Assert.Equal(339, swept);
    }

    private static async Task<IReadOnlyList<string>> FaultsAsync(BrowserOfOne browser, RoutePattern route, RoutePatternParameterPart id)
    {
        if (PageRoutes.IdsOf(route, id) is not { } known)
        {
            return [$"/{route.RawText} names {id.Name}, of which the sweep has no value: add one to the ids of the test"];
        }

        var own = await ShowsAsync(known.Ours);
        var foreign = await ShowsAsync(known.Theirs);
        var nothings = await ShowsAsync(Guid.TryParse(known.Theirs, out _) ? Guid.NewGuid().ToString() : "nobody");
        var malformed = await ShowsAsync("'; drop table record; --");
        var faults = new List<string>();
        if (foreign != nothings || foreign.Status != HttpStatusCode.NotFound)
        {
            faults.Add($"/{route.RawText} {id.Name}: another partnership's shows {foreign}, and nothing's {nothings}");
        }

        if (malformed.Status != HttpStatusCode.NotFound)
        {
            faults.Add($"/{route.RawText} {id.Name}: a malformed one shows {malformed}");
        }

        // Else the page might be refused for another reason.
        if (own.Status == HttpStatusCode.NotFound)
        {
            faults.Add($"/{route.RawText} {id.Name}: one's own shows {own}");
        }

        return faults;

        async Task<(HttpStatusCode Status, string Text)> ShowsAsync(string value)
        {
            using var answer = await browser.Client.GetAsync(PageRoutes.Address(route, id, Uri.EscapeDataString(value)));
            var page = new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());
            var text = $"{page.Title} {page.Body!.TextContent}".Replace(value, "(id)", StringComparison.Ordinal);
            return (answer.StatusCode, White().Replace(Minute().Replace(Reference().Replace(text, "(reference)"), "(time)"), " "));
        }
    }

    [GeneratedRegex("[0-9a-f]{32}", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Reference();

    // A page says when it was read, and the clock may move on between two of them.
    [GeneratedRegex("[0-9]{1,2}:[0-9]{2}[ap]m", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Minute();

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex White();
}
