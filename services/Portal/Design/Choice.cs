using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Jtai.Portal.Design;

/// <summary>One option of a select, of radios or of checkboxes.</summary>
public sealed record Choice(string? Value, string? Text)
{
    public string? Hint { get; init; }

    /// <summary>Whether it is chosen; null leaves that to the field's value.</summary>
    public bool? Checked { get; init; }

    public bool Disabled { get; init; }

    /// <summary>A word such as "or" between options, in place of an option.</summary>
    public string? Divider { get; init; }

    /// <summary>For checkboxes: choosing it clears the others ("None of these").</summary>
    public bool Exclusive { get; init; }

    /// <summary>What is asked further when the option is chosen; without JavaScript it is always shown.</summary>
    public IHtmlContent? Reveals { get; init; }

    public string? Id { get; init; }

    /// <summary>In a select: the group that it stands in, with its value for portal.js; options of one group follow one another.</summary>
    public (string Value, string Text)? Group { get; init; }
}

/// <summary>An option written in the page; what stands between its tags is revealed when it is chosen.</summary>
/// <example>&lt;gov-choice value="yes" text="Yes" hint="It is known to be done" /&gt;</example>
[HtmlTargetElement("gov-choice", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class ChoiceTagHelper : TagHelper
{
    public string? Value { get; set; }

    public string? Text { get; set; }

    public string? Hint { get; set; }

    public bool? Checked { get; set; }

    public bool Disabled { get; set; }

    public bool Exclusive { get; set; }

    public string? Divider { get; set; }

    public string? Id { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var choices = (List<Choice>)context.Items[typeof(Choice)];
        choices.Add(new Choice(Value, Text)
        {
            Hint = Hint,
            Checked = Checked,
            Disabled = Disabled,
            Exclusive = Exclusive,
            Divider = Divider,
            Id = Id,
            Reveals = await output.ContentOrNullAsync(),
        });
        output.SuppressOutput();
    }
}
