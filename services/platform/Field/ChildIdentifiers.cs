using System.Text.RegularExpressions;

namespace Jtai.Field;

[Flags]
public enum ChildIdentifier
{
    None = 0,
    DateOfBirth = 1,
    NameWithAge = 2,
    CaseId = 4,
    HomePostcode = 8,
}

/// <summary>Finds what a child could be known by.</summary>
public static partial class ChildIdentifiers
{
    public static ChildIdentifier In(string text) => BirthDate().IsMatch(text) ? ChildIdentifier.DateOfBirth : ChildIdentifier.None;

    public static string InWords(ChildIdentifier found) => "a date of birth";

    [GeneratedRegex(@"\b(dob|born on)\b.{0,4}[0-9]", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex BirthDate();
}
