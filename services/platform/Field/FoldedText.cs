using System.Globalization;
using System.Text;

namespace Jtai.Field;

/// <summary>
/// Text as it is searched for identifiers. What was pasted from a record may hold full-width characters, hard spaces, long dashes, curly
/// quotes and invisible characters: they become the ordinary ones, or go.
/// </summary>
internal static class FoldedText
{
    // From a full-width character of ASCII to the ordinary one.
    private const int FullWidth = '\uFF01' - '!';

    public static string Of(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (char.IsAscii(character))
            {
                folded.Append(character);
            }
            else if (char.GetUnicodeCategory(character) is var category and not UnicodeCategory.Format)
            {
                folded.Append(category switch
                {
                    UnicodeCategory.DecimalDigitNumber when CharUnicodeInfo.GetDecimalDigitValue(character) is >= 0 and var digit => (char)('0' + digit),
                    UnicodeCategory.SpaceSeparator => ' ',
                    UnicodeCategory.DashPunctuation => '-',
                    _ => character switch
                    {
                        >= '\uFF01' and <= '\uFF5E' => (char)(character - FullWidth),
                        '‘' or '’' => '\'',
                        '“' or '”' => '"',
                        _ => character,
                    },
                });
            }
        }

        return folded.ToString();
    }
}
