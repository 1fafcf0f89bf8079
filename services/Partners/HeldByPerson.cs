using Jtai.Errors;

namespace Jtai.Partners;

/// <summary>What somebody holds for their agency, today or later: it ends where it was given, and moves to no other agency with them.</summary>
/// <param name="AmongOthers">Whether they have a role in a partnership in which others have worked.</param>
/// <param name="IsProposed">Whether operators propose them as a partnership's manager.</param>
internal sealed record HeldByPerson(int Here, int Elsewhere, int Posts, bool IsInvited, bool IsAddressTaken, bool AmongOthers, bool IsProposed)
{
    /// <summary>Parameters: <c>personId</c>, <c>tenantId</c> (the caller's), <c>today</c>, <c>proposedSince</c>, <c>Email</c> (the new one).</summary>
    public const string Select =
        """
        select count(*) filter (where workplace_id = @tenantId)::int as here, count(*) filter (where workplace_id <> @tenantId)::int as elsewhere,
          (select count(*)::int from post where post.tenant_id = @tenantId and holder_id = @personId) as posts,
          exists (select from invitation where invitation.tenant_id = 'platform' and invitation.person_id = @personId and taken_at is null) as is_invited,
          exists (
            select from person other
            where other.tenant_id = 'platform' and other.person_id <> @personId and lower(other.email) = lower(@Email)) as is_address_taken,
          coalesce(bool_or(workplace_id not like 'agency:%' and exists (
            select from workplace other
            where other.tenant_id = 'platform' and other.workplace_id = workplace.workplace_id and other.person_id <> @personId and not exists (
              select from invitation
              where invitation.tenant_id = 'platform' and invitation.person_id = other.person_id and taken_at is null))), false) as among_others,
          exists (
            select from recovery
            where recovery.tenant_id = 'platform' and recovery.person_id = @personId and refused_at is null
              and case when takes_effect_on is null then proposed_at > @proposedSince else takes_effect_on > @today end) as is_proposed
        from workplace where tenant_id = 'platform' and person_id = @personId and coalesce(ends_on >= @today, true);
        """;

    /// <summary>Whoever signs in first with the address of an invitation is that person, wherever they work.</summary>
    /// <param name="runsPlatform">Of an operator, who puts nobody into a partnership in which others work.</param>
    /// <exception cref="Refused">Says why the address stays.</exception>
    public void RefuseAddressIfTaken(bool runsPlatform)
    {
        if (IsAddressTaken)
        {
            throw new Refused("This email address is somebody else's here. Check it with their agency.");
        }

        if (IsInvited && IsProposed)
        {
            throw new Refused("Operators propose them as manager, at this address. Have that refused or called off, then have them proposed anew at the right one.");
        }

        if (IsInvited && runsPlatform && AmongOthers)
        {
            throw new Refused("They have a role in a partnership in which others work already. Its manager corrects the address there.");
        }

        if (IsInvited && !runsPlatform && Elsewhere > 0)
        {
            throw new Refused(
                "They have not signed in yet, and have a role elsewhere too. Withdraw their invitation, end their role here, then invite them anew with the right address.");
        }
    }

    /// <summary>What every place tells them goes to their address: one manager does not lead it out of their organisation.</summary>
    /// <exception cref="Refused">Says who changes it.</exception>
    public void RefuseDomain(string present, string corrected)
    {
        var domain = present.Contains('@', StringComparison.Ordinal) ? present[present.LastIndexOf('@')..] : "";
        if (Elsewhere > 0 && !corrected.EndsWith(domain, StringComparison.OrdinalIgnoreCase))
        {
            throw new Refused(
                $"They have a role elsewhere too, so their address keeps what stands after the @, {domain[1..]}. Another is for the manager of the one place where they still work, once their roles in the others have ended.");
        }
    }

    /// <exception cref="Refused">Says all that is left.</exception>
    public void RefuseIfAny()
    {
        string[] left =
        [
            .. new[] { (Here, "a role here"), (Elsewhere, "a role in another partnership or for their agency as a whole"), (Posts, "a post here") }
                .Where(one => one.Item1 > 0).Select(one => one.Item2),
        ];
        if (left.Length > 0)
        {
            throw new Refused(
                $"They still hold {string.Join(", and ", left)} for their present agency, which would not go with them. End that first, then change the agency, then appoint them anew.");
        }
    }
}
