using Jtai.Errors;

namespace Jtai.Partners;

/// <summary>What an agency has in a partnership, and what so keeps it from leaving, or from being one of the safeguarding partners no more.</summary>
public sealed record AgencyHere
{
    /// <summary>Parameters: <c>partnershipId</c>, <c>agencyId</c> and <c>today</c>.</summary>
    internal const string Select =
        """
        select
          (select count(*)::int from appointment
            where tenant_id = @partnershipId and agency_id = @agencyId and coalesce(ends_on >= @today, true)) as roles,
          (select count(*)::int from appointment
            where tenant_id = @partnershipId and agency_id = @agencyId and coalesce(ends_on >= @today, true)
              and capacity in ('LeadSafeguardingPartner', 'DelegatedSafeguardingPartner')) as roles_of_safeguarding_partners,
          (select count(*)::int from post where tenant_id = @partnershipId and agency_id = @agencyId and holder_id is not null) as held_posts,
          (select count(*)::int from sharing_grant
            where tenant_id = @partnershipId and agency_id = @agencyId and state in ('Offered', 'Agreed')) as grants,
          exists (
            select from partner_agency own join agency on agency.tenant_id = 'platform' and agency.agency_id = own.agency_id
            where own.tenant_id = @partnershipId and own.agency_id = @agencyId and own.safeguarding_partner and not exists (
              select from partner_agency other join agency others on others.tenant_id = 'platform' and others.agency_id = other.agency_id
              where other.tenant_id = @partnershipId and other.agency_id <> @agencyId and other.safeguarding_partner
                and others.kind = agency.kind)) as alone_of_its_kind;

        """;

    public int Roles { get; init; }
    public int RolesOfSafeguardingPartners { get; init; }
    public int HeldPosts { get; init; }

    /// <summary>Offered or agreed; one that is past its end shows the agency its own actions until it is withdrawn.</summary>
    public int Grants { get; init; }

    /// <summary>True of the only safeguarding partner here that is a council, a police force or an integrated care board.</summary>
    public bool AloneOfItsKind { get; init; }

    /// <summary>What it leads in a plan is not known here: the plan keeps it by name.</summary>
    /// <exception cref="Refused">Says all that is left.</exception>
    public void RefuseToLeave()
    {
        RefuseIfAlone();
        string[] left =
        [
            .. new[]
            {
                (Roles, "its people still have a role here, today or later: end each"),
                (HeldPosts, "its people still hold a post here: say that it is vacant"),
                (Grants, "something is still shared with it or offered to it: withdraw that"),
            }.Where(one => one.Item1 > 0).Select(one => one.Item2),
        ];
        if (left.Length > 0)
        {
            throw new Refused($"This agency cannot be removed yet. {Capital(string.Join("; ", left))}. Then remove it.");
        }
    }

    /// <exception cref="Refused">Somebody acts for it as a safeguarding partner, or the partnership would be without one of the three.</exception>
    public void RefuseToBeAnOtherPartner()
    {
        RefuseIfAlone();
        if (RolesOfSafeguardingPartners > 0)
        {
            throw new Refused("Somebody of this agency is its lead or delegated safeguarding partner here, today or later. End that role first.");
        }
    }

    private void RefuseIfAlone()
    {
        if (AloneOfItsKind)
        {
            throw new Refused(
                "A council, a police force and an integrated care board are a partnership’s safeguarding partners, and this is the only one of its kind here. Add the one that takes its place first.");
        }
    }

    private static string Capital(string words) => char.ToUpperInvariant(words[0]) + words[1..];
}
