using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace Jtai.Portal.Tests.Conformance;

/// <summary>Markup in one spelling: attributes and classes sorted, white space at most one space, none at the edges.</summary>
internal static partial class Html
{
    public static string Normal(string html)
    {
        var body = new HtmlParser().ParseDocument("<body>" + html + "</body>").Body!;
        var text = new StringBuilder();
        foreach (var child in body.ChildNodes)
        {
            Write(child, text, 0);
        }

        return text.ToString();
    }

    private static void Write(INode node, StringBuilder text, int depth)
    {
        var indent = new string(' ', depth * 2);
        if (node is IText words)
        {
            var kept = Spaces().Replace(words.Data, " ").Trim();
            if (kept.Length > 0)
            {
                text.Append(indent).Append(kept).Append('\n');
            }
        }
        else if (node is IElement element)
        {
            text.Append(indent).Append('<').Append(element.LocalName);
            foreach (var attribute in element.Attributes.OrderBy(attribute => attribute.Name, StringComparer.Ordinal))
            {
                text.Append(' ').Append(attribute.Name).Append("=\"").Append(Value(attribute)).Append('"');
            }

            text.Append(">\n");
            foreach (var child in element.ChildNodes)
            {
                Write(child, text, depth + 1);
            }
        }
    }

    private static string Value(IAttr attribute) => attribute.Name == "class"
        ? string.Join(' ', attribute.Value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal))
        : attribute.Value;

    [GeneratedRegex(@"\s+", RegexOptions.NonBacktracking)]
    private static partial Regex Spaces();
}
