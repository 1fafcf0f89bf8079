using Grpc.Core;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Inspections.V1;
using Jtai.Partners.V1;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Inspections;

public sealed partial class InspectionsGrpc
{
    [Authorize(Policies.Read)]
    public override async Task<Letter> GetLetter(GetLetterRequest request, ServerCallContext context)
    {
        var letter = await ReadLetterAsync(context, request.InspectionId);
        return new Letter
        {
            InspectionId = letter.InspectionId.ToString(),
            FileName = letter.FileName,
            LetterSha256 = letter.Reading!.Sha256,
            Paragraphs = { letter.Reading.Paragraphs },
        };
    }

    /// <summary>The letter that was read of an inspection; its opening is kept.</summary>
    /// <exception cref="NotFound">There is none that the caller sees.</exception>
    private async Task<LetterImport> ReadLetterAsync(ServerCallContext context, string inspectionId)
    {
        var caller = Caller.Of(context);
        // Until its findings are confirmed a letter may still be the wrong file: only who reviews it sees it.
        var letter = await database.QuerySingleOrDefaultAsync<LetterImport>(
            ScopeOf(context),
            Opening.Keep + """
            select letter_import.* from inspection
            join letter_import using (tenant_id, inspection_id)
            where tenant_id = @TenantId and inspection_id = @InspectionId
              and (import_id = confirmed_import_id or (confirmed_import_id is null and state = @ReadyForReview and @Reviews))
            order by handed_in_at desc limit 1
            """,
            new
            {
                caller.TenantId,
                InspectionId = Ids.Parse("letter", inspectionId),
                LetterImportState.ReadyForReview,
                Reader = caller.PersonId,
                Now = clock.GetUtcNow(),
                Reviews = caller.Has(Capacity.PartnershipManager),
            },
            context.CancellationToken);
        return letter?.Reading is null ? throw new NotFound("letter") : letter;
    }
}
