using Google.Protobuf;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Streams;

namespace Jtai.Partners;

/// <summary>Keeps why a text was saved that seemed to hold what a child could be known by, for its partnership's manager.</summary>
public sealed class OnGuardReasonGiven : IEventHandler<GuardReasonGiven>
{
    /// <summary>Of one tenant; the oldest go first.</summary>
    public const int MostKept = 10_000;

    /// <summary>A reason is kept for 13 months: deletes what is older. Parameters: <c>guard_tenant</c>, <c>guard_now</c>.</summary>
    public const string Forget = "delete from guard_reason where tenant_id = @guard_tenant and at < @guard_now - interval '13 months'";

    /// <summary>
    /// Of a <c>reason</c>, whether the <c>reader</c> may know it: before publication an inspection exists for its named readers alone, and
    /// what was written since it was recorded may be about it.
    /// </summary>
    public const string MayBeKnown =
        """
        not exists (
          select from embargo
          where embargo.tenant_id = reason.tenant_id and not published and reader.person_id <> all (reader_ids) and reason.at >= since
            and reason.given ->> 'rpc' not like 'jtai.partners.%')
        """;

    private static readonly string Insert =
        $"""
        insert into guard_reason (tenant_id, reason_id, at, person_id, given)
        values (@guard_tenant, @guard_reason, @guard_now, @guard_person, @guard_given::jsonb)
        on conflict (tenant_id, reason_id) do nothing;
        {Forget};
        delete from guard_reason where tenant_id = @guard_tenant and seq in (
          select seq from guard_reason where tenant_id = @guard_tenant order by at desc, seq desc offset {MostKept})
        """;

    public async Task ApplyAsync(EventContext context, GuardReasonGiven state)
    {
        // The stream says whose list it is; a record of another partnership's would be written over its border.
        if (context.Erased || state.PartnershipId != context.TenantId)
        {
            return;
        }

        var (sql, args) = Keep(new TenantId(context.TenantId), state);
        await context.ExecuteAsync(sql, args);
    }

    /// <summary>Of an event, or of this service's own write.</summary>
    public static (string Sql, object Args) Keep(TenantId tenantId, GuardReasonGiven given) => (Insert, new
    {
        guard_tenant = tenantId.Value,
        guard_reason = Guid.Parse(given.ReasonId),
        guard_now = given.At.ToDateTimeOffset(),
        guard_person = Guid.TryParse(given.PersonId, out var person) ? person : (Guid?)null,
        guard_given = JsonFormatter.Default.Format(given),
    });
}
