using Grpc.Core;
using Jtai.Testing;

namespace Jtai.Actions.Tests;

/// <summary>Themes of a plan, and the actions under them.</summary>
public sealed class ThemeTests
{
    [Fact]
    public async Task SaveTheme_InAPlace_KeepsTheOrderWithoutGapsAndTellsOfEachThatMoved()
    {
        var here = await PlanSteps.PartnershipAsync();
        var planId = await here.MakePlanAsync();
        var (first, second) = (await AddAsync(here, planId, "Voice"), await AddAsync(here, planId, "Front door"));

        var third = await AddAsync(here, planId, "Leadership", position: 1);
        Assert.Equal(["Leadership", "Voice", "Front door"], await NamesAsync(here, planId));
        await here.As(here.Manager).SaveThemeAsync(new()
        {
            PlanId = planId, ThemeId = third.PartId, ExpectedVersion = 1, Name = "Leadership and management", LeadBodyId = here.Board,
        });
        Assert.Equal(["Voice", "Front door", "Leadership and management"], await NamesAsync(here, planId));
        await here.As(here.Manager).RemoveThemeAsync(new() { ThemeId = first.PartId, ExpectedVersion = 3 });

        Assert.Equal(["Front door", "Leadership and management"], await NamesAsync(here, planId));
        var parts = await here.As(here.Manager).GetPlanPartsAsync(new() { PlanId = planId });
        Assert.Equal(parts.Themes[0], (await here.ToldAsync<V1.ThemeChanged>(second.PartId)).Theme);
        Assert.Equal((parts.Themes[1], here.Board), ((await here.ToldAsync<V1.ThemeChanged>(third.PartId)).Theme, parts.Themes[1].LeadBodyId));
        Assert.True((await here.ToldAsync<V1.ThemeChanged>(first.PartId)).Theme.Removed);
        var history = (await here.As(here.Manager).ListPlanHistoryAsync(new() { PlanId = planId })).Changes;
        Assert.Equal(
            [("theme.name", "Voice", ""), ("theme.position", "1", "0")], history[0].Fields.Select(change => (change.Field, change.From, change.To)));
        Assert.Equal(
            [("theme.name", "Leadership", "Leadership and management"), ("theme.position", "1", "3"), ("theme.lead_body_id", "", here.Board)],
            history[1].Fields.Select(change => (change.Field, change.From, change.To)));
    }

    [Fact]
    public async Task SaveTheme_NameThatIsTakenOrForeignBodyOrStaleVersion_IsRefused()
    {
        var here = await PlanSteps.PartnershipAsync();
        var planId = await here.MakePlanAsync();
        var first = await AddAsync(here, planId, "Voice");
        var request = new V1.SaveThemeRequest { PlanId = planId, Name = "VOICE" };

        Assert.Equal(["name"], (await Refusal.OfAsync(here.As(here.Manager).SaveThemeAsync(request))).Fields);
        (request.Name, request.LeadBodyId) = ("Front door", "another-board");
        Assert.Equal(["lead_body_id"], (await Refusal.OfAsync(here.As(here.Manager).SaveThemeAsync(request))).Fields);
        (request.ThemeId, request.ExpectedVersion, request.LeadBodyId) = (first.PartId, 7, "");
        var stale = await Refusal.OfAsync(here.As(here.Manager).SaveThemeAsync(request));
        Assert.Equal((StatusCode.Aborted, 1L), (stale.Code, stale.CurrentVersion));
        (request.ExpectedVersion, request.Name, request.Position) = (1, "Voice", 1);
        Assert.Equal(StatusCode.FailedPrecondition, (await Refusal.OfAsync(here.As(here.Manager).SaveThemeAsync(request))).Code);
    }

    [Fact]
    public async Task SaveTheme_TheThirtyFirst_IsRefused()
    {
        var here = await PlanSteps.PartnershipAsync();
        var planId = await here.MakePlanAsync();
        for (var number = 1; number <= 30; number++)
        {
            await AddAsync(here, planId, $"Theme {number}");
        }

        await Refusal.OfAsync(StatusCode.FailedPrecondition, here.As(here.Manager).SaveThemeAsync(new() { PlanId = planId, Name = "One more" }));
    }

    [Fact]
    public async Task RemoveTheme_WithActionsUnderIt_IsRefusedUntilTheyHaveAnother()
    {
        var here = await PlanSteps.PartnershipAsync();
        var planId = await here.MakePlanAsync();
        var theme = await AddAsync(here, planId, "Voice");
        var action = await here.As(here.Manager).AddActionAsync(new(here.NewAction(planId)) { ThemeId = theme.PartId });
        var request = new V1.RemoveThemeRequest { ThemeId = theme.PartId, ExpectedVersion = 1 };

        await Refusal.OfAsync(StatusCode.FailedPrecondition, here.As(here.Manager).RemoveThemeAsync(request));
        var description = await here.DescriptionAsync(action.ActionId);
        (description.ThemeId, description.Theme) = ("", "");
        await here.As(here.Manager).DescribeActionAsync(description);

        await here.As(here.Manager).RemoveThemeAsync(request);
        await Refusal.OfAsync(StatusCode.NotFound, here.As(here.Manager).RemoveThemeAsync(request));
        description = await here.DescriptionAsync(action.ActionId);
        description.ThemeId = theme.PartId;
        Assert.Equal(["theme_id"], (await Refusal.OfAsync(here.As(here.Manager).DescribeActionAsync(description))).Fields);
    }

    [Fact]
    public async Task Action_UnderAThemeById_CarriesItsName()
    {
        var here = await PlanSteps.PartnershipAsync();
        var planId = await here.MakePlanAsync();
        var theme = await AddAsync(here, planId, "Voice");

        var action = await here.As(here.Manager).AddActionAsync(new(here.NewAction(planId)) { ThemeId = theme.PartId, Theme = "What it said before" });
        var unknown = await Refusal.OfAsync(here.As(here.Manager).AddActionAsync(new(here.NewAction(planId)) { ThemeId = Guid.NewGuid().ToString() }));

        var stored = await here.ActionAsync(action.ActionId);
        Assert.Equal((theme.PartId, "Voice"), (stored.ThemeId, stored.Theme));
        Assert.Equal(["theme_id"], unknown.Fields);
    }

    [Fact]
    public async Task ThemeAsAWord_OfAnOldClient_IsTheThemeOfThatNameOrRefused()
    {
        var here = await PlanSteps.PartnershipAsync();
        var planId = await here.MakePlanAsync();
        // A plan without themes takes any word, as it always did.
        var before = await here.As(here.Manager).AddActionAsync(new(here.NewAction(planId)) { Theme = "Something else" });
        var theme = await AddAsync(here, planId, "Voice");

        var named = await here.As(here.Manager).AddActionAsync(new(here.NewAction(planId)) { Theme = "voice" });
        var unknown = await Refusal.OfAsync(here.As(here.Manager).AddActionAsync(new(here.NewAction(planId)) { Theme = "Voices" }));
        // The word that it has may stay, whatever else is changed.
        var description = await here.DescriptionAsync(before.ActionId);
        description.Title = "Another title";
        await here.As(here.Manager).DescribeActionAsync(description);
        (description.ExpectedVersion, description.Theme) = (2, "Something new");
        var changed = await Refusal.OfAsync(here.As(here.Manager).DescribeActionAsync(description));

        var (old, stored) = (await here.ActionAsync(before.ActionId), await here.ActionAsync(named.ActionId));
        Assert.Equal(("Voice", theme.PartId), (stored.Theme, stored.ThemeId));
        Assert.Equal(("Something else", ""), (old.Theme, old.ThemeId));
        Assert.Equal(("theme", "theme"), (unknown.Fields.Single(), changed.Fields.Single()));
        Assert.Contains("no theme of that name", unknown.Message, StringComparison.Ordinal);
    }

    private static AsyncUnaryCall<V1.PlanPartReply> AddAsync(TestPartnership here, string planId, string name, int position = 0) =>
        here.As(here.Manager).SaveThemeAsync(new() { PlanId = planId, Name = name, Position = position });

    private static async Task<IEnumerable<string>> NamesAsync(TestPartnership here, string planId)
    {
        var themes = (await here.As(here.Manager).GetPlanPartsAsync(new() { PlanId = planId })).Themes;
        Assert.Equal(Enumerable.Range(1, themes.Count), themes.Select(theme => theme.Position));
        return themes.Select(theme => theme.Name);
    }
}
