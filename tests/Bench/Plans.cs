using System.Diagnostics;
using Jtai.Actions.V1;

namespace Jtai.Bench;

/// <summary>P14: sending a statement of 200 actions. P15: pages of a partnership with 1,000 actions, as the server takes for them.</summary>
internal static class Plans
{
    private const int Sendings = 7;

    public static async Task MeasureAsync(string root, Table table)
    {
        await using var region = await BenchRegion.StartAsync(root, withPortal: true);
        await AddUntilAsync(region, BenchRegion.Actions, 200);
        var statementId = await SendAsync(region, table);
        await AddUntilAsync(region, 200, 1_000);
        await OpenPagesAsync(region, statementId, table);
    }

    private static async Task AddUntilAsync(BenchRegion region, int from, int to) =>
        await Parallel.ForAsync(from, to, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (number, _) => await region.AddActionAsync(number));

    private static async Task<string> SendAsync(BenchRegion region, Table table)
    {
        var statements = new Statements.StatementsClient(region.Manager);
        var started = await statements.StartStatementAsync(new() { PlanId = region.PlanId });
        await statements.ArrangeStatementAsync(new()
        {
            StatementId = started.StatementId, ExpectedVersion = started.Version, SenderId = region.ManagerId, SendTo = "statements@bench.example",
        });
        var taken = new List<double>();
        for (var sending = 0; sending < Sendings; sending++)
        {
            var hash = (await statements.GetStatementAsync(new() { StatementId = started.StatementId })).ContentSha256;
            var clock = Stopwatch.StartNew();
            await statements.SendStatementAsync(new()
            {
                StatementId = started.StatementId, ContentSha256 = hash, OwnMailbox = true, SentOn = $"{DateTime.UtcNow:yyyy-MM-dd}", SentBy = "Bench",
                SentAnywayBecause = "A benchmark.", AgainBecause = sending == 0 ? "" : $"Sending {sending + 1}.",
            });
            taken.Add(clock.Elapsed.TotalMilliseconds);
        }

        var median = Pages.Median(taken);
        table.Add(new Line("P14", "sending a statement of 200 actions: Word, HTML, hashes, frozen", $"{median:0} ms", "2,000 ms", median / 2_000, "at most 2 s"));
        return started.StatementId;
    }

    private static Task OpenPagesAsync(BenchRegion region, string statementId, Table table) => Pages.MeasureAsync(
        region, "manager", "P15", "of 1,000 actions", table,
        ("overview", Pages.Home), ("my work", Pages.Home + "/my-work"), ("list of actions", Pages.Home + "/actions"),
        ("action plan", $"{Pages.Home}/plan/{region.PlanId}"), ("golden thread", $"{Pages.Home}/plan/{region.PlanId}/thread"),
        ("one action", $"{Pages.Home}/actions/{region.ActionVersions[0].Id}"), ("statement", $"{Pages.Home}/statements/{statementId}"));
}
