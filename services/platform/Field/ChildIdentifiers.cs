namespace Jtai.Field;

/// <summary>What a text seems to hold that a child could be known by.</summary>
[Flags]
public enum ChildIdentifier
{
    None = 0,

    /// <summary>A day beside a word for birth.</summary>
    DateOfBirth = 1,

    /// <summary>A name or initials with an age under 18, or a table with both.</summary>
    NameWithAge = 2,

    /// <summary>The number of a child's case, record, pupil or crime in an agency's system.</summary>
    CaseId = 4,

    /// <summary>A full postcode that is not plainly an organisation's.</summary>
    HomePostcode = 8,
}

/// <summary>
/// Finds in free text what looks like a child's identifier. It only warns: whoever wrote it takes it out or says why no child can be
/// known by it. So it looks for what practitioners write, and is silent on what plans are full of: counts in brackets after an agency's
/// name, dates, sections of Acts, ranges of ages, our own references. An NHS number is refused instead: <see cref="NhsNumber"/>.
/// </summary>
public static partial class ChildIdentifiers
{
    /// <summary>All kinds that the text holds. Its time is linear in the text's length, whatever the text.</summary>
    public static ChildIdentifier In(string text) => In(text, 0);

    /// <summary>The same for a piece of a long text, of which what stands before <paramref name="from"/> was searched before.</summary>
    public static ChildIdentifier In(string text, int from)
    {
        var before = FoldedText.Of(text[..from]);
        var plain = before + FoldedText.Of(text[from..]);
        return (HasDateOfBirth(plain, before.Length) ? ChildIdentifier.DateOfBirth : default)
            | (HasNameWithAge(plain, before.Length) ? ChildIdentifier.NameWithAge : default)
            | (HasCaseId(plain, before.Length) ? ChildIdentifier.CaseId : default)
            | (HasHomePostcode(plain, before.Length) ? ChildIdentifier.HomePostcode : default);
    }

    /// <summary>E.g. "a date of birth and a home postcode"; empty for none.</summary>
    public static string InWords(ChildIdentifier found)
    {
        string[] words =
        [
            .. found.HasFlag(ChildIdentifier.DateOfBirth) ? ["a date of birth"] : Array.Empty<string>(),
            .. found.HasFlag(ChildIdentifier.NameWithAge) ? ["a name with an age"] : Array.Empty<string>(),
            .. found.HasFlag(ChildIdentifier.CaseId) ? ["a case number"] : Array.Empty<string>(),
            .. found.HasFlag(ChildIdentifier.HomePostcode) ? ["a home postcode"] : Array.Empty<string>(),
        ];
        return words is [.. var before, var last] && before.Length > 0 ? $"{string.Join(", ", before)} and {last}" : string.Concat(words);
    }
}
