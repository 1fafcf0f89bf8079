using Grpc.Core;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class AssuranceGrpc
{
    [Authorize(Policies.ReadPlans)]
    public override async Task<V1.ListVoiceRecordsReply> ListVoiceRecords(V1.ListVoiceRecordsRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context);
        var check = new RequestCheck();
        var page = ListPage.Read(request.PageSize, request.PageToken, check);
        check.ThrowIfRefused();
        var planId = request.PlanId.Length == 0 ? (Guid?)null : Ids.Parse("action plan", request.PlanId);
        var voiceId = request.VoiceId.Length == 0 ? (Guid?)null : Ids.Parse("record", request.VoiceId);
        var (plan, actions, inspections, voices, plans, themes) = await database.QueryMultipleAsync(
            TenantScope.Of(caller.TenantId),
            $"""
            select * from action_plan where tenant_id = @TenantId and plan_id = @planId;
            {AboutActions.Select("select action_id from action where tenant_id = @TenantId and (@planId::uuid is null or plan_id = @planId)")};
            {StoredVoice.Voices} where tenant_id = @TenantId and (@planId::uuid is null or plan_id = @planId)
            order by recorded_at desc, voice_id desc;
            select plan_id, inspection_id from action_plan where tenant_id = @TenantId;
            select * from theme where tenant_id = @TenantId and (@planId::uuid is null or plan_id = @planId) and not removed order by plan_id, position
            """,
            new { caller.TenantId, planId },
            async results => (
                await results.ReadSingleOrDefaultAsync<ActionPlan>(),
                (await results.ReadAsync<Action>()).ToDictionary(action => action.ActionId),
                (await results.ReadAsync<Inspection>()).ToDictionary(inspection => inspection.InspectionId),
                (await results.ReadAsync<VoiceRecord>()).ToArray(),
                (await results.ReadAsync<ActionPlan>()).ToDictionary(one => one.PlanId),
                (await results.ReadAsync<Theme>()).ToArray()),
            context.CancellationToken);
        var access = new PlanAccess(caller);
        if (planId is not null)
        {
            access.Require(plan, inspections.GetValueOrDefault(plan?.InspectionId ?? Guid.Empty));
        }

        VoiceRecord[] seen =
        [
            .. voices
                .Select(one => one with { ActionIds = AboutActions.SeenBy(access, one.ActionIds, actions, inspections.GetValueOrDefault(one.InspectionId)) })
                .Where(one => one.ActionIds.Length > 0),
        ];
        var listed = seen.Where(one => voiceId is null ? one.WithdrawnBecause.Length == 0 : one.VoiceId == voiceId).ToArray();
        if (voiceId is not null && listed.Length == 0)
        {
            throw new NotFound("record");
        }

        var heard = seen.Where(one => one.WithdrawnBecause.Length == 0).SelectMany(one => one.ActionIds).ToHashSet();
        return new V1.ListVoiceRecordsReply
        {
            Records = { page.Of(listed).Select(voice => voice.ToProto()) },
            NextPageToken = page.Next(listed.Length),
            Total = listed.Length,
            ThemesWithout =
            {
                themes.Where(theme => inspections.TryGetValue(plans[theme.PlanId].InspectionId, out var inspection)
                        && IsWithoutVoice(theme, [.. actions.Values.Where(action => action.ThemeId == theme.ThemeId)], heard, access, inspection))
                    .Select(theme => theme.ToProto()),
            },
        };
    }

    /// <summary>
    /// A theme of which the caller sees something, and of all that they see no action with a voice. Who sees the whole plan is
    /// told of themes without actions too.
    /// </summary>
    private static bool IsWithoutVoice(Theme theme, Action[] actions, HashSet<Guid> heard, PlanAccess access, Inspection inspection) =>
        !theme.Removed
        && access.Sees(inspection)
        && (access.SeesEveryAction || actions.Any(action => access.Sees(action, inspection)))
        && !actions.Any(action => heard.Contains(action.ActionId));
}
