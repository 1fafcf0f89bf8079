using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Jtai.Portal.Design;

/// <example>&lt;gov-textarea for="Narrative" label="What has changed" rows="8" /&gt;</example>
[HtmlTargetElement("gov-textarea", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class TextareaTagHelper : LabelledField
{
    public int Rows { get; set; } = 5;

    public string? Value { get; set; }

    // HTML drops one line break straight after the start tag, so one of ours protects a typed one.
    protected override TagBuilder Control() => Markup
        .Element("textarea", Markup.Classes("govuk-textarea", ErrorClass("govuk-textarea--error")), "\n", Value ?? Typed())
        .With("rows", Rows);

    private string? Typed() => ValuesOf(FieldName, For?.Model) is [var value, ..] ? value : null;
}
