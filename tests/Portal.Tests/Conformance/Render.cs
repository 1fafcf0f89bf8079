using System.Net;
using System.Text.Encodings.Web;
using Jtai.Portal.Design;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Jtai.Portal.Tests.Conformance;

/// <summary>Runs tags as Razor does: a parent's items reach its children, and what no property claims is passed on.</summary>
internal static class Render
{
    public static string Tag(TagHelper tag, Options options, string? content = null, params string[] passed) =>
        Tag(tag, options.Written(passed), content);

    public static string Tag(TagHelper tag, Dictionary<string, string> written, string? content = null) =>
        Tag(tag, "tag", written, _ => content, new Dictionary<object, object>());

    public static string Tag(TagHelper parent, Options options, IEnumerable<Func<IDictionary<object, object>, string?>> children) =>
        Tag(parent, "tag", options.Written(), items => string.Concat(children.Select(child => child(items))), new Dictionary<object, object>());

    public static Func<IDictionary<object, object>, string?> Child(TagHelper tag, Dictionary<string, string> written, string? content) =>
        items => Tag(tag, "tag", written, _ => content, new Dictionary<object, object>(items));

    public static Func<IDictionary<object, object>, string?> Child(
        TagHelper tag, Dictionary<string, string> written, Func<IDictionary<object, object>, string?> content) =>
        items => Tag(tag, "tag", written, content, new Dictionary<object, object>(items));

    public static string Tag(
        TagHelper tag, string name, Dictionary<string, string> written,
        Func<IDictionary<object, object>, string?> children, IDictionary<object, object> items)
    {
        if (tag is FormField field)
        {
            field.ViewContext = View();
        }

        if (tag is ErrorSummaryTagHelper summary)
        {
            summary.ViewContext = View();
        }

        var context = new TagHelperContext(name, [], items, Guid.NewGuid().ToString());
        var output = new TagHelperOutput(
            name,
            [.. written.Select(attribute => new TagHelperAttribute(attribute.Key, attribute.Value))],
            (_, _) =>
            {
                var content = new DefaultTagHelperContent();
                content.SetHtmlContent(children(context.Items) ?? "");
                return Task.FromResult<TagHelperContent>(content);
            });
        tag.Init(context);
        // Nothing of ours waits for anything: the children above answer at once.
        tag.ProcessAsync(context, output).GetAwaiter().GetResult();
        if (output.TagName is not null && !output.IsContentModified)
        {
            output.Content.SetHtmlContent(output.GetChildContentAsync().GetAwaiter().GetResult());
        }

        using var writer = new StringWriter();
        output.WriteTo(writer, HtmlEncoder.Default);
        return writer.ToString();
    }

    /// <summary>A fixture's html as it is, or its text encoded.</summary>
    public static string? Content(Options options) => options.Text("html") ?? WebUtility.HtmlEncode(options.Text("text"));

    private static ViewContext View() => new()
    {
        HttpContext = new DefaultHttpContext(),
        ViewData = new ViewDataDictionary(new EmptyModelMetadataProvider(), new ModelStateDictionary()),
    };
}
