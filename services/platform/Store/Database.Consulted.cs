using Grpc.Core;
using Jtai.Access;

namespace Jtai.Store;

public sealed partial class Database
{
    private const string RecordConsulted =
        """
        insert into audit (tenant_id, at, kind, entity, aggregate_id, version, subject, capacity, agency_id, rpc)
        values (@TenantId, @now, 'Consultation', @entity, @recordId, 0, @Subject, @capacity, @AgencyId, @rpc)
        """;

    /// <summary>
    /// Notes that the caller takes a record of their own tenant away, as a file: committed when this returns, and so before anything is
    /// sent.
    /// </summary>
    /// <param name="context">Of a call that changes nothing.</param>
    /// <param name="entity">As the record's changes have it, e.g. <c>EvidenceChanged</c>.</param>
    /// <param name="recordId">Its id.</param>
    public Task TakenAwayAsync(ServerCallContext context, string entity, string recordId)
    {
        var caller = Caller.Of(context);
        return ExecuteAsync(
            TenantScope.Of(caller.TenantId),
            RecordConsulted,
            new { caller.TenantId, now = clock.GetUtcNow(), entity, recordId, caller.Subject, capacity = caller.ActingAs.ToString(), caller.AgencyId, rpc = context.Method },
            context.CancellationToken);
    }
}
