using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Jtai.Portal.Design;

/// <example>&lt;gov-file-upload for="Letter" label="Upload the letter" accept=".pdf,.txt" /&gt; in a multipart form</example>
[HtmlTargetElement("gov-file-upload", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class FileUploadTagHelper : LabelledField
{
    public bool Multiple { get; set; }

    protected override TagBuilder Control() => Markup
        .Element("input", Markup.Classes("govuk-file-upload", ErrorClass("govuk-file-upload--error")))
        .With("type", "file")
        .With("multiple", Multiple);
}
