using Jtai.Actions.V1;
using Jtai.Partners.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Assurance.Impact;

/// <summary>The partnership's measures of impact, by what they measure.</summary>
public sealed class IndexModel(PartnershipCalls calls, CurrentPerson person, TimeProvider time) : PartnershipPage(person, time)
{
    private const int PageLength = 50;

    /// <summary>Where this page of the list begins; empty for the first.</summary>
    [BindProperty(SupportsGet = true)]
    public string? From { get; set; }

    public ListImpactMeasuresReply Measures { get; private set; } = new();

    /// <summary>Those that take changes.</summary>
    public IReadOnlyList<ActionPlan> Plans { get; private set; } = [];

    public bool Keeps => Person.IsAny(Capacity.PartnershipManager, Capacity.AgencyLead);

    public string? NextHref => Measures.NextPageToken.Length > 0 ? $"{Addresses.ImpactMeasures(Partnership)}?from={Measures.NextPageToken}" : null;

    public async Task OnGetAsync(CancellationToken ct)
    {
        await this.MarkActionsAsync(calls, ct);
        var plans = calls.Actions.ListActionPlansAsync(new ListActionPlansRequest(), cancellationToken: ct).ResponseAsync;
        Measures = await calls.Assurance.ListImpactMeasuresAsync(
            new ListImpactMeasuresRequest { PageSize = PageLength, PageToken = From ?? "" }, cancellationToken: ct);
        Plans = [.. (await plans).Plans.Where(plan => plan.Closing is null)];
    }
}
