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

        var contacts = await database.QueryAsync<ContactRow>(
            // Addresses and preferences are of the platform; whose, is said by this partnership's appointments alone.
            TenantScope.OfMany([new TenantId(request.PartnershipId), TenantId.Platform]),
            """
            select person.person_id, person.name, person.email, coalesce(kept.preferences, '{}') as preferences
            from person
            left join notification_preferences kept on kept.tenant_id = 'platform' and kept.person_id = person.person_id
            where person.tenant_id = 'platform' and person.person_id = any (@personIds) and exists (
              select from appointment
              where appointment.tenant_id = @PartnershipId and appointment.person_id = person.person_id
                and starts_on <= @today and coalesce(ends_on >= @today, true))
            order by person.person_id
            """,
            new { request.PartnershipId, personIds = request.PersonIds.Select(Ids.TryParse).OfType<Guid>().ToArray(), today = time.Today() },
            context.CancellationToken);
        return new ListContactsReply { Contacts = { contacts.Select(contact => contact.ToProto()) } };
    }

    private sealed record ContactRow
    {
        public required Guid PersonId { get; init; }
        public required string Name { get; init; }
        public required string Email { get; init; }
        public required string Preferences { get; init; }

        public Contact ToProto() => new()
        {
            PersonId = PersonId.ToString(),
            Name = Name,
            Email = Email,
            Preferences = { Json.Parse<NotificationPreferences>(Preferences).Preferences },
        };
    }
}
