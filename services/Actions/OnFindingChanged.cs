using Jtai.Inspections.V1;
using Jtai.Streams;

namespace Jtai.Actions;

/// <summary>Keeps which findings an inspection has, for the actions that answer them, and their words, for the statement.</summary>
public sealed class OnFindingChanged : IEventHandler<FindingChanged>
{
    public Task ApplyAsync(EventContext context, FindingChanged state)
    {
        var findingId = Guid.Parse(context.AggregateId);
        return context.Erased
            ? context.ExecuteAsync(
                "delete from finding where tenant_id = @TenantId and finding_id = @findingId",
                new { context.TenantId, findingId })
            : context.ExecuteAsync(
                """
                insert into finding as kept (tenant_id, finding_id, inspection_id, withdrawn, reference, kind, words, position, version)
                values (@TenantId, @findingId, @inspectionId, @withdrawn, @Reference, @Kind, @words, @Position, @Version)
                on conflict (tenant_id, finding_id) do update
                set inspection_id = excluded.inspection_id, withdrawn = excluded.withdrawn, reference = excluded.reference, kind = excluded.kind,
                  words = excluded.words, position = excluded.position, version = excluded.version
                where kept.version <= excluded.version
                """,
                new
                {
                    context.TenantId,
                    findingId,
                    inspectionId = Guid.Parse(state.Finding.InspectionId),
                    withdrawn = state.Finding.WithdrawnBecause.Length > 0,
                    state.Finding.Reference,
                    state.Finding.Kind,
                    words = WordsOf(state.Finding),
                    state.Finding.Position,
                    context.Version,
                });
    }

    // As it is read: the sentence that it hangs on, itself, and its points.
    private static string WordsOf(Finding finding) =>
        string.Join('\n', [string.Join(' ', new[] { finding.LeadIn, finding.Text }.Where(text => text.Length > 0)), .. finding.SubPoints.Select(point => "- " + point)]);
}
