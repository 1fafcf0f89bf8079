using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Jtai.Portal.Design;

/// <example>&lt;gov-checkboxes for="Agencies" legend="Supporting agencies" items="Model.Choices" /&gt;</example>
[HtmlTargetElement("gov-checkboxes")]
public sealed class CheckboxesTagHelper : ChoiceField
{
    public IEnumerable<string>? Values { get; set; }

    protected override string Kind => "checkbox";

    protected override string Block => "govuk-checkboxes";

    protected override IReadOnlyList<string> Chosen =>
        Values is null ? ValuesOf(FieldName, FilledForm.IsIn(ViewContext.HttpContext) ? null : For?.Model) : [.. Values];

    protected override string? ItemDescribedBy => Legend is null ? DescribedByIds() : null;
}
