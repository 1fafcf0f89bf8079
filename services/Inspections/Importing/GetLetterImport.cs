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
        var (doubts, import, inspection) = await database.QueryMultipleAsync(
            ScopeOf(context),
            LetterDoubts.Sql +
            $"""
            select letter_import.*, {LetterImport.FileColumns} from letter_import {LetterImport.JoinFile}
            where letter_import.tenant_id = @TenantId and import_id = @ImportId;
            select inspection.* from inspection join letter_import using (tenant_id, inspection_id)
            where tenant_id = @TenantId and import_id = @ImportId
            """,
            new { Caller.Of(context).TenantId, ImportId = Ids.Parse(WhatImport, request.ImportId) },
            async results => (
                await LetterDoubts.ReadAsync(results),
                await results.ReadSingleOrDefaultAsync<LetterImport>(),
                await results.ReadSingleOrDefaultAsync<Inspection>()),
            context.CancellationToken);
        if (import is null || inspection is null)
        {
            throw new NotFound(WhatImport);
        }

        var found = import.ToProto();
        found.Doubts.Add(doubts.Of(import));
        if (import is { State: LetterImportState.ReadyForReview, Reading: { } reading })
        {
            found.Warnings.Add(DateWarnings.Of(reading, inspection));
        }

        return found;
    }
}
