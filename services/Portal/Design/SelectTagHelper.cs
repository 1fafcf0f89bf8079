using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Jtai.Portal.Design;

/// <example>&lt;gov-select for="LeadAgency" label="Lead agency" items="Model.Agencies" /&gt;</example>
[HtmlTargetElement("gov-select", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class SelectTagHelper : LabelledField
{
    /// <summary>The options. One with an empty value stands for "choose".</summary>
    public IEnumerable<Choice> Items { get; set; } = [];

    public string? Value { get; set; }

    protected override TagBuilder Control()
    {
        var select = Markup.Element("select", Markup.Classes("govuk-select", ErrorClass("govuk-select--error")));
        var chosen = Value is null ? ValuesOf(FieldName, For?.Model) : [Value];
        TagBuilder? group = null;
        foreach (var item in Items)
        {
            var option = Markup.Element("option", null, item.Text)
                .With("value", item.Value)
                .With("selected", item.Checked ?? (item.Value ?? item.Text) is { Length: > 0 } value && chosen.Contains(value))
                .With("disabled", item.Disabled);
            if (item.Group is not { } named)
            {
                select.Add(option);
            }
            else if (group?.Attributes["label"] == named.Text)
            {
                group.Add(option);
            }
            else
            {
                select.Add(group = Markup.Element("optgroup", null, option).With("label", named.Text).With("data-group", named.Value));
            }
        }

        return select;
    }
}
