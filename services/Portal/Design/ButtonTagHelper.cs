using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Jtai.Portal.Design;

/// <summary>A submit button, or a link that looks like one. Never disabled: the server says what is missing.</summary>
/// <example>&lt;gov-button&gt;Save update&lt;/gov-button&gt; · &lt;gov-button href="/plan" kind="secondary"&gt;Open plan&lt;/gov-button&gt;</example>
[HtmlTargetElement("gov-button")]
public sealed class ButtonTagHelper : TagHelper
{
    private static readonly HtmlString Arrow = new(
        """<svg class="govuk-button__start-icon" xmlns="http://www.w3.org/2000/svg" width="17.5" height="19" viewBox="0 0 33 40" aria-hidden="true" focusable="false"><path fill="currentColor" d="M0 0h13l20 20-20 20H0l20-20z"/></svg>""");

    public string? Href { get; set; }

    /// <summary>secondary, warning or inverse; none for the one main button of a page.</summary>
    public string? Kind { get; set; }

    /// <summary>Adds the arrow of a start button.</summary>
    public bool Start { get; set; }

    public string Type { get; set; } = "submit";

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var classes = Markup.Classes("govuk-button", Kind is null ? null : $"govuk-button--{Kind}", Start ? "govuk-button--start" : null);
        var button = Markup.Element(Href is null ? "button" : "a", classes, await output.ContentOrNullAsync(), Start ? Arrow : null)
            .With("data-module", "govuk-button")
            .With("type", Href is null ? Type : null)
            .With("href", Href)
            .With("role", Href is null ? null : "button")
            .With("draggable", Href is null ? null : "false");
        output.Become(button.With(output.Attributes));
    }
}
