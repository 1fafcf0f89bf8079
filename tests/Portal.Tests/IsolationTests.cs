using System.Net;
using System.Text.RegularExpressions;
using AngleSharp.Html.Parser;
using Jtai.Partners.V1;
using Jtai.Portal.Tests.StandIns;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;

namespace Jtai.Portal.Tests;

/// <summary>
/// Another partnership's id in an address shows what an id of nothing shows. The addresses are the portal's own routes: a
/// new one cannot be missed.
/// </summary>
public sealed partial class IsolationTests(PlatformOfStandIns platform) : IClassFixture<PlatformOfStandIns>
{
    private const string OurGrant = "0198c0de-0000-7000-8000-0000000000a1";
    private const string TheirGrant = "0198c0de-0000-7000-9000-0000000000a1";

    // By what stands before it in the address.
    private static readonly Dictionary<string, (string Ours, string Theirs)> Ids = new()
    {
        ["partnerships"] = ("haskermoor", "lannick"),
        // Northshire shares nothing with the police.
        ["across"] = ("haskermoor", "northshire"),
        ["agency/sharing"] = ("haskermoor", "northshire"),
        ["agency/sharing/{partnership}"] = (OurGrant, TheirGrant),
        ["partnerships/{partnership}/sharing"] = (OurGrant, TheirGrant),
        ["across/{partnership}/actions"] = (StandInActions.ActionId, RecordsOfOnePartnership.Lannicks),
        ["partnerships/{partnership}/actions"] = (StandInActions.ActionId, RecordsOfOnePartnership.Lannicks),
        ["partnerships/{partnership}/findings"] = (StandInInspections.FindingId, RecordsOfOnePartnership.Lannicks),
        ["partnerships/{partnership}/inspections"] = (StandInInspections.InspectionId, RecordsOfOnePartnership.Lannicks),
        ["partnerships/{partnership}/letter-imports"] = (StandInInspections.Ready, RecordsOfOnePartnership.Lannicks),
        ["partnerships/{partnership}/plan"] = ("plan", RecordsOfOnePartnership.Lannicks),
    };

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
            GrantId = OurGrant, PartnershipId = "haskermoor", AgencyId = "westmarch-police", Capacities = { Capacity.CrossPartnershipLead },
            Level = SharingLevel.Plan, State = SharingGrantState.Offered, EndsOn = "2099-12-31", ReviewOn = "2099-06-30", Version = 1,
        });
        using var manager = await BrowserOfOne.SignedInAsync(platform, "manager");
        using var lead = await BrowserOfOne.SignedInAsync(platform, "force-lead");
        var faults = new List<string>();
        var swept = 0;
        foreach (var route in Routes())
        {
            var browser = route.RawText!.TrimStart('/').StartsWith("partnerships", StringComparison.Ordinal) ? manager : lead;
            foreach (var id in route.Parameters.Where(IsId))
            {
                faults.AddRange(await FaultsAsync(browser, route, id));
                swept++;
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
        Assert.Equal(65, swept);
    }

    private IEnumerable<RoutePattern> Routes() => platform.Portal.Services.GetServices<EndpointDataSource>()
        .SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
        .Where(endpoint => endpoint.Metadata.GetMetadata<PageActionDescriptor>() is not null)
        .Select(endpoint => endpoint.RoutePattern)
        .DistinctBy(pattern => pattern.RawText);

    private static bool IsId(RoutePatternParameterPart parameter) => parameter.ParameterPolicies.All(policy => policy.Content != "int");

    private static async Task<IReadOnlyList<string>> FaultsAsync(BrowserOfOne browser, RoutePattern route, RoutePatternParameterPart id)
    {
        if (!Ids.TryGetValue(Before(route, id), out var known))
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
            using var answer = await browser.Client.GetAsync(Address(route, id, Uri.EscapeDataString(value)));
            var page = new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());
            var text = $"{page.Title} {page.Body!.TextContent}".Replace(value, "(id)", StringComparison.Ordinal);
            return (answer.StatusCode, White().Replace(Reference().Replace(text, "(reference)"), " "));
        }
    }

    private static string Address(RoutePattern route, RoutePatternParameterPart id, string value) =>
        "/" + string.Join('/', route.PathSegments.Select(segment => segment.Parts.Single() switch
        {
            RoutePatternLiteralPart literal => literal.Content,
            RoutePatternParameterPart parameter => parameter.Name == id.Name ? value : IsId(parameter) ? Ids[Before(route, parameter)].Ours : "2",
            _ => throw new InvalidOperationException($"A part of /{route.RawText} is neither words nor a parameter."),
        }));

    private static string Before(RoutePattern route, RoutePatternParameterPart id) => string.Join('/', route.PathSegments
        .Select(segment => segment.Parts.Single())
        .TakeWhile(part => part != id)
        .Select(part => part is RoutePatternParameterPart parameter ? $"{{{parameter.Name}}}" : ((RoutePatternLiteralPart)part).Content));

    [GeneratedRegex("[0-9a-f]{32}", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Reference();

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex White();
}
