using System.Globalization;
using System.Text;

namespace Jtai.Inspections;

/// <summary>Whether two names mean one place: "London Borough of Ashmere" is Ashmere, and the City of London is not London.</summary>
internal static class PlaceNames
{
    private const string And = "and";

    // What kind of body it is, and not which place.
    private static readonly HashSet<string> SaidOfAll =
    [
        "the", "of", "council", "councils", "borough", "metropolitan", "county", "city", "district", "unitary", "royal", "local", "authority",
        "area", "safeguarding", "children", "childrens", "child", "partnership", "partners", "board", "arrangements",
    ];

    /// <summary>True where they have a place in common: a letter may be about several, and so may a partnership be.</summary>
    public static bool Meet(string name, IEnumerable<string> others) => others.SelectMany(PlacesOf).Intersect(PlacesOf(name)).Any();

    private static IEnumerable<string> PlacesOf(string name)
    {
        var words = WordsOf(name);
        var parts = words.Split($" {And} ", StringSplitOptions.TrimEntries);
        return parts.Append(words).Select(WithoutWhatIsSaidOfAll).Where(place => place.Length > 0).Distinct();
    }

    // "Bath & North-East Somerset" as "bath and north east somerset".
    private static string WordsOf(string name)
    {
        var plain = new StringBuilder(name.Length);
        foreach (var character in name.Normalize(NormalizationForm.FormD))
        {
            _ = character switch
            {
                '&' or ',' or ';' or '/' => plain.Append(' ').Append(And).Append(' '),
                '\'' or '’' => plain,
                _ when char.IsLetterOrDigit(character) => plain.Append(char.ToLowerInvariant(character)),
                _ when CharUnicodeInfo.GetUnicodeCategory(character) == UnicodeCategory.NonSpacingMark => plain,
                _ => plain.Append(' '),
            };
        }

        return Spaces.Single(plain.ToString())
            .Replace("city of london", "city-of-london", StringComparison.Ordinal)
            .Replace("london borough", "borough", StringComparison.Ordinal);
    }

    private static string WithoutWhatIsSaidOfAll(string words) =>
        string.Join(' ', words.Split(' ').Where(word => word.Length > 0 && word != And && !SaidOfAll.Contains(word)));
}
