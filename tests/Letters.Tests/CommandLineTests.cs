using System.Diagnostics;
using System.Text.Json;

namespace Jtai.LetterTests;

/// <summary><c>./jtai</c> as a person types it; the first call may have to build it.</summary>
public sealed class CommandLineTests
{
    private static readonly string[] Names =
    [
        "area", "letter_date", "inspection_start", "inspection_end", "theme", "format", "addressees", "priority_actions",
        "improvements", "strengths", "headline", "practice_studies", "statement_due", "statement_due_as_printed",
        "statement_prepared_by", "statement_sent_by", "statement_sent_to", "warnings",
    ];

    [Fact]
    public async Task Letter_AsJson_PrintsOneObjectWithTheAgreedNames()
    {
        var (code, output, errors) = await RunAsync("letter", Fictional("haskermoor-2025.pdf"), "--json");

        Assert.Equal((0, ""), (code, errors));
        using var json = JsonDocument.Parse(output);
        Assert.Equal(Names, json.RootElement.EnumerateObject().Select(p => p.Name));
        Assert.Equal("new", json.RootElement.GetProperty("format").GetString());
        Assert.Equal("2025-06-21", json.RootElement.GetProperty("statement_due").GetString());
        Assert.Equal(
            ["text", "lead_in", "page", "paragraph", "heading", "sub_points"],
            json.RootElement.GetProperty("priority_actions")[0].EnumerateObject().Select(p => p.Name));
        Assert.Equal("effective", json.RootElement.GetProperty("practice_studies")[0].GetProperty("kind").GetString());
    }

    [Fact]
    public async Task Letter_ForAPerson_NamesWhatItFound()
    {
        var (code, output, _) = await RunAsync("letter", Fictional("wendlecombe-2017.txt"));

        Assert.Equal(0, code);
        Assert.Contains("0 priority actions, 3 areas for improvement, 2 strengths", output, StringComparison.Ordinal);
        Assert.Contains("Statement due  not found", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("README.md", 2, "is not a JTAI letter. ")]
    [InlineData("nothing.pdf", 3, "cannot be read. There is no such file.")]
    public async Task Letter_OfAnotherKind_SaysWhyOnOneLine(string file, int exitCode, string why)
    {
        var (code, output, errors) = await RunAsync("letter", Fictional(file));

        Assert.Equal((exitCode, ""), (code, output));
        Assert.Contains(why, errors, StringComparison.Ordinal);
        Assert.Single(errors.TrimEnd().Split('\n'));
    }

    private static string Fictional(string file) => Path.Combine(Folders.FictionalLetters, file);

    private static async Task<(int Code, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(Folders.Repository, "jtai"), arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var jtai = Process.Start(start)!;
        var output = jtai.StandardOutput.ReadToEndAsync();
        var errors = jtai.StandardError.ReadToEndAsync();
        await jtai.WaitForExitAsync();
        return (jtai.ExitCode, await output, await errors);
    }
}
