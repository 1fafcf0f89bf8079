using System.Text.Json;

namespace Jtai.LetterTests;

/// <summary>
/// The cases of <c>../shared/cases</c>: one fictional letter with one thing changed in each. Where a case expects the plain
/// letter's lists, every item must have the plain letter's words.
/// </summary>
public sealed class CasesTests
{
    private static readonly Dictionary<string, string> Plain = new() { ["letters"] = "letters/00-plain.txt", ["pdf"] = "pdf/p01-plain.pdf" };

    // The one thing that these change is an item's words.
    private static readonly string[] OtherWords = ["52-item-ends-colon", "52-item-lowercase", "52-item-number", "52-item-two-sentences", "21-priority", "70-old"];

    public static TheoryData<string> Letters => [.. Cases().Where(c => c.Expect.Exit == 0).Select(c => c.File)];

    public static TheoryData<string> Others => [.. Cases().Where(c => c.Expect.Exit != 0).Select(c => c.File)];

    [RealLettersTheory]
    [MemberData(nameof(Letters))]
    public async Task Read_Case_FindsWhatIsExpected(string file)
    {
        var expected = Cases().Single(c => c.File == file).Expect;

        var letter = await ReadAsync(file);

        Assert.Equal(expected.Area, letter.Area);
        Assert.Equal((expected.LetterDate, expected.InspectionStart, expected.InspectionEnd, expected.Due),
            (letter.LetterDate, letter.InspectionStart, letter.InspectionEnd, letter.StatementDue));
        Assert.Equal((expected.Priority, expected.Improve, expected.Strengths),
            (letter.PriorityActions.Count, letter.Improvements.Count, letter.Strengths?.Count));
        Assert.Equal(expected.To, letter.StatementSentTo);
        Assert.Empty(letter.LeftOver);
        if (!Array.Exists(OtherWords, file.Contains))
        {
            var plain = await ReadAsync(Plain[file.Split('/')[0]]);
            Assert.Equal(Words(plain), Words(letter));
        }
    }

    [RealLettersTheory]
    [MemberData(nameof(Others))]
    public async Task Read_OtherPaper_IsRefused(string file) =>
        await Assert.ThrowsAsync<NotALetterException>(() => ReadAsync(file));

    private static readonly JsonSerializerOptions Names = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private static IEnumerable<string> Words(Letter letter) =>
        letter.PriorityActions.Concat(letter.Improvements).Concat(letter.Strengths!).Select(i => i.Text);

    private static async Task<Letter> ReadAsync(string file) =>
        await LetterParser.ReadAsync(await File.ReadAllBytesAsync(Path.Combine(Folders.Shared, "cases", file)));

    private static List<(string File, Expected Expect)> Cases()
    {
        var folder = Path.Combine(Folders.Shared, "cases");
        var cases = JsonSerializer.Deserialize<Dictionary<string, Case>>(File.ReadAllText(Path.Combine(folder, "expected.json")), Names)!;
        var pdfs = Directory.GetFiles(Path.Combine(folder, "pdf")).Select(f => "pdf/" + Path.GetFileName(f)).Where(f => !cases.ContainsKey(f))
            .Select(f => (f, cases[Plain["letters"]].Expect));
        return [.. cases.Where(c => c.Key.Split('/')[0] is "letters" or "other").Select(c => (c.Key, c.Value.Expect)), .. pdfs];
    }

    private sealed record Case(Expected Expect);

    private sealed record Expected(
        string? Area, DateOnly? LetterDate, DateOnly? InspectionStart, DateOnly? InspectionEnd, DateOnly? Due, string? To,
        int Priority, int Improve, int? Strengths, int Exit = 0);
}
