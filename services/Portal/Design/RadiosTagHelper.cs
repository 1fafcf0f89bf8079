using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Jtai.Portal.Design;

/// <example>&lt;gov-radios for="Achievable" legend="Can the date still be met?" items="Model.Answers" /&gt;</example>
[HtmlTargetElement("gov-radios")]
public sealed class RadiosTagHelper : ChoiceField
{
    public string? Value { get; set; }

    protected override string Kind => "radio";

    protected override string Block => "govuk-radios";

    protected override IReadOnlyList<string> Chosen => Value is null ? ValuesOf(FieldName, For?.Model) : [Value];
}
