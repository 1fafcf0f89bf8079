using Jtai.Access;
using Jtai.Actions.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Assurance.Challenges;

/// <summary>The challenges that this person sees: open ones by the day for the answer, and those that are ended where asked.</summary>
public sealed class IndexModel(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : PartnershipPage(person, time)
{
    private const int PageLength = 50;

    /// <summary>Where this page of the list begins; empty for the first.</summary>
    [BindProperty(SupportsGet = true)]
    public string? From { get; set; }

    [BindProperty(SupportsGet = true)]
    public bool Ended { get; set; }

    public ListChallengesReply Challenges { get; private set; } = new();

    public IReadOnlyList<ActionPlan> Plans { get; private set; } = [];

    public PartnershipMembers Members { get; private set; } = null!;

    public bool MayRaise => Person.IsAny([.. PlanVisibility.Challengers]);

    public string? NextHref => Challenges.NextPageToken.Length > 0
        ? $"{Addresses.Challenges(Partnership)}?from={Challenges.NextPageToken}{(Ended ? "&ended=true" : "")}"
        : null;

    public async Task OnGetAsync(CancellationToken ct)
    {
        await this.MarkActionsAsync(calls, ct);
        var plans = calls.Actions.ListActionPlansAsync(new ListActionPlansRequest(), cancellationToken: ct).ResponseAsync;
        var members = membersReader.ReadAsync(ct);
        Challenges = await calls.Assurance.ListChallengesAsync(
            new ListChallengesRequest { Ended = Ended, PageSize = PageLength, PageToken = From ?? "" }, cancellationToken: ct);
        Plans = [.. (await plans).Plans.Where(plan => plan.Closing is null)];
        Members = await members;
    }
}
