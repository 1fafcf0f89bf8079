using Grpc.Core;
using Jtai.Partners.V1;
using Jtai.Testing;

namespace Jtai.Actions.Tests;

/// <summary>The actions of a plan, a page at a time.</summary>
public sealed class ListingTests
{
    [Fact]
    public async Task ListActions_ByPages_GivesEachOnceAndSaysHowManyThereAre()
    {
        var (here, planId) = await PlanOfAsync("Train teams", "Agree a pathway", "Audit 20 records", "Train schools", "Publish data");
        var manager = here.As(here.Manager);
        var pages = new List<V1.ListActionsReply>();
        for (var page = 1; page <= 4; page++)
        {
            pages.Add(await manager.ListActionsAsync(new() { PlanId = planId, Page = page, PageSize = 2 }));
        }

        Assert.Equal([2, 2, 1, 0], pages.Select(page => page.Actions.Count));
        Assert.All(pages, page => Assert.Equal(5, page.Total));
        Assert.Equal(
            (await manager.ListActionsAsync(new() { PlanId = planId })).Actions.Select(action => action.Reference),
            pages.SelectMany(page => page.Actions).Select(action => action.Reference));
    }

    [Theory]
    [InlineData("TRAIN", new[] { "Train teams", "Train schools" })]
    [InlineData("a005", new[] { "Publish data" })]
    [InlineData("schools  train", new[] { "Train schools" })]
    [InlineData("100%", new string[0])]
    public async Task ListActions_WithWords_FindsThemInReferenceAndTitle(string words, string[] titles)
    {
        var (here, planId) = await PlanOfAsync("Train teams", "Agree a pathway", "Audit 20 records", "Train schools", "Publish data");
        var found = await here.As(here.Manager).ListActionsAsync(new() { PlanId = planId, Words = words });
        Assert.Equal(titles, found.Actions.Select(action => action.Title));
        Assert.Equal(titles.Length, found.Total);
    }

    [Fact]
    public async Task ListActions_OpenOnlyAndAsAnAgencySees_LeavesOutTheOthersOnEveryPage()
    {
        var (here, planId) = await PlanOfAsync("First", "Second", "Third");
        var actions = (await here.As(here.Manager).ListActionsAsync(new() { PlanId = planId })).Actions;
        await here.As(here.Manager).CloseActionAsync(new()
        {
            ActionId = actions[0].ActionId, ExpectedVersion = 1, As = V1.ClosedAs.NotPursued, Reason = "Overtaken.",
        });
        var request = here.NewAction(planId);
        request.Lead = new() { AgencyId = here.Council };
        request.SupportingAgencyIds.Clear();
        await here.As(here.Manager).AddActionAsync(request);

        var open = await here.As(here.Manager).ListActionsAsync(new() { PlanId = planId, OpenOnly = true, PageSize = 2 });
        var ofPolice = await here.As(here.Officer).ListActionsAsync(new() { PlanId = planId, OpenOnly = true, Page = 2, PageSize = 1 });

        Assert.Equal(["Second", "Third"], open.Actions.Select(action => action.Title));
        Assert.Equal(3, open.Total);
        Assert.Equal((2, "Third"), (ofPolice.Total, ofPolice.Actions.Single().Title));
    }

    [Fact]
    public async Task ListActions_InShort_KeepsWhatListsShowAndCutsTexts()
    {
        var (here, planId) = await PlanOfAsync("First");
        var whole = (await here.As(here.Manager).ListActionsAsync(new() { PlanId = planId })).Actions.Single();
        await here.As(here.Manager).UpdateProgressAsync(PlanSteps.Progress(new() { ActionId = whole.ActionId, Version = 1 }));
        var description = await here.DescriptionAsync(whole.ActionId);
        (description.Description, description.SuccessMeasure) = (new string('w', 59) + "\U0001F600 and more", "");
        await here.As(here.Manager).DescribeActionAsync(description);
        var cut = (await here.As(here.Manager).ListActionsAsync(new() { PlanId = planId, InShort = true })).Actions.Single();

        Assert.Equal((new string('w', 59), "", whole.OutcomeSought), (cut.Description, cut.SuccessMeasure, cut.OutcomeSought));
        Assert.Equal((null, 1, "First", whole.DueOn, whole.Lead), (cut.LastUpdate, cut.Updates, cut.Title, cut.DueOn, cut.Lead));
    }

    [Theory]
    [InlineData(false, 101, 1, "page_size")]
    [InlineData(true, 1001, 1, "page_size")]
    [InlineData(false, -1, 1, "page_size")]
    [InlineData(false, 10, -1, "page")]
    public async Task ListActions_BeyondItsBounds_IsRefused(bool inShort, int size, int page, string field)
    {
        var (here, planId) = await PlanOfAsync();
        var refusal = await Refusal.OfAsync(
            StatusCode.InvalidArgument, here.As(here.Manager).ListActionsAsync(new() { PlanId = planId, InShort = inShort, PageSize = size, Page = page }));
        Assert.Equal(field, refusal.Fields.Single());
        Assert.Empty((await here.As(here.Manager).ListActionsAsync(new() { PlanId = planId, Page = int.MaxValue })).Actions);
    }

    private static async Task<(TestPartnership Here, string PlanId)> PlanOfAsync(params string[] titles)
    {
        var here = await PlanSteps.PartnershipAsync();
        var planId = await here.MakePlanAsync();
        foreach (var title in titles)
        {
            var request = here.NewAction(planId);
            request.Title = title;
            await here.As(here.Manager).AddActionAsync(request);
        }

        return (here, planId);
    }
}
