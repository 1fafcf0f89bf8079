using System.Diagnostics;
using System.Globalization;
using System.Net;
using Jtai.Actions.V1;

namespace Jtai.Bench;

/// <summary>P14: sending a statement of 200 actions. P15: pages of a partnership with 1,000 actions, as the server takes for them.</summary>
internal static class Plans
{
    private const int Sendings = 7;
    private const int Views = 15;

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

        var median = Median(taken);
        table.Add(new Line("P14", "sending a statement of 200 actions: Word, HTML, hashes, frozen", $"{median:0} ms", "2,000 ms", median / 2_000, "at most 2 s"));
        return started.StatementId;
    }

    private static async Task OpenPagesAsync(BenchRegion region, string statementId, Table table)
    {
        await region.SettleAsync();
        using var http = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer(), AllowAutoRedirect = false }) { BaseAddress = region.Portal };
        using (var start = await http.GetAsync("/sign-in/start"))
        using (var chosen = await http.GetAsync($"{start.Headers.Location}&person=manager"))
        using (await http.GetAsync(chosen.Headers.Location))
        {
        }

        var home = $"/partnerships/{BenchRegion.Partnership}";
        foreach (var (page, path) in new[]
        {
            ("overview", ""), ("my work", "/my-work"), ("list of actions", "/actions"), ("action plan", $"/plan/{region.PlanId}"), ("golden thread", $"/plan/{region.PlanId}/thread"),
            ("one action", $"/actions/{region.ActionVersions[0].Id}"), ("statement", $"/statements/{statementId}"),
        })
        {
            var taken = new List<double>();
            for (var view = 0; view < Views; view++)
            {
                var clock = Stopwatch.StartNew();
                using var answer = await http.GetAsync(home + path);
                if (answer.StatusCode != HttpStatusCode.OK)
                {
                    throw new InvalidOperationException($"{path} answered {answer.StatusCode}.");
                }

                taken.Add(clock.Elapsed.TotalMilliseconds);
            }

            var median = Median(taken);
            table.Add(new Line("P15", $"{page}, of 1,000 actions", string.Create(CultureInfo.InvariantCulture, $"{median:0} ms"), "200 ms", median / 200, "at most 200 ms"));
        }
    }

    private static double Median(List<double> taken) => taken.Order().ElementAt(taken.Count / 2);
}
