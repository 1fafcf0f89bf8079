using Grpc.Core;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Files;
using Jtai.Store;

namespace Jtai.Inspections;

/// <summary>The service; each act is a slice in its own file.</summary>
public sealed partial class InspectionsGrpc(
    Database database, TimeProvider clock, LetterJobs letterJobs, StoredFiles files, FileUploads uploads)
    : V1.Inspections.InspectionsBase
{
    private const string What = "inspection";

    private static Write WriteOf(ServerCallContext context, Google.Protobuf.IMessage request)
    {
        var write = Write.For(context, request);
        return write with { Scope = Embargo.Within(write.Scope, write.Caller) };
    }

    private static TenantScope ScopeOf(ServerCallContext context)
    {
        var caller = Caller.Of(context);
        return Embargo.Within(TenantScope.Of(caller.TenantId), caller);
    }

    /// <summary>The inspection that is about to be written.</summary>
    /// <exception cref="NotFound">It does not exist for this caller.</exception>
    private async Task<Inspection> ReadAsync(Write write, string inspectionId, CancellationToken cancellationToken) =>
        await database.QuerySingleOrDefaultAsync<Inspection>(
            write,
            "select * from inspection where tenant_id = @TenantId and inspection_id = @InspectionId",
            new { write.TenantId, InspectionId = Ids.Parse(What, inspectionId) },
            cancellationToken)
        ?? throw new NotFound(What);
}
