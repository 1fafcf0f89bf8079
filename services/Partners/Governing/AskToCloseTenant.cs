using Grpc.Core;
using Jtai.Access;
using Jtai.Exporting;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Partners;

public sealed partial class TenantsGrpc
{
    /// <summary>When somebody last took an export of a tenant: the activity has it, once they had its last byte.</summary>
    private const string Exported =
        $"""
        select max(at) from audit
        where tenant_id = @tenantId and aggregate_id = @tenantId and entity = '{TenantExport.Entity}' and rpc = '{ExportGrpc.Completed}'
          and at >= @now - make_interval(days => @days)
        """;

    [Authorize(Policies.RunRegister)]
    public override async Task<TenantReply> AskToCloseTenant(AskToCloseTenantRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context);
        var tenantId = TenantOf(caller, request.TenantId);
        var now = time.GetUtcNow();
        var exportedAt = await ExportedAsync(tenantId, now, context.CancellationToken);
        return await ChangeAsync(
            context, request, tenantId, request.ExpectedVersion, tenant => tenant.AskToClose(request.Reason, exportedAt, caller.PersonId, now));
    }

    private Task<DateTimeOffset?> ExportedAsync(string tenantId, DateTimeOffset now, CancellationToken ct) =>
        database.QuerySingleOrDefaultAsync<DateTimeOffset?>(
            TenantScope.Of(new TenantId(tenantId)), Exported, new { tenantId, now, days = TenantStanding.DaysOfAnExport }, ct);
}
