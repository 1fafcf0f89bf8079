using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Jtai.Portal.Design;

/// <summary>A field of one control under a label: input, textarea, select, file upload.</summary>
public abstract class LabelledField : FormField
{
    /// <summary>The label; by default the property's display name.</summary>
    public string? Label { get; set; }

    /// <summary>xl, l, m or s; none for the ordinary size.</summary>
    public string? LabelSize { get; set; }

    /// <summary>Wraps the label in the page's h1, for a page that asks one thing.</summary>
    public bool LabelIsHeading { get; set; }

    protected abstract TagBuilder Control();

    protected virtual IHtmlContent Around(TagBuilder control) => control;

    /// <summary>What the group around it all says besides.</summary>
    protected virtual TagBuilder Whole(TagBuilder group) => group;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var control = Control()
            .With("id", FieldId)
            .With("name", FieldName)
            .With("aria-describedby", DescribedByIds())
            .With(output.Attributes);
        var label = LabelTagHelper.Build(Label ?? For?.Metadata.GetDisplayName(), FieldId, LabelSize, LabelIsHeading);
        output.Become(Whole(Group(label, HintMarkup(), ErrorMarkup(), Around(control))));
    }

    protected string? ErrorClass(string name) => Error is null ? null : name;
}
