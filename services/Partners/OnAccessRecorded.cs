using Jtai.Partners.V1;
using Jtai.Streams;

namespace Jtai.Partners;

/// <summary>Keeps a look across the partnership's border in its sharing log.</summary>
public sealed class OnAccessRecorded : IEventHandler<AccessRecorded>
{
    public async Task ApplyAsync(EventContext context, AccessRecorded state)
    {
        // The stream says whose log it is; a record of another partnership's would be written over its border.
        if (context.Erased || state.PartnershipId != context.TenantId)
        {
            return;
        }

        await context.ExecuteAsync(
            """
            insert into sharing_log (tenant_id, access_id, at, subject, person_id, agency_id, capacity, looked_at, level)
            values (@partnershipId, @accessId, @at, @subject, @personId, @agencyId, @capacity, @lookedAt, @level)
            on conflict (tenant_id, access_id) do nothing
            """,
            new
            {
                state.PartnershipId, state.AccessId, at = state.At.ToDateTimeOffset(), subject = state.PersonId,
                personId = Guid.TryParse(state.PersonId, out var person) ? person : (Guid?)null,
                state.AgencyId, capacity = state.Capacity.ToString(), state.LookedAt, level = state.Level.ToString(),
            });
    }
}
