using System.Globalization;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Jtai.Portal.Design;

/// <summary>Radios and checkboxes: a fieldset of options, given as a list or written between the tags.</summary>
public abstract class ChoiceField : FormField
{
    private string? focusId;

    /// <summary>The question; without one there is no fieldset.</summary>
    public string? Legend { get; set; }

    public string? LegendSize { get; set; }

    public bool LegendIsHeading { get; set; }

    public IEnumerable<Choice>? Items { get; set; }

    /// <summary>"radio" or "checkbox".</summary>
    protected abstract string Kind { get; }

    /// <summary>The component's class; data-module has the same name.</summary>
    protected abstract string Block { get; }

    protected abstract IReadOnlyList<string> Chosen { get; }

    // The first option may have an id of its own, or stand below a divider.
    protected override string FocusId => focusId ?? FieldId;

    /// <summary>Checkboxes without a fieldset are described one by one.</summary>
    protected virtual string? ItemDescribedBy => null;

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var written = new List<Choice>();
        context.Items[typeof(Choice)] = written;
        await output.GetChildContentAsync();

        var list = Markup.Element("div", Block).With("data-module", Block).With(output.Attributes);
        var number = 0;
        foreach (var item in (Items ?? []).Concat(written))
        {
            AddItem(list, item, ++number);
        }

        object?[] content = [HintMarkup(), ErrorMarkup(), list];
        output.Become(Legend is null
            ? Group(content)
            : Group(FieldsetTagHelper.Build(Legend, LegendSize, LegendIsHeading, DescribedByIds(), null, content)));
    }

    private void AddItem(TagBuilder list, Choice item, int number)
    {
        if (item.Divider is not null)
        {
            list.Add(Markup.Element("div", Block + "__divider", item.Divider));
            return;
        }

        // The first has no number, so that the error summary can link to the field's own id.
        var id = item.Id ?? (number == 1 ? FieldId : string.Create(CultureInfo.InvariantCulture, $"{FieldId}-{number}"));
        focusId ??= id;
        var isChosen = item.Checked ?? (item.Value is not null && Chosen.Contains(item.Value));
        var describedBy = Markup.Classes(ItemDescribedBy, item.Hint is null ? null : id + "-item-hint");
        var input = Markup.Element("input", Block + "__input")
            .With("id", id)
            .With("name", FieldName)
            .With("type", Kind)
            .With("value", item.Value ?? "")
            .With("checked", isChosen)
            .With("disabled", item.Disabled)
            .With("data-aria-controls", item.Reveals is null ? null : "conditional-" + id)
            .With("data-behaviour", item.Exclusive ? "exclusive" : null)
            .With("aria-describedby", describedBy.Length == 0 ? null : describedBy);
        list.Add(Markup.Element("div", Block + "__item",
            input,
            Markup.Element("label", $"govuk-label {Block}__label", item.Text).With("for", id),
            item.Hint is null ? null : Markup.Element("div", $"govuk-hint {Block}__hint", item.Hint).With("id", id + "-item-hint")));
        if (item.Reveals is not null)
        {
            var classes = Markup.Classes(Block + "__conditional", isChosen ? null : Block + "__conditional--hidden");
            list.Add(Markup.Element("div", classes, item.Reveals).With("id", "conditional-" + id));
        }
    }
}
