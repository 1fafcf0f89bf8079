using Grpc.Core;
using Jtai.Errors;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class ActionsGrpc
{
    private const string ActionsUnderTheme =
        "select count(*)::integer from action where tenant_id = @TenantId and theme_id = @themeId and withdrawn_because = ''";

    [Authorize(Policies.RunPlans)]
    public override async Task<V1.PlanPartReply> RemoveTheme(V1.RemoveThemeRequest request, ServerCallContext context)
    {
        var write = Write.For(context, request);
        var themeId = Ids.Parse("theme", request.ThemeId);
        var (before, actions) = await database.QueryMultipleAsync(
            write,
            $"""
            select * from theme where tenant_id = @TenantId and theme_id = @themeId and not removed;
            {ActionsUnderTheme}
            """,
            new { write.TenantId, themeId },
            async results => (await results.ReadSingleOrDefaultAsync<Theme>(), await results.ReadSingleAsync<int>()),
            context.CancellationToken);
        var (stored, themes) = await ReadThemesAsync(write, before?.PlanId ?? Guid.Empty, context.CancellationToken);
        var plan = stored.Expect(new PlanAccess(write.Caller), "theme");
        if (before!.Version != request.ExpectedVersion)
        {
            throw new Conflict(before.Version);
        }

        if (actions > 0)
        {
            throw new Refused("Actions stand under this theme. Give them another theme first.");
        }

        var removed = before with { Removed = true };
        var changed = Theme.Changed(themes, Theme.Without(themes, before).Append(removed));
        var now = changed[^1];
        return await SavePlanAsync(
            write,
            PartReply(themeId, plan, now.Version),
            new(plan.WithPartChanged(), stored.Inspection!, Theme.Changes(before, now)),
            context.CancellationToken,
            $"""
            {Theme.Save};
            select require_changed(({ActionsUnderTheme}) = 0)
            """,
            new { Themes = Theme.ToRows(changed), themeId },
            changed.Select(theme => theme.Changed()));
    }
}
