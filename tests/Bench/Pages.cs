using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace Jtai.Bench;

/// <summary>Pages as somebody who is signed in opens them: the server's time for each.</summary>
internal static class Pages
{
    public const string Home = $"/partnerships/{BenchRegion.Partnership}";
    private const int Views = 15;

    /// <param name="region">Started with its portal.</param>
    /// <param name="person">Who opens them.</param>
    /// <param name="number">Of the benchmark.</param>
    /// <param name="size">In words, behind the page's name.</param>
    /// <param name="table">Takes a line for each.</param>
    /// <param name="pages">Names and addresses.</param>
    public static async Task MeasureAsync(
        BenchRegion region, string person, string number, string size, Table table, params IEnumerable<(string Page, string Path)> pages)
    {
        await region.SettleAsync();
        using var http = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer(), AllowAutoRedirect = false }) { BaseAddress = region.Portal };
        using (var start = await http.GetAsync("/sign-in/start"))
        using (var chosen = await http.GetAsync($"{start.Headers.Location}&person={person}"))
        using (await http.GetAsync(chosen.Headers.Location))
        {
        }

        foreach (var (page, path) in pages)
        {
            var taken = new List<double>();
            for (var view = 0; view < Views; view++)
            {
                var clock = Stopwatch.StartNew();
                using var answer = await http.GetAsync(path);
                if (answer.StatusCode != HttpStatusCode.OK)
                {
                    throw new InvalidOperationException($"{path} answered {answer.StatusCode}.");
                }

                taken.Add(clock.Elapsed.TotalMilliseconds);
            }

            var median = Median(taken);
            table.Add(new Line(number, $"{page}, {size}", string.Create(CultureInfo.InvariantCulture, $"{median:0} ms"), "200 ms", median / 200, "at most 200 ms"));
        }
    }

    public static double Median(List<double> taken) => taken.Order().ElementAt(taken.Count / 2);
}
