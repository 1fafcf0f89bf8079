using Grpc.Core;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Inspections.V1;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Inspections;

public sealed partial class InspectionsGrpc
{
    [Authorize(Policies.Run)]
    public override async Task<ListLetterImportsReply> ListLetterImports(ListLetterImportsRequest request, ServerCallContext context)
    {
        var (exists, imports) = await database.QueryMultipleAsync(
            ScopeOf(context),
            $"""
            select exists (select from inspection where tenant_id = @TenantId and inspection_id = @InspectionId);
            select import_id, inspection_id, file_name, received_on, letter_import.state, step, failure, letter_import.version,
              {LetterImport.FileColumns}
            from letter_import {LetterImport.JoinFile}
            where letter_import.tenant_id = @TenantId and inspection_id = @InspectionId
            order by handed_in_at desc, import_id desc
            """,
            new { Caller.Of(context).TenantId, InspectionId = Ids.Parse(What, request.InspectionId) },
            async results => (await results.ReadSingleAsync<bool>(), await results.ReadAsync<LetterImport>()),
            context.CancellationToken);
        return exists
            ? new ListLetterImportsReply { Imports = { imports.Select(import => import.ToProto()) } }
            : throw new NotFound(What);
    }
}
