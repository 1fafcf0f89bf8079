using System.Net;
using System.Text;

namespace Jtai.Files;

/// <summary>What a reader of a page of HTML sees of it, piece by piece: no markup, a tab after a cell, a line for each block.</summary>
internal sealed class HtmlText
{
    private const int LongestName = 10;
    private readonly StringBuilder name = new();
    private bool isInTag;
    private bool isNameWhole;
    private bool isHidden;

    public ReadOnlyMemory<char> Of(ReadOnlyMemory<char> markup)
    {
        var text = new StringBuilder();
        foreach (var character in markup.Span)
        {
            if (character == '<')
            {
                (isInTag, isNameWhole) = (true, false);
                name.Clear();
            }
            else if (!isInTag)
            {
                text.Append(isHidden ? "" : character is '\r' or '\n' ? " " : character.ToString());
            }
            else if (character == '>')
            {
                isInTag = false;
                text.Append(End(name.ToString().ToLowerInvariant()));
            }
            else if (!isNameWhole && name.Length < LongestName && (char.IsAsciiLetterOrDigit(character) || character == '/'))
            {
                name.Append(character);
            }
            else
            {
                isNameWhole = true;
            }
        }

        return WebUtility.HtmlDecode(text.ToString()).AsMemory();
    }

    private string End(string tag)
    {
        isHidden = tag is "style" or "script" || (isHidden && tag is not ("/style" or "/script"));
        return tag switch
        {
            "/td" or "/th" => "\t",
            "br" or "br/" or "/p" or "/div" or "/tr" or "/li" or "/h1" or "/h2" or "/h3" or "/h4" => "\n",
            _ => "",
        };
    }
}
