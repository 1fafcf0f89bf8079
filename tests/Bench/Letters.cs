using System.Diagnostics;
using Jtai.Letters;

namespace Jtai.Bench;

/// <summary>P12: reads a letter, the whole way from the PDF, and from text, which is parsing alone.</summary>
internal static class Letters
{
    private const int Times = 15;

    public static async Task MeasureAsync(string root, Table table)
    {
        var file = Directory.Exists(Path.Combine(root, "..", "shared", "letters"))
            ? new DirectoryInfo(Path.Combine(root, "..", "shared", "letters")).GetFiles("*.pdf").MaxBy(pdf => pdf.Length)!.FullName
            : Path.Combine(root, "tests", "Letters.Tests", "FictionalLetters", "haskermoor-2025.pdf");
        var pdf = await File.ReadAllBytesAsync(file);
        var letter = await LetterParser.ReadAsync(pdf);
        using var converter = Process.Start(new ProcessStartInfo("pdftotext", ["-layout", file, "-"]) { RedirectStandardOutput = true })!;
        using var buffer = new MemoryStream();
        await converter.StandardOutput.BaseStream.CopyToAsync(buffer);
        var text = buffer.ToArray();

        var whole = await MedianAsync(() => LetterParser.ReadAsync(pdf));
        var parsing = await MedianAsync(() => LetterParser.ReadAsync(text));
        var converting = await MedianAsync(async () =>
        {
            using var process = Process.Start(new ProcessStartInfo("pdftotext", ["-layout", file, "/dev/null"]))!;
            await process.WaitForExitAsync();
            return 0;
        });
        table.Add(new Line("P12", $"read a letter, PDF of {letter.Pages} pages", $"{whole:0} ms", $"{converting:0} ms pdftotext alone", whole / converting, "at most 300 ms"));
        table.Add(new Line("P12", "parse its text", $"{parsing:0.0} ms", "10 ms", parsing / 10, "at most 10 ms"));
    }

    private static async Task<double> MedianAsync<T>(Func<Task<T>> work)
    {
        var taken = new List<double>();
        for (var at = 0; at < Times; at++)
        {
            var clock = Stopwatch.StartNew();
            await work();
            taken.Add(clock.Elapsed.TotalMilliseconds);
        }

        return taken.Order().ElementAt(Times / 2);
    }
}
