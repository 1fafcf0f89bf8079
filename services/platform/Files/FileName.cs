using System.Globalization;
using System.Text;
using Jtai.Errors;

namespace Jtai.Files;

/// <summary>The name of a file as it may be shown and saved anywhere: its last part, without what steers a screen or a disk.</summary>
public static class FileName
{
    public const int MostCharacters = 150;

    private static readonly HashSet<string> Devices = new(
        ["CON", "PRN", "AUX", "NUL", .. Enumerable.Range(0, 10).SelectMany(n => (string[])[$"COM{n}", $"LPT{n}"])], StringComparer.OrdinalIgnoreCase);

    /// <exception cref="Invalid">Nothing is left of it, or it is too long.</exception>
    public static string Clean(string given)
    {
        if (given.Length > 4_000)
        {
            throw TooLong();
        }

        var kept = new StringBuilder();
        foreach (var rune in given.EnumerateRunes())
        {
            // Controls, marks that turn the direction of writing, halves of surrogates, what no font shows.
            var hidden = Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.OtherNotAssigned
                or UnicodeCategory.PrivateUse or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
            if (!hidden && rune != Rune.ReplacementChar)
            {
                kept.Append(Rune.IsWhiteSpace(rune) ? " " : rune.ToString());
            }
        }

        var last = kept.ToString().Normalize(NormalizationForm.FormC).Split('/', '\\')[^1];
        var name = string.Concat(last.Select(character => "<>:\"|?*".Contains(character, StringComparison.Ordinal) ? '-' : character)).Trim(' ', '.');
        if (name.Length == 0)
        {
            throw new Invalid("name", "The file needs a name.");
        }

        if (Devices.Contains(name.Split('.')[0].TrimEnd()))
        {
            name = "file " + name;
        }

        return name.Length <= MostCharacters ? name : throw TooLong();
    }

    /// <summary>With the ending that its content calls for; the same where it has it.</summary>
    public static string WithEnding(string name, FileKind kind)
    {
        var ending = Path.GetExtension(name);
        if (kind.Endings().Contains(ending, StringComparer.OrdinalIgnoreCase))
        {
            return name;
        }

        var stem = ending.Length is > 1 and <= 6 && ending.Skip(1).All(char.IsAsciiLetterOrDigit) ? name[..^ending.Length] : name;
        var most = MostCharacters - kind.Endings()[0].Length;
        return (stem.Length > most ? stem[..most] : stem).TrimEnd(' ', '.') + kind.Endings()[0];
    }

    private static Invalid TooLong() => new("name", $"The file's name has more than {MostCharacters} characters. Give it a shorter one.");
}
