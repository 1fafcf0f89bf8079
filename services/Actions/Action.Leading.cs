using Jtai.Errors;

namespace Jtai.Actions;

/// <summary>Who leads, supports and owns an action.</summary>
public sealed partial record Action
{
    /// <summary>Either this or <see cref="LeadBodyId"/>.</summary>
    public string? LeadAgencyId { get; init; }
    public string? LeadBodyId { get; init; }

    /// <summary>Besides the lead, with the same duty; as <see cref="LeadText"/> writes them.</summary>
    public string[] JointLeads { get; init; } = [];
    public string[] SupportingAgencyIds { get; init; } = [];

    /// <summary>Null while nobody is named, or where a post owns it.</summary>
    public Guid? OwnerId { get; init; }
    public Guid? OwnerPostId { get; init; }

    /// <summary>Who holds that post now; read beside the action, and no part of it.</summary>
    public Guid? PostHolderId { get; init; }

    /// <summary>True where the agency leads it, alone or jointly.</summary>
    public bool IsLedBy(string? agencyId) =>
        agencyId is not null && (LeadAgencyId == agencyId || JointLeads.Any(lead => LeadText.AgencyOf(lead) == agencyId));

    /// <summary>True where the agency leads or supports it.</summary>
    public bool Involves(string? agencyId) => IsLedBy(agencyId) || (agencyId is not null && SupportingAgencyIds.Contains(agencyId));

    /// <summary>True where the person owns it, by name or by the post that they hold.</summary>
    public bool IsOwnedBy(Guid? personId) => personId is not null && (OwnerId == personId || PostHolderId == personId);

    /// <summary>Those who lead it, the lead first; as <see cref="LeadText"/> writes them.</summary>
    public IEnumerable<string> AllLeads => JointLeads.Prepend(LeadText.Of(LeadAgencyId, LeadBodyId));

    /// <summary>An owner is of a leading agency; where a board or group leads, of any agency of the partnership.</summary>
    /// <param name="leads">Those who lead, as <see cref="LeadText"/> writes them.</param>
    /// <param name="partnership">The partnership.</param>
    /// <param name="agencyId">The owner's.</param>
    public static bool MayOwn(IEnumerable<string> leads, Partnership partnership, string? agencyId)
    {
        var agencies = leads.Select(LeadText.AgencyOf).ToArray();
        return agencies.Contains(null) ? partnership.AgencyIds.Contains(agencyId) : agencies.Contains(agencyId);
    }

    /// <summary>Gives it another lead: one who neither leads jointly any more nor supports. The owner stays, whoever it is.</summary>
    /// <exception cref="Refused">It is complete, closed or withdrawn.</exception>
    public Action LedBy(string lead)
    {
        RefuseIfClosed("handed over");
        return this with
        {
            LeadAgencyId = LeadText.AgencyOf(lead),
            LeadBodyId = LeadText.BodyOf(lead),
            JointLeads = [.. JointLeads.Where(joint => joint != lead)],
            SupportingAgencyIds = [.. SupportingAgencyIds.Where(agency => agency != LeadText.AgencyOf(lead))],
        };
    }

    /// <summary>Gives it another owner, a person or a post; null for none.</summary>
    /// <exception cref="Refused">It is complete, closed or withdrawn.</exception>
    public Action OwnedBy(Guid? personId, Guid? postId)
    {
        RefuseIfClosed("handed over");
        return this with { OwnerId = personId, OwnerPostId = postId };
    }
}
