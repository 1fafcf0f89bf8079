using System.Text.Json;

namespace Jtai.Portal.Journeys.Information;

/// <summary>A word of the field in plain English.</summary>
/// <param name="StandsFor">What an abbreviation is short for, or another name.</param>
public sealed record Term(string Name, string? StandsFor, string Meaning)
{
    /// <summary>The fragment under which the glossary page shows it.</summary>
    public string Anchor => string.Concat(Name.ToLowerInvariant().Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-'));
}

/// <summary>The terms of terms.json, which is built into the assembly.</summary>
public static class Terms
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>All terms by name.</summary>
    public static IReadOnlyList<Term> All { get; } = Load();

    /// <summary>The term of that name in any case, or null.</summary>
    public static Term? Find(string name) =>
        All.FirstOrDefault(term => term.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static List<Term> Load()
    {
        using var file = typeof(Terms).Assembly.GetManifestResourceStream("Jtai.Portal.terms.json")!;
        var terms = JsonSerializer.Deserialize<List<Entry>>(file, Json)!;
        return [.. terms.Select(entry => new Term(entry.Term, entry.StandsFor, entry.Meaning))];
    }

    private sealed record Entry(string Term, string? StandsFor, string Meaning);
}
