using Jtai.Inspections.V1;
using Jtai.Testing;

namespace Jtai.Actions.Tests;

/// <summary>The steps that tests of impact, voices and strengths start from.</summary>
internal static class ImpactSteps
{
    public static async Task<V1.SaveImpactMeasureRequest> NewMeasureAsync(this TestPartnership here, params V1.ActionReply[] actions) => new()
    {
        PlanId = await here.PlanOfAsync(),
        ActionIds = { actions.Select(action => action.ActionId) },
        What = "Children seen within a working day",
        Unit = "%",
        Direction = V1.MeasureDirection.UpIsBetter,
        Baseline = "20",
        BaselineOn = "2024-01-31",
        Target = "70.50",
        TargetOn = "2099-03-01",
        NotExpectedBefore = "2024-06-01",
    };

    public static async Task<V1.AssuranceReply> MeasureAsync(this TestPartnership here, params V1.ActionReply[] actions) =>
        await here.Assurance(here.Manager).SaveImpactMeasureAsync(await here.NewMeasureAsync(actions));

    public static V1.RecordImpactReadingRequest Reading(V1.AssuranceReply measure, string value = "41", string on = "2024-09-30") => new()
    {
        MeasureId = measure.RecordId, ExpectedVersion = measure.Version, Value = value, On = on, Source = "Front door returns",
    };

    public static async Task<V1.ImpactMeasureRecord> MeasureOfAsync(this TestPartnership here, V1.AssuranceReply measure, TestPerson? by = null) =>
        await here.Assurance(by ?? here.Manager).GetImpactMeasureAsync(new() { MeasureId = measure.RecordId });

    public static async Task<V1.SaveVoiceRecordRequest> NewVoiceAsync(this TestPartnership here, params V1.ActionReply[] actions) => new()
    {
        PlanId = await here.PlanOfAsync(),
        ActionIds = { actions.Select(action => action.ActionId) },
        HeardOn = "2024-09-30",
        From = "A youth forum run by Lantern House",
        HowMany = 9,
        Said = "They told their story four times.",
        Dissent = "Two would rather tell it again than have it passed on.",
        Done = "One worker now stays with each child.",
        ToldOn = "2024-10-31",
    };

    /// <summary>A strength of the letter, of the partnership's plan.</summary>
    public static async Task<string> StrengthAsync(this TestPartnership here) =>
        (await here.FindingAsync("Leaders know their area well.", kind: FindingKind.Strength)).ToString();

    public static async Task<V1.KeepStrengthRequest> KeepingAsync(this TestPartnership here, string findingId) => new()
    {
        PlanId = await here.PlanOfAsync(), FindingId = findingId, Keeper = new() { AgencyId = here.Police }, NextCheckOn = "2098-01-31",
    };

    public static async Task ClosePlanAsync(this TestPartnership here) => await here.Host.Database.ExecuteAsync(
        "update action_plan set closed_on = '2024-12-05' where tenant_id = @TenantId", new { here.TenantId });
}
