using Grpc.Core;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Partners.Settings;

public sealed partial class SettingsGrpc
{
    private const int MostContacts = 200;

    [Authorize(Policies.ReadContacts)]
    public override async Task<ListContactsReply> ListContacts(ListContactsRequest request, ServerCallContext context)
    {
        new RequestCheck()
            .That(request.PersonIds.Count <= MostContacts, "person_ids", $"Ask for {MostContacts} people at most.")
            .ThrowIfRefused();
        if (!new TenantId(request.PartnershipId).IsPartnership)
        {
            throw new NotFound("partnership");
        }

        var today = time.Today();
        var standing = await database.QuerySingleOrDefaultAsync<TenantStanding>(
            TenantScope.Of(TenantId.Platform), TenantStanding.Select, new { tenantId = request.PartnershipId }, context.CancellationToken);
        if (standing is not null && (standing.SuspendedAt is not null || standing.ClosingOn(today) == ClosingState.Closed))
        {
            return new ListContactsReply { Suspended = standing.ClosingOn(today) != ClosingState.Closed };
        }

        var monday = today.AddDays(-(((int)today.DayOfWeek + 6) % 7));
        var contacts = await database.QueryAsync<ContactRow>(
            // Addresses and preferences are of the platform; whose, is said by this partnership's appointments, and by those of the
            // agencies with which it works or shares: who can agree to what it offers is appointed in their workspaces.
            TenantScope.OfMany([new TenantId(request.PartnershipId), TenantId.Platform]),
            $$"""
            select person.person_id, person.name, person.email, coalesce(kept.preferences, '{}') as preferences, not here as for_sharing_alone,
              case when manages then (
                select count(*)::integer from guard_reason reason cross join (select person.person_id) reader
                where reason.tenant_id = @PartnershipId and at >= @weekStarts and at < @weekEnds and {{OnGuardReasonGiven.MayBeKnown}})
                else 0 end as guard_reasons
            from person
            left join notification_preferences kept on kept.tenant_id = 'platform' and kept.person_id = person.person_id
            cross join lateral (
              select count(*) > 0 as here, coalesce(bool_or(capacity = @Manager), false) as manages from appointment
              where appointment.tenant_id = @PartnershipId and appointment.person_id = person.person_id
                and starts_on <= @today and coalesce(ends_on >= @today, true)) appointed
            where person.tenant_id = 'platform' and person.person_id = any (@personIds) and (
              here or exists (
                select from workplace
                where workplace.tenant_id = 'platform' and workplace.person_id = person.person_id and capacity = any (@canAgree)
                  and starts_on <= @today and coalesce(ends_on >= @today, true) and workplace_id in (
                    select 'agency:' || agency_id from partner_agency where partner_agency.tenant_id = @PartnershipId
                    union all
                    select 'agency:' || agency_id from sharing_grant
                    where sharing_grant.tenant_id = @PartnershipId and state <> 'Withdrawn')))
            order by person.person_id
            """,
            new
            {
                request.PartnershipId,
                personIds = request.PersonIds.Select(Ids.TryParse).OfType<Guid>().ToArray(),
                today,
                weekStarts = monday.AddDays(-7).AtInLondon(TimeOnly.MinValue),
                weekEnds = monday.AtInLondon(TimeOnly.MinValue),
                Manager = nameof(Capacity.PartnershipManager),
                canAgree = SharingGrant.CanAgree.Select(capacity => capacity.ToString()).ToArray(),
            },
            context.CancellationToken);
        return new ListContactsReply { Contacts = { contacts.Select(contact => contact.ToProto()) } };
    }

    private sealed record ContactRow
    {
        public required Guid PersonId { get; init; }
        public required string Name { get; init; }
        public required string Email { get; init; }
        public required string Preferences { get; init; }
        public required bool ForSharingAlone { get; init; }
        public required int GuardReasons { get; init; }

        public Contact ToProto() => new()
        {
            PersonId = PersonId.ToString(),
            Name = Name,
            Email = Email,
            ForSharingAlone = ForSharingAlone,
            GuardReasonsLastWeek = GuardReasons,
            Preferences = { Json.Parse<NotificationPreferences>(Preferences).Preferences },
        };
    }
}
