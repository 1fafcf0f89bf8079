using Jtai.Actions.V1;
using Jtai.Portal.Browser.Tests.Harness;
using Jtai.Portal.Tests.StandIns;

namespace Jtai.Portal.Browser.Tests;

/// <summary>Pages of actions and plans in depth with much on them, wide and at 320 pixels, with axe and the console.</summary>
[Collection(nameof(Browser))]
public sealed class DepthPageTests(SignedInPlatform platform, Chromium chromium) : IClassFixture<SignedInPlatform>
{
    private const string Action = $"/partnerships/haskermoor/actions/{StandInActions.ActionId}";
    private const string Plan = "/partnerships/haskermoor/plan/plan";

    [Fact]
    public async Task Pages_OfAPlanInDepth_AreAccessibleWithEverythingFoldedOut()
    {
        Fill();
        await using var window = await chromium.OpenAsync(platform.Origin, 320);
        await platform.SignInAsync(window, "manager");
        foreach (var path in new[]
        {
            Action, Action + "/describe", Action + "/milestones", Action + "/waits-for", Action + "/coverage", Action + "/pause",
            $"{Action}/date-requests/{StandInActions.RequestId}", "/partnerships/haskermoor/date-requests", Plan, Plan + "/add-action", Plan + "/many", Plan + "/transfer",
            Plan + "/themes", Plan + "/theme", Plan + "/shared-causes", $"{Plan}/shared-cause/{StandInActions.CauseId}", $"{Plan}/shared-cause/{StandInActions.CauseId}/actions",
            $"{Plan}/findings/{StandInInspections.FindingId}", Plan + "/collating-bodies", Plan + "/close", Plan + "/thread",
            Plan + "/succession", Plan + "/succession/hand-over",
        })
        {
            await window.ResizeAsync(320);
            await window.Page.GotoAsync(path);
            await window.Page.EvaluateAsync("() => document.querySelectorAll('details').forEach(details => details.open = true)");
            await window.CheckAsync("depth" + path.Replace("/partnerships/haskermoor", "", StringComparison.Ordinal).Replace('/', '-'), 320, 1280);
        }
    }

    private void Fill()
    {
        var (actions, action) = (platform.StandIns.Actions, platform.StandIns.Actions.Record.Action);
        if (actions.Others.Count > 0)
        {
            return;
        }

        platform.StandIns.Inspections.MoreFindings = 14;
        actions.Others.AddRange(Enumerable.Range(31, 8).Select(number => StandInActions.Another(number, other =>
        {
            (other.ThemeId, other.DueOn, other.SharedCauseId) = (StandInActions.ThemeId, number % 2 == 0 ? "2026-01-31" : "2999-01-31", number < 35 ? StandInActions.CauseId : "");
            other.Title = "Agree one pathway for children who are looked for by several agencies at once, and train every team in it";
        })));
        (action.SharedCauseId, action.OwnerId, action.OwnerPostId) = (StandInActions.CauseId, "", StandInPartners.PostId);
        action.JointLeads.Add(new Lead { BodyId = "executive" });
        action.DependsOn.Add([new Dependency { ActionId = actions.Others[0].ActionId }, new Dependency { Outside = "The national contract for analysis" }]);
        action.Coverage = new CoverageReading { Done = 41, Of = 70, What = "GP practices", On = "2026-10-01", PersonId = "officer" };
        actions.Record.Coverage.Add([action.Coverage, new CoverageReading { Done = 12, Of = 70, What = "GP practices", On = "2026-07-01", PersonId = "officer" }]);
        action.Resources = new Resources { Kind = ResourceKind.Costed, OneOffPounds = 20_000, Source = "the policing precept" };
        (action.QuickWin, action.BeganBeforePublication, action.AnsweringBodyId) = (true, true, "executive");
        action.Links.Add(new OtherPlanLink { Kind = LinkKind.Ilacs, Reference = "ILACS 2025, recommendation 4", On = "2025-03-03", Words = "the same gap" });
        actions.Parts.Responses.Add(new FindingResponse
        {
            FindingId = StandInInspections.FindingId, PlanId = "plan", Position = FindingPosition.PartlyAccepted, Words = "Not at weekends.", KnownBefore = true,
            KnownFrom = "Self-evaluation of March 2026", RoutedToBodyIds = { "community-safety" }, Version = 1,
        });
    }
}
