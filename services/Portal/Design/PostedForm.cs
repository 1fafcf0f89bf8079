using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Jtai.Portal.Design;

/// <summary>
/// Forms that are posted are not remembered by the browser: going back after saving, it would put back what was typed and chosen
/// beside a new key and version, as though nobody had saved it.
/// </summary>
[HtmlTargetElement("form", Attributes = "[method=post]")]
public sealed class PostedForm : TagHelper
{
    public override void Process(TagHelperContext context, TagHelperOutput output) => output.Attributes.SetAttribute("autocomplete", "off");
}
