using Jtai.Actions.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Assurance.Audits;

/// <summary>The partnership's audits: those that are planned first, then the newest.</summary>
public sealed class IndexModel(PartnershipCalls calls, CurrentPerson person, TimeProvider time) : PartnershipPage(person, time)
{
    private const int PageLength = 50;

    /// <summary>Where this page of the list begins; empty for the first.</summary>
    [BindProperty(SupportsGet = true)]
    public string? From { get; set; }

    public ListAuditsReply Audits { get; private set; } = new();

    public IReadOnlyList<ActionPlan> Plans { get; private set; } = [];

    public string? NextHref => Audits.NextPageToken.Length > 0 ? $"{Addresses.Audits(Partnership)}?from={Audits.NextPageToken}" : null;

    public async Task OnGetAsync(CancellationToken ct)
    {
        await this.MarkActionsAsync(calls, ct);
        var plans = calls.Actions.ListActionPlansAsync(new ListActionPlansRequest(), cancellationToken: ct).ResponseAsync;
        Audits = await calls.Assurance.ListAuditsAsync(new ListAuditsRequest { PageSize = PageLength, PageToken = From ?? "" }, cancellationToken: ct);
        Plans = (await plans).Plans;
    }
}
