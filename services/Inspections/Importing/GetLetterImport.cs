using Grpc.Core;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Inspections.V1;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Inspections;

public sealed partial class InspectionsGrpc
{
    private const string WhatImport = "letter import";

    [Authorize(Policies.Run)]
    public override async Task<V1.LetterImport> GetLetterImport(GetLetterImportRequest request, ServerCallContext context)
    {
        var import = await database.QuerySingleOrDefaultAsync<LetterImport>(
            ScopeOf(context),
            "select * from letter_import where tenant_id = @TenantId and import_id = @ImportId",
            new { Caller.Of(context).TenantId, ImportId = Ids.Parse(WhatImport, request.ImportId) },
            context.CancellationToken);
        return (import ?? throw new NotFound(WhatImport)).ToProto();
    }
}
