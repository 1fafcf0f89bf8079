using System.Globalization;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Jtai.Portal.Design;

/// <summary>
/// What every field has: its name from the model, its hint, its error from ModelState, and the value that
/// was typed in place of the model's when the form comes back.
/// </summary>
public abstract class FormField : TagHelper
{
    /// <summary>The model's property; gives name, id, value and error.</summary>
    public ModelExpression? For { get; set; }

    /// <summary>The name posted, where there is no model property.</summary>
    public string? Name { get; set; }

    /// <summary>The control's id; by default the name with dots and brackets as underscores.</summary>
    public string? Id { get; set; }

    public string? Hint { get; set; }

    /// <summary>An error to show; by default the first one that ModelState has for the field.</summary>
    public string? ErrorMessage { get; set; }

    /// <summary>Ids of further elements that describe the field, separated by spaces.</summary>
    public string? DescribedBy { get; set; }

    /// <summary>Classes of the form group around the field.</summary>
    public string? GroupClass { get; set; }

    [HtmlAttributeNotBound]
    [ViewContext]
    public ViewContext ViewContext { get; set; } = null!;

    protected string FieldName => Name ?? (For is null ? "" : ViewContext.ViewData.TemplateInfo.GetFullHtmlFieldName(For.Name));

    protected string FieldId => Id ?? (For is null ? FieldName : TagBuilder.CreateSanitizedId(FieldName, "_"));

    /// <summary>The element that takes the focus when the error summary leads here.</summary>
    protected virtual string FocusId => FieldId;

    protected string? Error => ErrorMessage ?? ErrorOf(FieldName);

    protected string? ErrorOf(string key) =>
        ViewContext.ModelState.TryGetValue(key, out var entry) && entry.Errors.Count > 0 ? entry.Errors[0].ErrorMessage : null;

    /// <summary>The values to show: as typed if the form was posted, else the model's.</summary>
    protected IReadOnlyList<string> ValuesOf(string key, object? model)
    {
        if (ViewContext.ModelState.TryGetValue(key, out var entry) && entry.RawValue is { } typed)
        {
            return typed is string[] several ? several : [Convert.ToString(typed, CultureInfo.InvariantCulture) ?? ""];
        }

        return model switch
        {
            null => [],
            string text => [text],
            bool flag => [flag ? "true" : "false"],
            System.Collections.IEnumerable many => [.. many.Cast<object?>().Select(value => ValueText(value))],
            _ => [ValueText(model)],
        };
    }

    /// <summary>Ids for aria-describedby, in the order in which they are read out.</summary>
    protected string? DescribedByIds() => Markup.Classes(
        DescribedBy,
        Hint is null ? null : FieldId + "-hint",
        Error is null ? null : FieldId + "-error") is { Length: > 0 } ids ? ids : null;

    protected IHtmlContent? HintMarkup() =>
        Hint is null ? null : Markup.Element("div", "govuk-hint", Hint).With("id", FieldId + "-hint");

    protected IHtmlContent? ErrorMarkup() =>
        Error is null ? null : ErrorMessageTagHelper.Paragraph(Error).With("id", FieldId + "-error");

    /// <summary>The group that carries the red bar, and the place in the page's order of errors.</summary>
    protected TagBuilder Group(params ReadOnlySpan<object?> content)
    {
        FieldOrder.Of(ViewContext).Add(FieldName, FocusId);
        return Markup.Element("div", Markup.Classes("govuk-form-group", Error is null ? null : "govuk-form-group--error", GroupClass), content);
    }

    private static string ValueText(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}
