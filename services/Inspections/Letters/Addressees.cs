using System.Text;
using System.Text.RegularExpressions;

namespace Jtai.Letters;

/// <summary>
/// The people written to, between the date and "Dear". One line each, but lines wrap, and text copied from a web page runs
/// several together on one line.
/// </summary>
internal static partial class Addressees
{
    private const int RunTogether = 120;
    private const int LongestEntry = 180;

    public static (List<string> People, bool WereRunTogether) Read(List<Line> lines, LetterHead head)
    {
        if (head.Salutation <= head.Date)
        {
            return ([], false);
        }

        var block = lines[(head.Date + 1)..head.Salutation].Where(l => !Markings.Is(l.Text) && !ContactDetail().IsMatch(l.Text)).ToList();
        var entries = Unwrap(block);
        var people = entries.SelectMany(SplitRunTogether).Select(Tidy).ToList();
        return (people, people.Count > entries.Count);
    }

    private static List<string> Unwrap(List<Line> lines)
    {
        var width = lines.Count == 0 ? 0 : Math.Max(80, lines.Max(l => l.Length));
        var entries = new List<StringBuilder>();
        for (var i = 0; i < lines.Count; i++)
        {
            if (i > 0 && Continues(lines[i - 1], lines[i], width))
            {
                entries[^1].Append(' ').Append(lines[i].Text);
            }
            else
            {
                entries.Add(new StringBuilder(lines[i].Text));
            }
        }

        return [.. entries.Select(entry => entry.ToString())];
    }

    private static bool Continues(Line before, Line line, int width)
    {
        if (line.Indent > before.Indent || char.IsLower(line.Text[0]) || Headings.EndsOpen(before.Text) || before.Text[^1] is '&')
        {
            return true;
        }

        if (line.AfterGap || before.Length > RunTogether || StartsWithPerson(line.Text))
        {
            return false;
        }
        // A person's line names a role after a comma; a lone agency or "Council" is the rest of the line above.
        var firstWord = line.Text.Split(' ', 2)[0].Length;
        var full = before.Length + 1 + firstWord > width - 6;
        return full || (!line.Text.Contains(',', StringComparison.Ordinal) && (before.Text[^1] is ',' || NamesNobody(line.Text)));
    }

    private static bool NamesNobody(string line) =>
        !line.Contains(' ', StringComparison.Ordinal) || line.Split(' ').All(word => RoleWord().IsMatch(word) || LinkOrAcronym().IsMatch(word));

    private static bool StartsWithPerson(string line) =>
        PersonFirst().Match(line) is { Success: true } match && (match.Groups["title"].Success || !HoldsRoleWord(match.Groups["name"].Value));

    // Only a line too long to be printed as one can hold several people, unless a "Mr" or "Dr" gives the second away.
    private static IEnumerable<string> SplitRunTogether(string entry)
    {
        var start = 0;
        foreach (Match match in NextPerson().Matches(entry))
        {
            var titled = match.Groups["title"].Success;
            if (!titled && (entry.Length <= LongestEntry || HoldsRoleWord(match.Groups["name"].Value)))
            {
                continue;
            }

            if (!entry.AsSpan(start, match.Index - start).Contains(','))
            {
                continue;
            }

            yield return entry[start..match.Index];
            start = match.Index + 1;
        }

        yield return entry[start..];
    }

    private static string Tidy(string entry) => entry.Replace(" ,", ",", StringComparison.Ordinal).Trim(' ', ',');

    private static bool HoldsRoleWord(string name) => name.Split(' ').Any(word => RoleWord().IsMatch(word));

    [GeneratedRegex(@"(?<=[\w)’]) (?:(?<title>Mr|Mrs|Ms|Miss|Dr|Sir|Dame|Professor|Prof|Cllr|Councillor)\.? )?(?<name>\p{Lu}[\w’'-]+ (?:\p{Lu}\.? )?\p{Lu}[\w’'-]+)(?: (?:OBE|CBE|MBE|QPM|DL|QC|KC))*,", RegexOptions.None, LetterLimits.PatternMilliseconds)]
    private static partial Regex NextPerson();

    [GeneratedRegex(@"^(?:(?<title>Mr|Mrs|Ms|Miss|Dr|Sir|Dame|Professor|Prof|Cllr|Councillor|Lord|Lady|Baroness)\.? |(?:(?:Acting|Temporary|Deputy|Assistant|Detective) )*(?:Chief )?(?:Constable|Superintendent|Supt|Inspector|Commander) )?(?<name>\p{Lu}[\w’'-]+(?: \p{Lu}[\w’'.-]*){1,3}) ?,", RegexOptions.None, LetterLimits.PatternMilliseconds)]
    private static partial Regex PersonFirst();

    [GeneratedRegex(
        """
        ^(?:Acting|Area|Assistant|Authority|Board|Borough|Care|Chair|Chief|Child|Children|Children’s|Children's
        | City|Clinical|Commander|Commission|Commissioner|Commissioning|Community|Company|Constable
        | Constabulary|Corporate|Council|County|Crime|Deputy|Designated|East|Eastern|North|South|West|Western
        | Northern|Southern|Central|Director|Divisional|District|Division|Education|Executive|Families
        | Foundation|Group|Head|Health|Hospital|Hospitals|ICB|CCG|LSCB|Independent|Integrated|Interim|Justice
        | Lead|Local|London|Manager|Mayor|Metropolitan|National|NHS|Nurse|Nursing|Offending|Officer|Operating
        | Partners|Partnership|Partnerships|People|Police|Probation|Quality|Region|Regional|Rehabilitation
        | Safeguarding|Safety|Scrutineer|Service|Services|Social|Strategic|Superintendent|Team|Trust|Women
        | Young|Youth)$
        """, RegexOptions.IgnorePatternWhitespace, LetterLimits.PatternMilliseconds)]
    private static partial Regex RoleWord();

    [GeneratedRegex(@"^(?:of|and|for|the|&|\(?[A-Z]{2,6}\)?)$", RegexOptions.None, LetterLimits.PatternMilliseconds)]
    private static partial Regex LinkOrAcronym();

    [GeneratedRegex(@"@|www\.|https?:|^(?:T|Tel|Telephone|Textphone|Email|E-mail)\b.*\d|\b0\d{2,4}\s?\d{3}\s?\d{3,4}\b", RegexOptions.IgnoreCase, LetterLimits.PatternMilliseconds)]
    private static partial Regex ContactDetail();
}
