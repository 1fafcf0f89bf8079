using System.Text.Json;

namespace Jtai.LetterTests;

/// <summary>What a reader must find in one letter: a row of an <c>expected.json</c>.</summary>
internal sealed record ExpectedLetter
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public required string File { get; init; }
    public required string Area { get; init; }
    public required DateOnly LetterDate { get; init; }
    public required DateOnly InspectionStart { get; init; }
    public required DateOnly InspectionEnd { get; init; }
    public required string Theme { get; init; }
    public required string Format { get; init; }
    public required int PriorityActions { get; init; }
    public required int PrioritySubPoints { get; init; }
    public required int Improvements { get; init; }
    public required int? Strengths { get; init; }
    public required int CaseStudiesEffective { get; init; }
    public required int CaseStudiesImprovement { get; init; }
    public required DateOnly? Deadline { get; init; }
    public required string? DeadlineAsPrinted { get; init; }
    public required string? StatementPreparedBy { get; init; }
    public required string? StatementSentBy { get; init; }
    public required string? StatementSentTo { get; init; }
    public int? Addressees { get; init; }
    public int? Headline { get; init; }
    public int? Pages { get; init; }
    public string[]? Warnings { get; init; }

    /// <summary>Every item in order: its list, its heading, its words, its nested points.</summary>
    public string[]? Items { get; init; }

    public static ExpectedLetter[] All(string folder) =>
        JsonSerializer.Deserialize<ExpectedLetter[]>(System.IO.File.ReadAllText(Path.Combine(folder, "expected.json")), Options)!;

    public static ExpectedLetter For(string folder, string file) => All(folder).Single(e => e.File == file);

    /// <summary>The fields that are compared exactly, as one comparable text per field.</summary>
    public string Counted() => Describe(
        Area, LetterDate, InspectionStart, InspectionEnd, Format, PriorityActions, PrioritySubPoints, Improvements, Strengths, Deadline);

    /// <summary>The same fields as read from a letter.</summary>
    public static string Counted(Letter letter) => Describe(
        letter.Area, letter.LetterDate, letter.InspectionStart, letter.InspectionEnd,
        letter.Format == LetterFormat.Old ? "old" : "new",
        letter.PriorityActions.Count, letter.PriorityActions.Sum(i => i.SubPoints.Count), letter.Improvements.Count,
        letter.Strengths?.Count, letter.StatementDue);

    /// <summary>The items of a letter as <see cref="Items"/> writes them.</summary>
    public static IEnumerable<string> ItemsOf(Letter letter) =>
        letter.PriorityActions.Select(i => ("priority", i)).Concat(letter.Improvements.Select(i => ("improvement", i)))
            .Concat((letter.Strengths ?? []).Select(i => ("strength", i)))
            .Select(i => string.Join(" / ", [$"{i.Item1} | {i.i.Heading} | {i.i.Text}", .. i.i.SubPoints]));

    private static string Describe(
        string? area, DateOnly? letter, DateOnly? start, DateOnly? end, string format, int priority, int subPoints, int improvements, int? strengths, DateOnly? deadline) =>
        $"""
        area {area}
        letter {letter:yyyy-MM-dd}, inspection {start:yyyy-MM-dd} to {end:yyyy-MM-dd}, format {format}
        priority {priority} with {subPoints} sub-points, improvements {improvements}, strengths {strengths?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "null"}
        deadline {deadline:yyyy-MM-dd}
        """;
}
