using Grpc.Core;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Inspections.V1;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Inspections;

public sealed partial class InspectionsGrpc
{
    [Authorize(Policies.Run)]
    public override async Task<InspectionReply> NameReaders(NameReadersRequest request, ServerCallContext context)
    {
        var write = WriteOf(context, request);
        var (before, appointed) = await database.QueryMultipleAsync(
            write,
            """
            select * from inspection where tenant_id = @TenantId and inspection_id = @InspectionId;
            select distinct person_id from appointment
            where tenant_id = @TenantId and starts_on <= @Today and (ends_on is null or ends_on >= @Today)
            """,
            new { write.TenantId, InspectionId = Ids.Parse(What, request.InspectionId), Today = clock.Today() },
            async results => (
                await results.ReadSingleOrDefaultAsync<Inspection>(),
                (await results.ReadAsync<Guid>()).ToHashSet()),
            context.CancellationToken);

        var inspection = (before ?? throw new NotFound(What))
            .Expect(request.ExpectedVersion)
            .NameReaders(ReadersOf(request), write.Caller.PersonId, appointed);
        return await database.SaveAsync(
            write,
            inspection.ToReply(),
            """
            with changed as (
              update inspection set reader_ids = @ReaderIds, version = @Version
              where tenant_id = @TenantId and inspection_id = @InspectionId and version = @Version - 1
              returning 1)
            select require_changed(exists (select from changed))
            """,
            new { write.TenantId, inspection.InspectionId, inspection.ReaderIds, inspection.Version },
            [inspection.ToChange()],
            context.CancellationToken);
    }

    // What is no id is nobody who is appointed here, and is refused as such.
    private static Guid[] ReadersOf(NameReadersRequest request) =>
        [.. request.ReaderIds.Select(reader => Ids.TryParse(reader) ?? Guid.Empty)];
}
