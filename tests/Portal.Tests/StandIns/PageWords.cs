using AngleSharp.Dom;

namespace Jtai.Portal.Tests.StandIns;

/// <summary>What a person reads: one space between words, and between what stands in lines or cells of its own.</summary>
public static class PageWords
{
    public static string Read(IElement? element)
    {
        if (element?.Clone() is not IElement copy)
        {
            return "";
        }

        foreach (var line in copy.QuerySelectorAll("dt, dd, p, li, h2, h3, td, th, br"))
        {
            line.After(copy.Owner!.CreateTextNode(" "));
        }

        return string.Join(' ', copy.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }
}
