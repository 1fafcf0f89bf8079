using Jtai.Portal.Design;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Jtai.Portal.Calls;

/// <summary>A form's own key, so that a form sent twice acts once.</summary>
internal static class IdempotencyKey
{
    /// <summary>The form's field, and the metadata of the call.</summary>
    public const string Name = "idempotency-key";

    /// <summary>The key of the posted form; null where nothing was posted, or no key of ours.</summary>
    public static string? Of(HttpRequest request) =>
        HttpMethods.IsPost(request.Method) && request.HasFormContentType && Guid.TryParseExact(request.Form[Name], "N", out var key)
            ? key.ToString("N")
            : null;
}

/// <summary>
/// Stands in every form that changes something. A form that comes back with an error keeps its key, unless the key has saved
/// other words already; where a service asks why no child can be known by what it says, the question stands here too.
/// </summary>
/// <example>&lt;form method="post"&gt;&lt;idempotency-key /&gt;…</example>
[HtmlTargetElement("idempotency-key", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class IdempotencyKeyTagHelper(IHtmlHelper html) : TagHelper
{
    [HtmlAttributeNotBound]
    [ViewContext]
    public ViewContext ViewContext { get; set; } = null!;

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        output.Become(Markup
            .Element("input", null)
            .With("type", "hidden")
            .With("name", IdempotencyKey.Name)
            .With("value", Key()));
        if (NoChildBecause.ForForm(ViewContext) is { } reason)
        {
            ((IViewContextAware)html).Contextualize(ViewContext);
            output.PostElement.AppendHtml(await html.PartialAsync("_NoChildBecause", reason));
        }
    }

    private string Key() =>
        (ViewContext.ModelState.SaysSavedBefore() ? null : IdempotencyKey.Of(ViewContext.HttpContext.Request) ?? Kept()) ?? Guid.NewGuid().ToString("N");

    /// <summary>Of a form that was kept after its session's end, and is filled again.</summary>
    private string? Kept() => ViewContext.ModelState.TryGetValue(IdempotencyKey.Name, out var kept) ? kept.AttemptedValue : null;
}
