using System.Globalization;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Jtai.Portal.Design;

/// <summary>HTML elements as values: every string is encoded, and an attribute without a value is left out.</summary>
internal static class Markup
{
    /// <summary>An element; content may be text, markup or null, which is skipped.</summary>
    public static TagBuilder Element(string name, string? classes, params ReadOnlySpan<object?> content)
    {
        var element = new TagBuilder(name);
        element.With("class", classes);
        foreach (var part in content)
        {
            element.Add(part);
        }

        if (name is "input")
        {
            element.TagRenderMode = TagRenderMode.SelfClosing;
        }

        return element;
    }

    public static TagBuilder Add(this TagBuilder element, object? part)
    {
        if (part is IHtmlContent markup)
        {
            element.InnerHtml.AppendHtml(markup);
        }
        else if (part is not null)
        {
            element.InnerHtml.Append(Convert.ToString(part, CultureInfo.InvariantCulture)!);
        }

        return element;
    }

    /// <summary>Sets an attribute; null or false leaves it out, true gives the bare name.</summary>
    public static TagBuilder With(this TagBuilder element, string attribute, object? value)
    {
        if (value is true)
        {
            element.MergeAttribute(attribute, "", replaceExisting: true);
        }
        else if (value is not null and not false)
        {
            element.MergeAttribute(attribute, Convert.ToString(value, CultureInfo.InvariantCulture), replaceExisting: true);
        }

        return element;
    }

    /// <summary>Takes over what the page's author wrote on the tag and no property claimed; classes are added to.</summary>
    public static TagBuilder With(this TagBuilder element, IEnumerable<TagHelperAttribute> written)
    {
        foreach (var attribute in written)
        {
            var value = Text(attribute.Value);
            if (attribute.Name == "class")
            {
                element.With("class", Classes(element.Attributes.TryGetValue("class", out var own) ? own : null, value));
            }
            else
            {
                element.With(attribute.Name, value ?? "");
            }
        }
        return element;
    }

    public static string Classes(params ReadOnlySpan<string?> names)
    {
        var kept = new List<string>();
        foreach (var name in names)
        {
            if (!string.IsNullOrEmpty(name))
            {
                kept.Add(name);
            }
        }
        return string.Join(' ', kept);
    }

    /// <summary>A heading of level 1 to 6.</summary>
    public static TagBuilder Heading(int level, string? classes, params ReadOnlySpan<object?> content) =>
        Element(string.Create(CultureInfo.InvariantCulture, $"h{Math.Clamp(level, 1, 6)}"), classes, content);

    public static TagBuilder Hidden(string text) => Element("span", "govuk-visually-hidden", text);

    /// <summary>Replaces the tag in the page by <paramref name="markup"/>.</summary>
    public static void Become(this TagHelperOutput output, IHtmlContent? markup)
    {
        output.TagName = null;
        output.Content.SetHtmlContent(markup ?? HtmlString.Empty);
    }

    /// <summary>What stands between the start and end tag, or null where there is nothing but white space.</summary>
    public static async Task<IHtmlContent?> ContentOrNullAsync(this TagHelperOutput output)
    {
        var content = await output.GetChildContentAsync();
        return content.IsEmptyOrWhiteSpace ? null : content;
    }

    private static string? Text(object? value)
    {
        if (value is not IHtmlContent markup)
        {
            return Convert.ToString(value, CultureInfo.InvariantCulture);
        }

        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        markup.WriteTo(writer, NullHtmlEncoder.Default);
        // Razor has already encoded a literal attribute; TagBuilder is about to encode it again.
        return System.Net.WebUtility.HtmlDecode(writer.ToString());
    }
}
