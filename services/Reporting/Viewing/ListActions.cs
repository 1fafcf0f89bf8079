using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Jtai.Access;
using Jtai.Actions.V1;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Reporting.V1;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Reporting;

public sealed partial class ReportingGrpc
{
    private const int LargestPage = 100;
    private const int OrdinaryPage = 25;
    private const int MostWords = 10;
    private const int LongestWords = 200;

    [Authorize(Policies.ReadOwnPartnership)]
    public override async Task<V1.ListActionsReply> ListActions(V1.ListActionsRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context);
        var scope = RecordScope.InOwnPartnership(caller);
        var today = clock.Today();
        var pageSize = request.PageSize == 0 ? OrdinaryPage : request.PageSize;
        if (pageSize is < 1 or > LargestPage)
        {
            throw new Invalid("page_size", $"A page holds 1 to {LargestPage} actions.");
        }

        if (request.Words.Length > LongestWords || request.Words.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length > MostWords)
        {
            throw new Invalid("words", $"Search for at most {MostWords} words, in {LongestWords} characters or fewer.");
        }

        var reply = new V1.ListActionsReply
        {
            PositionAt = Timestamp.FromDateTimeOffset(clock.GetUtcNow()),
            Updating = await readYourWrites.IsMissingAsync(scope, request.AtLeast, context.CancellationToken),
        };
        var offset = (Math.Max(1, request.Page) - 1L) * pageSize;
        var rows = await RowsAsync(offset);
        // A page beyond the last one still says how many there are.
        var counted = rows.Count > 0 || offset == 0 ? rows : await RowsAsync(0);
        reply.Total = counted.Count > 0 ? (int)counted[0].Total : 0;
        reply.Actions.AddRange(rows.Select(row => row.ToProto(today)));
        return reply;

        Task<IReadOnlyList<ActionListRow>> RowsAsync(long offset) => database.QueryAsync<ActionListRow>(
            scope,
            $"""
            select action_list.*, timeliness, count(*) over () as total {ActionsOfTenant}
              and (@lead is null or lead_id = @lead or @lead = any (joint_lead_ids))
              and (@theme is null or theme_id = @theme)
              and (@delivery is null or delivery = @delivery)
              and (@timeliness is null or timeliness = @timeliness)
              and (@finding is null or @finding = any (finding_ids))
              and (@owner is null or owner_id = @owner)
              and (@facts::text[] is null or {StatusFacts.Sql} = any (@facts))
              and (@words is null or action_id in (
                select action_id from listed_action
                where tenant_id = @TenantId and not exists (
                  select from regexp_split_to_table(folded(@words), ' ') as word
                  where word = '' or position(word in search) = 0)))
              {Narrowed.Where}
            order by
              case when @sort = 'ByDueDate' then coalesce(due_on, next_review_on) end,
              case when @sort = 'ByLastUpdate' then last_update_at end nulls first,
              case when @sort = 'ByLead' then lead_name end,
              {ReferenceSeries.InOrder}
            limit @pageSize offset @offset
            """,
            new
            {
                caller.TenantId,
                today,
                lead = NullIfEmpty(request.LeadId),
                delivery = request.Delivery == Delivery.Unspecified ? null : request.Delivery.ToString(),
                timeliness = request.Timeliness == Timeliness.Unspecified ? null : request.Timeliness.ToString(),
                finding = IdOrNull("finding_id", request.FindingId),
                theme = IdOrNull("theme_id", request.ThemeId),
                owner = IdOrNull("owner_id", request.OwnerId),
                words = NullIfEmpty(request.Words.Trim()),
                facts = StatusFacts.Of(request.StatusCases),
                only = Narrowed.NamesOf(request.Only),
                agency = caller.AgencyId,
                sort = request.Sort.ToString(),
                pageSize,
                offset,
            },
            context.CancellationToken);
    }

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;

    private static Guid? IdOrNull(string field, string text) => text.Length == 0
        ? null
        : Guid.TryParse(text, out var id) ? id : throw new Invalid(field, "This is not an id.");
}
