using Grpc.Core;
using Jtai.Access;
using Jtai.Field;
using Jtai.Inspections.V1;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class StatementsGrpc
{
    private const int MostPublic = 100;

    [Authorize(Policies.ReadPublicFacts)]
    public override async Task<V1.ListPublicStatementsReply> ListPublicStatements(V1.ListPublicStatementsRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context);
        var statements = await database.QueryAsync<PublicStatement>(
            TenantScope.Of(caller.TenantId),
            """
            select inspection.inspection_id, coalesce(agreed.later_due_on, inspection.statement_due_on) as due_on,
              coalesce(sent.sent_on, plan.statement_sent_on) as sent_on, public.published_on, coalesce(public.published_url, '') as published_url
            from inspection
            left join action_plan plan on plan.tenant_id = @TenantId and plan.inspection_id = inspection.inspection_id
            left join lateral (
              select later_due_on from statement where tenant_id = @TenantId and statement.inspection_id = inspection.inspection_id
              order by number limit 1) agreed on true
            left join lateral (
              select min(statement.sent_on) as sent_on from statement
              where tenant_id = @TenantId and statement.inspection_id = inspection.inspection_id) sent on true
            left join lateral (
              select published_on, published_url from statement
              where tenant_id = @TenantId and statement.inspection_id = inspection.inspection_id and published_on is not null
              order by number desc limit 1) public on true
            where inspection.tenant_id = @TenantId and inspection.phase = @Published
            order by inspection.published_on desc nulls last, inspection.inspection_id desc limit @MostPublic
            """,
            new { caller.TenantId, InspectionPhase.Published, MostPublic },
            context.CancellationToken);
        return new() { Statements = { statements.Select(one => one.ToProto()) } };
    }

    /// <summary>Of the first answer to a letter, when it was due and when it was sent; of the newest that is published, where.</summary>
    private sealed record PublicStatement
    {
        public Guid InspectionId { get; init; }
        public DateOnly? DueOn { get; init; }
        public DateOnly? SentOn { get; init; }
        public DateOnly? PublishedOn { get; init; }
        public string PublishedUrl { get; init; } = "";

        public V1.PublicStatement ToProto() => new()
        {
            InspectionId = InspectionId.ToString(),
            DueOn = DueOn.ToIso(),
            SentOn = SentOn.ToIso(),
            PublishedOn = PublishedOn.ToIso(),
            PublishedUrl = PublishedUrl,
        };
    }
}
