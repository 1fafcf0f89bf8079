using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Jtai.Portal.Design;

/// <example>&lt;gov-input for="Title" label="What will be done" hint="One sentence" width="20" /&gt;</example>
[HtmlTargetElement("gov-input", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class InputTagHelper : LabelledField
{
    public string? Type { get; set; }

    public string? Value { get; set; }

    /// <summary>2, 3, 4, 5, 10, 20 or 30 characters.</summary>
    public int? Width { get; set; }

    public string? Prefix { get; set; }

    public string? Suffix { get; set; }

    protected override TagBuilder Control() => Markup
        .Element("input", Markup.Classes("govuk-input", Width is { } width ? $"govuk-input--width-{width}" : null, ErrorClass("govuk-input--error")))
        .With("type", Type ?? "text")
        .With("value", Value ?? (ValuesOf(FieldName, For?.Model) is [var value, ..] ? value : null));

    protected override IHtmlContent Around(TagBuilder control) => Prefix is null && Suffix is null
        ? control
        : Markup.Element("div", "govuk-input__wrapper", Affix("prefix", Prefix), control, Affix("suffix", Suffix));

    private static TagBuilder? Affix(string kind, string? text) =>
        text is null ? null : Markup.Element("div", $"govuk-input__{kind}", text).With("aria-hidden", "true");
}
