using Jtai.Actions.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Evidence;

/// <summary>A list of evidence, of a plan or of one of its actions.</summary>
public abstract class EvidencePage(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : PartnershipPage(person, time)
{
    private const int PageLength = 25;

    /// <summary>Where this page of the list begins; empty for the newest.</summary>
    [BindProperty(SupportsGet = true)]
    public string? From { get; set; }

    [BindProperty(SupportsGet = true)]
    public bool Withdrawn { get; set; }

    public ListEvidenceReply Listed { get; private set; } = new();

    public PartnershipMembers Members { get; private set; } = null!;

    /// <summary>Of this list.</summary>
    public abstract string Here { get; }

    public string OtherHref => Withdrawn ? Here : Here + "?withdrawn=true";

    public string NextHref => $"{Here}?{(Withdrawn ? "withdrawn=true&" : "")}from={Listed.NextPageToken}";

    protected PartnershipCalls Calls => calls;

    protected async Task ListAsync(ListEvidenceRequest request, CancellationToken ct)
    {
        var members = membersReader.ReadAsync(ct);
        (request.PageSize, request.PageToken, request.Withdrawn) = (PageLength, From ?? "", Withdrawn);
        Listed = await calls.Evidence.ListEvidenceAsync(request, cancellationToken: ct);
        Members = await members;
    }
}
