using Dapper;
using Grpc.Core;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Partners;

public sealed partial class PartnersGrpc
{
    /// <summary>Whose invitation the caller may know: an operator those that operators made, a manager those of people who are appointed there.</summary>
    private const string InvitationIsSeen =
        """
        (case when @runsPlatform then invited_by_tenant = 'platform' else exists (
          select from appointment where appointment.tenant_id = @tenantId and appointment.person_id = invitation.person_id) end)
        """;

    private const string ListedInvitations =
        $"""
        select {Invitation.Columns} from invitation
        where tenant_id = 'platform' and {InvitationIsSeen}
          and (@personId::uuid is null or person_id = @personId) and (@before::uuid is null or person_id < @before)
        order by person_id desc limit @limit
        """;

    [Authorize(Policies.RunInvitations)]
    public override async Task<ListInvitationsReply> ListInvitations(ListInvitationsRequest request, ServerCallContext context)
    {
        new RequestCheck().That(request.PageSize is >= 0 and <= 200, "page_size", "Ask for 1 to 200 invitations.").ThrowIfRefused();
        var size = request.PageSize == 0 ? 50 : request.PageSize;
        var caller = Caller.Of(context);
        var (invitations, people, places) = await database.QueryMultipleAsync(
            // Invitations are rows of the platform; which of them is said by the appointments of this tenant alone.
            TenantScope.OfMany([caller.TenantId, TenantId.Platform]),
            $"""
            {ListedInvitations};
            select person_id, name, job_title, agency_id, email, version from person
            where tenant_id = 'platform' and person_id in (select person_id from ({ListedInvitations}) listed);
            select workplace.person_id, workplace_id, coalesce(partnership_name.name, agency.name, '') as name, capacity from workplace
            left join partnership_name on partnership_name.tenant_id = 'platform' and partnership_id = workplace_id
            left join agency on agency.tenant_id = 'platform' and 'agency:' || agency.agency_id = workplace_id
            where workplace.tenant_id = 'platform' and workplace.person_id in (select person_id from ({ListedInvitations}) listed)
              and (@runsPlatform or workplace_id = @tenantId) and coalesce(ends_on >= @today, true)
            order by appointment_id;
            """,
            new
            {
                tenantId = caller.TenantId.Value,
                runsPlatform = caller.ActingAs == Capacity.PlatformOperator,
                personId = request.PersonId.Length == 0 ? (Guid?)null : Ids.TryParse(request.PersonId) ?? Guid.Empty,
                before = Ids.TryParse(request.PageToken),
                limit = size + 1,
                today = time.Today(),
            },
            async results => (
                (await results.ReadAsync<Invitation>()).AsList(),
                (await results.ReadAsync<Person>()).ToDictionary(person => person.PersonId),
                (await results.ReadAsync<PlaceOfInvited>()).ToLookup(place => place.PersonId)),
            context.CancellationToken);
        var now = time.GetUtcNow();
        return new ListInvitationsReply
        {
            Invited = { invitations.Take(size).Select(one => InvitedOf(one, people[one.PersonId], [.. places[one.PersonId]], now)) },
            NextPageToken = invitations.Count > size ? invitations[size - 1].PersonId.ToString() : "",
        };
    }

    private static InvitedPerson InvitedOf(Invitation invitation, Person person, IReadOnlyList<PlaceOfInvited> places, DateTimeOffset now) => new()
    {
        Invitation = invitation.ToProto(now),
        Person = person.ToProto(),
        PlaceId = places.Count > 0 ? places[0].WorkplaceId : "",
        PlaceName = places.Count > 0 ? places[0].Name : "",
        Capacities = { places.Where(place => place.WorkplaceId == places[0].WorkplaceId).Select(place => place.Capacity).Distinct() },
    };

    /// <summary>One role of somebody who was invited.</summary>
    private sealed record PlaceOfInvited
    {
        public required Guid PersonId { get; init; }
        public required string WorkplaceId { get; init; }
        public required string Name { get; init; }
        public required Capacity Capacity { get; init; }
    }
}
