using Jtai.Actions.V1;
using Jtai.Partners.V1;
using Jtai.Portal.Design;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Assurance.Checks;

/// <summary>Actions that wait for a second check, those that waited longest first.</summary>
public sealed class IndexModel(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : PartnershipPage(person, time)
{
    private const int PageLength = 50;

    /// <summary>Where this page of the list begins; empty for the first.</summary>
    [BindProperty(SupportsGet = true)]
    public string? From { get; set; }

    public ListActionsToCheckReply Waiting { get; private set; } = new();

    public PartnershipMembers Members { get; private set; } = null!;

    public bool ChairsASubGroup => Person.IsAny(Capacity.SubGroupChair);

    public IEnumerable<ActionToCheck> Open => Waiting.Actions.Where(one => one.MayNotBecause.Length == 0);

    public IEnumerable<Choice> Choices => Open.Select(one => new Choice(one.Action.ActionId, $"{one.Action.Reference} {one.Action.Title}"));

    public string? NextHref => Waiting.NextPageToken.Length > 0 ? $"{Addresses.Checks(Partnership)}?from={Waiting.NextPageToken}" : null;

    public async Task OnGetAsync(CancellationToken ct)
    {
        await this.MarkActionsAsync(calls, ct, withDeadlines: false);
        var members = membersReader.ReadAsync(ct);
        Waiting = await calls.Assurance.ListActionsToCheckAsync(
            new ListActionsToCheckRequest { PageSize = PageLength, PageToken = From ?? "" }, cancellationToken: ct);
        Members = await members;
    }
}
