using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Jtai.Portal.Design;

/// <example>&lt;gov-file-upload for="Letter" label="Upload the letter" accept=".pdf,.txt" /&gt; in a multipart form</example>
[HtmlTargetElement("gov-file-upload", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class FileUploadTagHelper : LabelledField
{
    public bool Multiple { get; set; }

    /// <summary>Where a larger file is chosen, portal.js says <see cref="TooLarge"/> before it is sent; the page says it in any case.</summary>
    public int? LargestBytes { get; set; }

    public string? TooLarge { get; set; }

    protected override TagBuilder Control() => Markup
        .Element("input", Markup.Classes("govuk-file-upload", ErrorClass("govuk-file-upload--error")))
        .With("type", "file")
        .With("multiple", Multiple)
        .With("data-largest-bytes", LargestBytes)
        .With("data-too-large", TooLarge);
}
