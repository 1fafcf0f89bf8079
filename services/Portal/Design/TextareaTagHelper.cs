using System.Globalization;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Jtai.Portal.Design;

/// <example>&lt;gov-textarea for="Narrative" label="What has changed" rows="8" /&gt;</example>
[HtmlTargetElement("gov-textarea", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class TextareaTagHelper : LabelledField
{
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-GB");

    public int Rows { get; set; } = 5;

    public string? Value { get; set; }

    /// <summary>Most characters, which the field counts; a line break is one. Without script it says how many there may be.</summary>
    public int? Longest { get; set; }

    private string CountId => FieldId + "-info";

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (Longest is not null)
        {
            DescribedBy = Markup.Classes(CountId, DescribedBy);
            GroupClass = Markup.Classes("govuk-character-count", GroupClass);
        }

        base.Process(context, output);
    }

    // HTML drops one line break straight after the start tag, so one of ours protects a typed one.
    protected override TagBuilder Control() => Markup
        .Element(
            "textarea",
            Markup.Classes("govuk-textarea", ErrorClass("govuk-textarea--error"), Longest is null ? null : "govuk-js-character-count"),
            "\n", Value ?? Typed())
        .With("rows", Rows);

    protected override IHtmlContent Around(TagBuilder control) => Longest is not { } longest
        ? control
        : new HtmlContentBuilder().AppendHtml(control).AppendHtml(Markup
            .Element("div", "govuk-hint govuk-character-count__message", string.Create(English, $"You can enter up to {longest:N0} characters"))
            .With("id", CountId));

    protected override TagBuilder Whole(TagBuilder group) => Longest is { } longest
        ? group.With("data-module", "govuk-character-count").With("data-maxlength", longest)
        : group;

    private string? Typed() => ValuesOf(FieldName, For?.Model) is [var value, ..] ? value : null;
}
