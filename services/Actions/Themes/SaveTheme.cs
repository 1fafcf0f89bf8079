using Grpc.Core;
using Jtai.Errors;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class ActionsGrpc
{
    [Authorize(Policies.RunPlans)]
    public override async Task<V1.PlanPartReply> SaveTheme(V1.SaveThemeRequest request, ServerCallContext context)
    {
        var write = Write.For(context, request);
        var (stored, themes) = await ReadThemesAsync(write, Ids.Parse("action plan", request.PlanId), context.CancellationToken);
        var plan = stored.Expect(new PlanAccess(write.Caller));
        var before = request.ThemeId.Length == 0
            ? null
            : themes.SingleOrDefault(theme => theme.ThemeId == Ids.Parse("theme", request.ThemeId)) ?? throw new NotFound("theme");
        if ((before?.Version ?? 0) != request.ExpectedVersion)
        {
            throw new Conflict(before?.Version ?? 0);
        }

        var check = new RequestCheck();
        var saved = (before ?? new Theme { ThemeId = Guid.CreateVersion7(), PlanId = plan.PlanId }) with
        {
            Name = check.Text("name", request.Name, "The name", 100, required: true),
            Position = request.Position,
            LeadBodyId = request.LeadBodyId,
        };
        check.That(request.Position >= 0, "position", "Enter a place from 1, or none for the last.");
        check.That(
            request.LeadBodyId.Length == 0 || stored.RequirePartnership().BodyIds.Contains(request.LeadBodyId),
            "lead_body_id",
            "The theme must be led by a board or group that follows this partnership's plan.");
        check.ThrowIfRefused();
        var changed = Theme.Changed(themes, Theme.Placed(themes, saved));
        var now = changed.SingleOrDefault(theme => theme.ThemeId == saved.ThemeId)
            ?? throw new Refused("Nothing is changed: the theme says all of this already.");
        return await SavePlanAsync(
            write,
            PartReply(now.ThemeId, plan, now.Version),
            new(plan.WithPartChanged(), stored.Inspection!, Theme.Changes(before, now)),
            context.CancellationToken,
            Theme.Save,
            new { Themes = Theme.ToRows(changed) },
            changed.Select(theme => theme.Changed()));
    }

    /// <summary>A plan with its themes in their order.</summary>
    private Task<(StoredPlan Stored, IReadOnlyList<Theme> Themes)> ReadThemesAsync(
        Write write, Guid planId, CancellationToken ct) => database.QueryMultipleAsync<(StoredPlan, IReadOnlyList<Theme>)>(
            write,
            $"""
            {StoredPlan.Select};
            select * from theme where tenant_id = @TenantId and plan_id = @planId and not removed order by position
            """,
            new { write.TenantId, planId },
            async results => (await StoredPlan.ReadAsync(results), [.. await results.ReadAsync<Theme>()]),
            ct);
}
