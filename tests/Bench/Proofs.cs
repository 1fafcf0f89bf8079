using System.Globalization;
using Jtai.Actions.V1;

namespace Jtai.Bench;

/// <summary>P16: pages of a plan with 5,000 items of evidence, as many as a plan takes; a tenth of them belongs to one action.</summary>
internal static class Proofs
{
    public const int Most = 5_000;

    public static async Task MeasureAsync(string root, int items, Table table)
    {
        await using var region = await BenchRegion.StartAsync(root, withPortal: true);
        var (evidence, first) = (new Evidence.EvidenceClient(region.Officer), region.ActionVersions[0].Id);
        await Parallel.ForAsync(0, items, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (number, ct) => await evidence.AddEvidenceAsync(
            new()
            {
                ActionIds = { number % 10 == 0 ? first : region.ActionVersions[number % BenchRegion.Actions].Id },
                Shows = $"Minutes of meeting {number}.", Link = $"https://example.org/minutes/{number}",
            },
            cancellationToken: ct));
        // The last page but one.
        var far = (await evidence.ListEvidenceAsync(new() { PlanId = region.PlanId, PageSize = 1 })).NextPageToken;
        for (var read = 1; read < items - 50; read += 100)
        {
            far = (await evidence.ListEvidenceAsync(new() { PlanId = region.PlanId, PageSize = 100, PageToken = far })).NextPageToken is { Length: > 0 } next ? next : far;
        }

        var size = string.Create(CultureInfo.InvariantCulture, $"of {items:#,0} items of evidence");
        var ofPlan = $"{Pages.Home}/plan/{region.PlanId}/evidence";
        (string, string)[] within =
        [
            ("evidence of the plan", ofPlan), ("its far end", $"{ofPlan}?from={far}"), ("evidence of one action", $"{Pages.Home}/actions/{first}/evidence"),
            ("one action", $"{Pages.Home}/actions/{first}"), ("action plan", $"{Pages.Home}/plan/{region.PlanId}"),
            ("golden thread", $"{Pages.Home}/plan/{region.PlanId}/thread"), ("overview", Pages.Home), ("my work", Pages.Home + "/my-work"),
        ];
        await Pages.MeasureAsync(region, "manager", "P16", size, table, within);
        await Pages.MeasureAsync(region, "officer", "P16", size + ", to an agency", table, [.. within.Take(3), ("what I did", Pages.Home + "/my-work?list=done")]);
        await region.ShareEvidenceAsync();
        await Pages.MeasureAsync(
            region, "lead", "P16", size + ", across the border", table,
            ("evidence", $"/across/{BenchRegion.Partnership}/evidence"), ("evidence of one action", $"/across/{BenchRegion.Partnership}/evidence?action={first}"));
    }
}
