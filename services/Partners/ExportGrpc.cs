using Grpc.Core;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Exporting;
using Jtai.Exporting.V1;
using Jtai.Partners.V1;
using Jtai.Store;
using Jtai.Streams;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Partners;

/// <summary>Everything of a partnership, for its manager.</summary>
[Authorize(ExportPolicies.ExportEverything)]
public sealed class ExportGrpc(
    TenantExport export, Database database, TimeProvider time, [FromKeyedServices("inspections")] Consumer inspections) : Export.ExportBase
{
    /// <summary>As the activity has it.</summary>
    public const string Completed = "/jtai.partners.v1.Export/CompleteExport";

    private const string Begun = "/jtai.partners.v1.Export/ExportTenant";

    // An export takes an hour at most.
    private const string Record =
        """
        insert into audit (tenant_id, at, kind, entity, aggregate_id, version, subject, capacity, agency_id, disclosed_to, rpc)
        select @TenantId, @now, 'Disclosure', @Entity, @TenantId, 0, @Subject, @capacity, @AgencyId, @Subject, @Completed
        where exists (
          select from audit begun
          where tenant_id = @TenantId and aggregate_id = @TenantId and entity = @Entity and rpc = @Begun and subject = @Subject
            and at > @now - interval '2 hours' and not exists (
              select from audit whole
              where whole.tenant_id = @TenantId and whole.aggregate_id = @TenantId and whole.entity = @Entity and whole.rpc = @Completed
                and whole.subject = @Subject and whole.id > begun.id))
        returning id
        """;

    public override Task ExportTenant(ExportTenantRequest request, IServerStreamWriter<ExportPart> responseStream, ServerCallContext context) =>
        // Reasons are exported too, of which some are about an inspection that is not published.
        OnInspectionChanged.AreConfirmed(inspections, Caller.Of(context).TenantId)
            ? export.ExportAsync(responseStream, context)
            : throw new Refused("Which inspections are not published yet could not be confirmed just now, so nothing is exported. Try again in a minute.");

    public override Task<CheckExportReply> CheckExport(CheckExportRequest request, ServerCallContext context) => Task.FromResult(new CheckExportReply());

    public override async Task<CompleteExportReply> CompleteExport(CompleteExportRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context);
        return await database.QuerySingleOrDefaultAsync<long?>(
            TenantScope.Of(caller.TenantId),
            Record,
            new
            {
                caller.TenantId, now = time.GetUtcNow(), TenantExport.Entity, caller.Subject, capacity = caller.ActingAs.ToString(), caller.AgencyId, Completed, Begun,
            },
            context.CancellationToken) is null
            ? throw new Refused("You began no export here within two hours of which you have not said that it is whole. Export everything again.")
            : new CompleteExportReply();
    }
}
