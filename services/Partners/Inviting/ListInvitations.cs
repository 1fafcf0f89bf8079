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
    /// <summary>Whose invitation the caller may know: all of the platform's, or those of people who are appointed in the partnership.</summary>
    private const string InvitationIsSeen =
        """
        (@runsPlatform or exists (
          select from appointment where appointment.tenant_id = @tenantId and appointment.person_id = invitation.person_id))
        """;

    [Authorize(Policies.RunInvitations)]
    public override async Task<ListInvitationsReply> ListInvitations(ListInvitationsRequest request, ServerCallContext context)
    {
        new RequestCheck().That(request.PageSize is >= 0 and <= 200, "page_size", "Ask for 1 to 200 invitations.").ThrowIfRefused();
        var size = request.PageSize == 0 ? 50 : request.PageSize;
        var caller = Caller.Of(context);
        var (invitations, people) = await database.QueryMultipleAsync(
            // Invitations are rows of the platform; which of them is said by the appointments of this tenant alone.
            TenantScope.OfMany([caller.TenantId, TenantId.Platform]),
            $"""
            select {Invitation.Columns} from invitation
            where tenant_id = 'platform' and {InvitationIsSeen}
              and (@personId::uuid is null or person_id = @personId) and (@before::uuid is null or person_id < @before)
            order by person_id desc limit @limit;
            select person_id, name, job_title, agency_id, email, version from person
            where tenant_id = 'platform' and person_id in (
              select person_id from invitation
              where tenant_id = 'platform' and {InvitationIsSeen}
                and (@personId::uuid is null or person_id = @personId) and (@before::uuid is null or person_id < @before)
              order by person_id desc limit @limit);
            """,
            new
            {
                tenantId = caller.TenantId.Value,
                runsPlatform = caller.ActingAs == Capacity.PlatformOperator,
                personId = request.PersonId.Length == 0 ? (Guid?)null : Ids.TryParse(request.PersonId) ?? Guid.Empty,
                before = Ids.TryParse(request.PageToken),
                limit = size + 1,
            },
            async results => ((await results.ReadAsync<Invitation>()).AsList(), (await results.ReadAsync<Person>()).ToDictionary(person => person.PersonId)),
            context.CancellationToken);
        var now = time.GetUtcNow();
        return new ListInvitationsReply
        {
            Invited =
            {
                invitations.Take(size).Select(one => new InvitedPerson { Invitation = one.ToProto(now), Person = people[one.PersonId].ToProto() }),
            },
            NextPageToken = invitations.Count > size ? invitations[size - 1].PersonId.ToString() : "",
        };
    }
}
