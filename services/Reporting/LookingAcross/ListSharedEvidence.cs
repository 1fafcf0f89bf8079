using Dapper;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Jtai.Access;
using Jtai.Actions.V1;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Reporting.LookingAcross;
using Jtai.Reporting.V1;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Reporting;

public sealed partial class ReportingGrpc
{
    private const int LargestPageOfEvidence = 100;
    private const int UsualPageOfEvidence = 25;

    // That it exists shows to whoever may see what it holds, too. Its id is of version 7, so that the order is that of its age.
    private const string SharedItems =
        """
        from record item
        where item.tenant_id = @partnership and item.kind = 'evidence_exists' and item.standing = 'Kept'
          and (@actionId::uuid is null or item.action_ids @> array[@actionId])
          and (@evidenceId::uuid is null or item.id = @evidenceId)
        """;

    private const string PageOfSharedItems =
        $"select item.id, item.action_ids {SharedItems} order by item.id desc limit @limit offset @offset";

    private const string SharedEvidenceOfPage =
        $"""
        select page.id, page.action_ids,
          (select whole.state from record whole where whole.tenant_id = @partnership and whole.kind = 'evidence' and whole.id = page.id) as state
        from ({PageOfSharedItems}) as page
        order by page.id desc;
        select count(*)::int {SharedItems};
        select action_id, reference, title from listed_action
        where tenant_id = @partnership
          and (action_id = @actionId or action_id in (select unnest(page.action_ids) from ({PageOfSharedItems}) as page))
        order by
        """;

    [Authorize(Policies.LookAcrossPartnerships)]
    public override async Task<ListSharedEvidenceReply> ListSharedEvidence(ListSharedEvidenceRequest request, ServerCallContext context)
    {
        Grants.RequireConfirmed(partners, request.PartnershipId);
        var caller = Caller.Of(context);
        new RequestCheck()
            .That(request.PageSize is >= 0 and <= LargestPageOfEvidence, "page_size", "A page holds 1 to 100 items.")
            .That(request.Page >= 0, "page", "Pages are counted from 1.")
            .ThrowIfRefused();
        var actionId = request.ActionId.Length == 0 ? (Guid?)null : Ids.Parse("action", request.ActionId);
        var evidenceId = request.EvidenceId.Length == 0 ? (Guid?)null : Ids.Parse("evidence", request.EvidenceId);
        var limit = request.PageSize == 0 ? UsualPageOfEvidence : request.PageSize;
        var today = clock.Today();
        var parameters = new DynamicParameters(Grants.ParametersOf(caller, today, request.PartnershipId, actionId));
        parameters.AddDynamicParams(new { evidenceId, limit, offset = (Math.Max(1, request.Page) - 1L) * limit });
        var (shared, items, total, actions) = await database.QueryMultipleAsync(
            RecordScope.AcrossPartnerships(caller),
            Grants.SetLevels + Grants.Partnerships + $"{SharedEvidenceOfPage} {ReferenceSeries.InOrder}",
            parameters,
            async results =>
            {
                await results.ReadAsync();
                return (
                    await results.ReadSingleOrDefaultAsync<PartnershipAcross>(),
                    (await results.ReadAsync<SharedItem>()).AsList(),
                    await results.ReadSingleAsync<int>(),
                    (await results.ReadAsync<ActionListRow>()).AsList());
            },
            context.CancellationToken);
        var partnership = RequireOwnActions(shared);
        if (actionId is not null && actions.All(action => action.ActionId != actionId))
        {
            throw new NotFound("action");
        }

        if (evidenceId is not null && items.Count == 0)
        {
            throw new NotFound("evidence");
        }

        await sharingLog.RecordViewAsync(caller, "Evidence", [(partnership.TenantId, partnership.Level)], context.CancellationToken);
        return new ListSharedEvidenceReply
        {
            PartnershipId = partnership.TenantId,
            PartnershipName = partnership.Name,
            Level = partnership.Level,
            Items = { items.Select(item => item.ToProto(partnership.Level, actions)) },
            Total = total,
            PositionAt = Timestamp.FromDateTimeOffset(clock.GetUtcNow()),
        };
    }

    /// <summary>One item as the database shows it at the level.</summary>
    private sealed record SharedItem
    {
        public Guid Id { get; init; }
        public Guid[] ActionIds { get; init; } = [];

        /// <summary>Null where no more is shown than that it exists.</summary>
        public byte[]? State { get; init; }

        /// <param name="level">Of the grant.</param>
        /// <param name="shown">The actions that are shared, in order; of others nothing is said.</param>
        public SharedEvidence ToProto(SharingLevel level, IEnumerable<ActionListRow> shown)
        {
            var actions = shown.Where(action => ActionIds.Contains(action.ActionId)).ToArray();
            var item = State is null ? new EvidenceItem { EvidenceId = Id.ToString() } : EvidenceItem.Parser.ParseFrom(State);
            item.ActionIds.Clear();
            item.ActionIds.AddRange(actions.Select(action => action.ActionId.ToString()));
            return new SharedEvidence
            {
                Item = item,
                MayOpen = State is not null,
                MayDownload = level >= SharingLevel.Evidence && item.Content?.File?.State == FileState.Clean,
                Actions =
                {
                    actions.Select(action => new EvidencedAction { ActionId = action.ActionId.ToString(), Reference = action.Reference, Title = action.Title }),
                },
            };
        }
    }
}
