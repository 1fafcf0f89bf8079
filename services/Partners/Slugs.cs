using System.Text.RegularExpressions;
using Jtai.Errors;

namespace Jtai.Partners;

/// <summary>The ids of the registers, which people choose: they stand in addresses and settings.</summary>
internal static partial class Slugs
{
    public static RequestCheck Slug(this RequestCheck check, string field, string value) =>
        check.That(Pattern().IsMatch(value), field, "Use 2 to 60 small letters, digits and hyphens, beginning with a letter.");

    [GeneratedRegex(@"^[a-z][a-z0-9-]{1,59}\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Pattern();
}
