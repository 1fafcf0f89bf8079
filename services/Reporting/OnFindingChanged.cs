using Jtai.Inspections.V1;
using Jtai.Streams;

namespace Jtai.Reporting;

/// <summary>Keeps the findings' words, under their inspection's embargo until the letter is public.</summary>
public sealed class OnFindingChanged : IEventHandler<FindingChanged>
{
    public Task ApplyAsync(EventContext context, FindingChanged state) => context.ExecuteAsync(
        """
        insert into finding (tenant_id, finding_id, inspection_id, reference, text, embargoed_to, version)
        select @TenantId, @FindingId, @InspectionId, @Reference, @Text,
          case when inspection.inspection_id is null then '{}' else inspection.embargoed_to end, @Version
        from (select) as one
        left join inspection on inspection.tenant_id = @TenantId and inspection.inspection_id = @InspectionId
        on conflict (tenant_id, finding_id) do update
        set reference = excluded.reference, text = excluded.text, version = excluded.version
        where finding.version < excluded.version
        """,
        new
        {
            context.TenantId,
            FindingId = Guid.Parse(context.AggregateId),
            InspectionId = Guid.Parse(state.Finding.InspectionId),
            state.Finding.Reference,
            state.Finding.Text,
            context.Version,
        });
}
