using Jtai.Access;
using Jtai.Field;
using Jtai.Partners.V1;

namespace Jtai.Portal.SigningIn;

/// <summary>Who asks, where they work, and in which partnership they are now. One per request.</summary>
public sealed class CurrentPerson
{
    private Session session = new() { Person = new Person() };

    public bool IsKnown { get; private set; }

    public string SessionId { get; private set; } = "";

    /// <summary>When the session ends in any case.</summary>
    public DateTimeOffset? SessionEndsAt => session.EndsAt?.ToDateTimeOffset();

    public Person Person => session.Person;

    public string AgencyId => session.Person.AgencyId;

    public string AgencyName => session.AgencyName;

    /// <summary>True where the person may open the view across partnerships.</summary>
    public bool MayLookAcross => session.AcrossPartnerships;

    /// <summary>Partnerships in which the person has an appointment, by name.</summary>
    public IReadOnlyList<Workplace> Partnerships { get; private set; } = [];

    /// <summary>The person's agency's own workspace; null where they hold nothing there, or nobody can work there for now.</summary>
    public Workplace? AgencyWorkspace { get; private set; }

    /// <summary>The same workspace where it is suspended, and the person holds something there.</summary>
    public Workplace? SuspendedWorkspace { get; private set; }

    /// <summary>The partnership of the page; null outside of one.</summary>
    public Workplace? Partnership { get; private set; }

    /// <summary>The tenant of the page: a partnership, or their agency's own workspace; null outside of both.</summary>
    public Workplace? Place { get; private set; }

    /// <summary>What the person was appointed to in the partnership or workspace of the page.</summary>
    public IReadOnlyList<Capacity> Capacities => Place is null ? [] : Place.Capacities;

    public bool IsAny(params ReadOnlySpan<Capacity> capacities)
    {
        foreach (var capacity in capacities)
        {
            if (Capacities.Contains(capacity))
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>True for whoever manages the agency's own workspace.</summary>
    public bool ManagesAgency => AgencyWorkspace?.Capacities.Contains(Capacity.PartnershipManager) == true;

    /// <summary>True for those who may take everything of the workspace away in one archive.</summary>
    public bool MayExportWorkspace => AgencyWorkspace?.Capacities.Any(capacity =>
        capacity is Capacity.PartnershipManager or Capacity.CrossPartnershipLead) == true;

    /// <summary>True for those who are told that the workspace closes, and read how it stands.</summary>
    public bool AnswersForWorkspace => AgencyWorkspace?.Capacities.Any(capacity =>
        capacity is Capacity.PartnershipManager or Capacity.CrossPartnershipLead or Capacity.LeadSafeguardingPartner) == true;

    public bool MayAgreeSharing => AgencyWorkspace?.Capacities.Any(capacity =>
        capacity is Capacity.CrossPartnershipLead or Capacity.LeadSafeguardingPartner) == true;

    /// <summary>False for councillors, clerks and advisers: papers are made for them, and none are made yet.</summary>
    public bool ReadsPlan => IsAny([.. PlanVisibility.WholePlan, .. PlanVisibility.OwnActions]);

    public bool RunsPlatform => session.Workplaces.Any(place => place.TenantId == TenantId.Platform);

    /// <summary>True where the person may report on their agency's actions in that partnership, whose pages they then have too.</summary>
    public bool MayUpdateIn(string partnershipId) => Partnerships.Any(place => place.TenantId == partnershipId
        && place.Capacities.Any(capacity => capacity is Capacity.PartnershipManager or Capacity.AgencyLead or Capacity.ActionOwner or Capacity.Contributor));

    /// <summary>A tenant in which the person has an appointment; null where they have none.</summary>
    public string? AnyPlace => session.Workplaces.Where(place => !place.Suspended).Select(place => place.TenantId).FirstOrDefault();

    /// <summary>How many places there are to choose from.</summary>
    public int Places => Partnerships.Count + (MayLookAcross ? 1 : 0);

    internal void Recognise(string sessionId, Session known)
    {
        (IsKnown, SessionId, session) = (true, sessionId, known);
        Partnerships = [.. known.Workplaces.Where(IsPartnership)];
        var workspace = known.Workplaces.FirstOrDefault(place => place.TenantId == TenantId.OfAgency(AgencyId));
        SuspendedWorkspace = workspace is { Suspended: true } ? workspace : null;
        AgencyWorkspace = SuspendedWorkspace is null ? workspace : null;
    }

    /// <returns>False where the person does not work there.</returns>
    internal bool Enter(string partnershipId)
    {
        Place = Partnership = Partnerships.FirstOrDefault(place => place.TenantId == partnershipId);
        return Partnership is not null;
    }

    /// <returns>False where the person holds nothing in their agency's workspace, or it is suspended.</returns>
    internal bool EnterWorkspace()
    {
        Place = AgencyWorkspace;
        return Place is not null;
    }

    private static bool IsPartnership(Workplace place) => new TenantId(place.TenantId).IsPartnership;
}
