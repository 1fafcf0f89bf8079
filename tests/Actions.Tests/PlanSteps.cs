using Grpc.Core;
using Grpc.Core.Interceptors;
using Jtai.Inspections.V1;
using Jtai.Store;
using Jtai.Testing;

namespace Jtai.Actions.Tests;

/// <summary>The steps that most tests start from.</summary>
internal static class PlanSteps
{
    /// <summary>A partnership with an inspection of which its manager is told, and findings.</summary>
    public static async Task<TestPartnership> PartnershipAsync(
        InspectionPhase phase = InspectionPhase.Published, int findings = 3, ActionsHost? host = null)
    {
        var made = new TestPartnership(host ?? await ActionsHost.SharedAsync());
        await made.PublishAsync();
        await made.InspectionIsAsync(phase, [made.Manager], "2026-12-05");
        for (var number = 0; number < findings; number++)
        {
            await made.FindingAsync("");
        }

        return made;
    }

    /// <summary>Calls of this person; a write gets a key of its own unless the call brings one.</summary>
    public static V1.Actions.ActionsClient As(this TestPartnership here, TestPerson person, Replica? replica = null) => new(
        (replica ?? here.Host.Service).Channel.Intercept(headers => person.In(here, headers.GetValue(Write.KeyHeader))));

    public static async Task<string> MakePlanAsync(this TestPartnership here) =>
        (await here.As(here.Manager).MakeActionPlanAsync(new() { InspectionId = here.InspectionId.ToString() })).PlanId;

    public static V1.AddActionRequest NewAction(this TestPartnership here, string planId) => new()
    {
        PlanId = planId,
        Title = "Review the multi-agency response to exploitation",
        Description = "Agree one pathway and train all front-line staff in it.",
        FindingIds = { here.FindingIds[0].ToString() },
        Lead = new() { AgencyId = here.Police },
        SupportingAgencyIds = { here.Icb },
        OutcomeSought = "Children at risk are found sooner.",
        SuccessMeasure = "Quarterly multi-agency audit.",
        DueOn = "2027-03-31",
    };

    /// <summary>A plan with one action that the police lead and the ICB supports.</summary>
    public static async Task<V1.ActionReply> MakeActionAsync(this TestPartnership here) =>
        await here.As(here.Manager).AddActionAsync(here.NewAction(await here.MakePlanAsync()));

    public static V1.UpdateProgressRequest Progress(V1.ActionReply action, string narrative = "Pathway agreed by all three partners.") => new()
    {
        ActionId = action.ActionId,
        ExpectedVersion = action.Version,
        Narrative = narrative,
        Delivery = V1.Delivery.InProgress,
        Assessment = new() { Progress = V1.Progress.Good, DateAchievable = true },
        DifferenceForChildren = "Twelve children were seen sooner.",
    };

    public static Metadata Key(string key) => new() { { Write.KeyHeader, key } };
}
