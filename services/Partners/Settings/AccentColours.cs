using System.Globalization;
using System.Text.RegularExpressions;

namespace Jtai.Partners.Settings;

/// <summary>The colour of a partnership's pages, on which white words stand.</summary>
public static partial class AccentColours
{
    // Of text to what is behind it (WCAG 2.2, 1.4.3).
    private const double LeastContrast = 4.5;

    /// <param name="colour">"#17495a".</param>
    public static bool IsReadable(string colour) => Pattern().IsMatch(colour) && ContrastToWhite(colour) >= LeastContrast;

    /// <summary>WCAG's contrast ratio, from 1 to 21.</summary>
    public static double ContrastToWhite(string colour) =>
        1.05 / ((0.2126 * Light(colour, 1)) + (0.7152 * Light(colour, 3)) + (0.0722 * Light(colour, 5)) + 0.05);

    private static double Light(string colour, int at)
    {
        var share = int.Parse(colour.AsSpan(at, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) / 255.0;
        return share <= 0.04045 ? share / 12.92 : Math.Pow((share + 0.055) / 1.055, 2.4);
    }

    [GeneratedRegex(@"^#[0-9a-fA-F]{6}\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Pattern();
}
