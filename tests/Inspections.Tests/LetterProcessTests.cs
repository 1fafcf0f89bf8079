using System.Diagnostics;
using Jtai.Errors;
using Jtai.Letters;
using Jtai.Testing;

namespace Jtai.Inspections.Tests;

/// <summary>The process that reads a letter: nothing is lost on the way from it, and it ends whatever it is given.</summary>
public sealed class LetterProcessTests
{
    private static readonly LetterProcess Process = new(LetterProcess.BesideThisService);

    [Theory]
    [InlineData("haskermoor-2025.pdf")]
    [InlineData("port-lannick-2018.pdf")]
    [InlineData("wendlecombe-2017.txt")]
    public async Task Read_Letter_GivesEverythingThatTheParserFound(string file)
    {
        var bytes = await File.ReadAllBytesAsync(Path.Combine(Repository.Root, "tests", "Letters.Tests", "FictionalLetters", file));

        var letter = await Process.ReadAsync(bytes, CancellationToken.None);

        var parsed = await LetterParser.ReadAsync(bytes);
        Assert.NotEmpty(letter.Paragraphs);
        Assert.Equal(64, letter.SourceSha256.Length);
        Assert.Equal(LetterJson.WriteWhole(parsed), LetterJson.WriteWhole(letter));
    }

    [Fact]
    public async Task Read_PaperOfAnotherKind_SaysWhy()
    {
        var fault = await Assert.ThrowsAsync<NotALetterException>(() =>
            Process.ReadAsync("Minutes of the meeting of 3 May."u8.ToArray(), CancellationToken.None));

        Assert.Equal("It never mentions a joint targeted area inspection.", fault.Message);
    }

    [Fact]
    public async Task Read_FormsWithinForms_EndsInTimeAndInWords()
    {
        var clock = Stopwatch.StartNew();

        var fault = await Assert.ThrowsAsync<UnreadableLetterException>(() =>
            Process.ReadAsync(HostileLetter.NestedForms, CancellationToken.None));

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        Assert.Contains("time", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Start_WithoutTheTool_IsRefused()
    {
        var refusal = Assert.Throws<StartRefused>(() => new LetterProcess("/nowhere/jtai.dll"));

        Assert.Contains("Letters:Tool", refusal.Message, StringComparison.Ordinal);
    }
}
