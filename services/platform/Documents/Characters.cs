using System.Text;
using System.Xml;

namespace Jtai.Documents;

/// <summary>The characters that a document can hold: those of XML 1.0, which HTML allows as well.</summary>
internal static class Characters
{
    /// <summary>The text without what no document may hold: control characters, halves of surrogate pairs.</summary>
    public static string Allowed(string text)
    {
        var allowed = new StringBuilder(text.Length);
        for (var index = 0; index < text.Length; index++)
        {
            if (XmlConvert.IsXmlChar(text[index]))
            {
                allowed.Append(text[index]);
            }
            else if (index + 1 < text.Length && char.IsSurrogatePair(text[index], text[index + 1]))
            {
                allowed.Append(text[index]).Append(text[++index]);
            }
        }

        return allowed.ToString();
    }

    /// <summary>On one line, as names of documents and tables are.</summary>
    public static string OnOneLine(string text) => string.Join(' ', Lines(text)).Replace('\t', ' ');

    public static string[] Lines(string text) => Allowed(text).ReplaceLineEndings("\n").Split('\n');

    /// <summary>Whether the first letter that has a direction runs from right to left.</summary>
    public static bool RunRightToLeft(string text) =>
        text.FirstOrDefault(char.IsLetter) is (>= '\u0590' and <= '\u08FF') or (>= '\uFB1D' and <= '\uFDFF') or (>= '\uFE70' and <= '\uFEFF');
}
