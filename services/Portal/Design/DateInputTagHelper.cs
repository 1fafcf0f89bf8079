using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Jtai.Portal.Design;

/// <summary>A date in three boxes, bound to a <see cref="DateEntry"/>.</summary>
/// <example>&lt;gov-date-input for="Due" legend="When will it be done?" hint="For example, 27 3 2027" /&gt;</example>
[HtmlTargetElement("gov-date-input", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class DateInputTagHelper : FormField
{
    private static string[] Parts => DateEntry.Parts;

    public string? Legend { get; set; }

    public string? LegendSize { get; set; }

    public bool LegendIsHeading { get; set; }

    /// <summary>Without a model property: what stands before "-day" in the names posted.</summary>
    public string? NamePrefix { get; set; }

    public DateEntry? Value { get; set; }

    /// <summary>Which boxes are wrong ("day year"); by default those that ModelState names, else all.</summary>
    public string? ErrorParts { get; set; }

    // The group around the boxes takes no focus.
    protected override string FocusId => BoxId(Parts.FirstOrDefault(IsWrong) ?? Parts[0]);

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        ErrorMessage ??= ErrorOf(FieldName) ?? Parts.Select(part => ErrorOf(PartName(part))).FirstOrDefault(error => error is not null);
        var boxes = Markup.Element("div", "govuk-date-input").With("id", FieldId).With(output.Attributes);
        foreach (var part in Parts)
        {
            boxes.Add(Box(part));
        }

        object?[] content = [HintMarkup(), ErrorMarkup(), boxes];
        // JAWS reads a description of a group of text inputs only with the role given.
        output.Become(Legend is null
            ? Group(content)
            : Group(FieldsetTagHelper.Build(Legend, LegendSize, LegendIsHeading, DescribedByIds(), "group", content)));
    }

    private TagBuilder Box(string part)
    {
        var name = PartName(part);
        var id = BoxId(part);
        FieldOrder.Of(ViewContext).Add(name, id);

        var classes = Markup.Classes(
            "govuk-input govuk-date-input__input",
            IsWrong(part) ? "govuk-input--error" : null,
            part == "Year" ? "govuk-input--width-4" : "govuk-input--width-2");
        var input = Markup.Element("input", classes)
            .With("id", id)
            .With("name", name)
            .With("type", "text")
            .With("inputmode", "numeric")
            .With("value", ValuesOf(name, (Value ?? For?.Model as DateEntry)?[part]) is [var value, ..] ? value : null);
        var label = Markup.Element("label", "govuk-label govuk-date-input__label", part).With("for", id);
        return Markup.Element("div", "govuk-date-input__item", Markup.Element("div", "govuk-form-group", label, input));
    }

    private bool IsWrong(string part)
    {
        if (ErrorParts is not null)
        {
            return ErrorParts.Split(' ').Contains(part, StringComparer.OrdinalIgnoreCase);
        }

        if (For?.Model is DateEntry { WrongParts: { Count: > 0 } wrong })
        {
            return wrong.Contains(part);
        }

        return ErrorOf(PartName(part)) is not null || (Error is not null && Parts.All(other => ErrorOf(PartName(other)) is null));
    }

    private string BoxId(string part) =>
        For is null ? $"{FieldId}-{Lower(part)}" : TagBuilder.CreateSanitizedId(PartName(part), "_");

    private string PartName(string part) => For is null
        ? Markup.Classes(NamePrefix, Lower(part)).Replace(' ', '-')
        : $"{FieldName}.{part}";

    private static string Lower(string part) => part.ToLowerInvariant();
}
