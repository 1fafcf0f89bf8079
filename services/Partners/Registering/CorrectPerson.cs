using Grpc.Core;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Partners;

public sealed partial class PartnersGrpc
{
    [Authorize(Policies.CorrectPeople)]
    public override async Task<PersonReply> CorrectPerson(CorrectPersonRequest request, ServerCallContext context)
    {
        var personId = Ids.Parse("person", request.PersonId);
        var write = Write.For(context, request);
        // People are the platform's; that this one is known here is said by the tenant's appointments.
        write = write with { Scope = TenantScope.OfMany([write.TenantId, TenantId.Platform]) };
        var (partnership, person, held, elsewhere) = await database.QueryMultipleAsync(
            write,
            PartnershipRows.Sql +
            """
            select person_id, name, job_title, agency_id, email, version from person
            where tenant_id = 'platform' and person_id = @personId
              and exists (select from appointment where appointment.tenant_id = @partnershipId and appointment.person_id = @personId);
            """ + HeldByPerson.Select +
            """

            select distinct workplace_id from workplace
            where tenant_id = 'platform' and person_id = @personId and coalesce(ends_on >= @today, true) and workplace_id not in (@tenantId, 'platform');
            """,
            new
            {
                partnershipId = write.TenantId, tenantId = write.TenantId.Value, personId, today = time.Today(),
                proposedSince = time.GetUtcNow() - Recovery.ProposalStands, request.Email,
            },
            async results => (
                await PartnershipRows.ReadAsync(results),
                await results.ReadSingleOrDefaultAsync<Person>() ?? throw new NotFound("person"),
                await results.ReadSingleAsync<HeldByPerson>(),
                (await results.ReadAsync<string>()).ToArray()),
            context.CancellationToken);
        if (person.Version != request.ExpectedVersion)
        {
            throw new Conflict(person.Version);
        }

        if (held.Here == 0 && held.Elsewhere > 0)
        {
            throw new Refused("They have no role here any more, and one elsewhere: the manager there corrects their details.");
        }

        var corrected = person.Correct(request);
        if (!string.Equals(corrected.Email, person.Email, StringComparison.OrdinalIgnoreCase))
        {
            held.RefuseAddressIfTaken(runsPlatform: false);
            held.RefuseDomain(person.Email, corrected.Email);
        }

        if (corrected.AgencyId != person.AgencyId)
        {
            // To a manager an agency that is no partner answers as one that nobody registered.
            new RequestCheck().That(partnership?.HasPartner(corrected.AgencyId) == true, "agency_id", "Choose one of the agencies here.").ThrowIfRefused();
            held.RefuseIfAny();
        }

        return await database.SaveAsync(
            write with { Scope = TenantScope.OfMany([write.TenantId, TenantId.Platform, .. elsewhere.Select(id => new TenantId(id))]) },
            new PersonReply { PersonId = request.PersonId, Version = corrected.Version },
            """
            -- Two who take one address at once queue here, as those who are invited do.
            select pg_advisory_xact_lock(hashtextextended(lower(@Email), 0));
            with changed as (
              update person set name = @Name, job_title = @JobTitle, agency_id = @AgencyId, email = @Email, version = @Version
              where tenant_id = 'platform' and person_id = @PersonId and version = @Version - 1 and (lower(email) = lower(@Email) or not exists (
                select from person other
                where other.tenant_id = 'platform' and other.person_id <> @PersonId and lower(other.email) = lower(@Email)))
              returning 1)
            select require_changed(exists (select from changed));
            -- What an operator invited holds a manager's words from now on, and is the manager's.
            update invitation set invited_by_tenant = @TenantId where tenant_id = 'platform' and person_id = @PersonId;
            -- In the platform's activity it stands by its event; the partnership's own says it too, and that of each other place where they
            -- work, which is not told for whom it was done.
            insert into audit (tenant_id, at, kind, entity, aggregate_id, version, subject, capacity, agency_id, rpc)
            select place, @now, 'Alteration', 'PersonChanged', @PersonId::text, @Version, @Subject, @capacity,
              case when place = @TenantId then @callersAgency end, @Rpc
            from unnest(@places) as place order by place;
            """,
            new
            {
                write.TenantId, corrected.PersonId, corrected.Name, corrected.JobTitle, corrected.AgencyId, corrected.Email, corrected.Version,
                now = time.GetUtcNow(), write.Caller.Subject, capacity = write.Caller.ActingAs.ToString(), callersAgency = write.Caller.AgencyId, write.Rpc,
                places = elsewhere.Append(write.TenantId.Value).ToArray(),
            },
            [new Change(request.PersonId, corrected.Version, corrected.ToEvent()) { TenantId = TenantId.Platform }],
            context.CancellationToken);
    }

    /// <summary>What somebody holds for their agency, today or later: it ends where it was given, and moves to no other agency with them.</summary>
    /// <param name="AmongOthers">Whether they have a role in a partnership in which others have worked.</param>
    /// <param name="IsProposed">Whether operators propose them as a partnership's manager.</param>
    private sealed record HeldByPerson(int Here, int Elsewhere, int Posts, bool IsInvited, bool IsAddressTaken, bool AmongOthers, bool IsProposed)
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
}
