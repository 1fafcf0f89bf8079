using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Jtai.Portal.Design;

/// <example>&lt;gov-notification-banner type="success" text="Update saved" /&gt;</example>
[HtmlTargetElement("gov-notification-banner")]
public sealed class NotificationBannerTagHelper : TagHelper
{
    /// <summary>"success" after something was done, which also takes focus; none for what is important.</summary>
    public string? Type { get; set; }

    public string? Title { get; set; }

    public string TitleId { get; set; } = "govuk-notification-banner-title";

    public int HeadingLevel { get; set; } = 2;

    public string? Role { get; set; }

    /// <summary>One line; longer content stands between the tags.</summary>
    public string? Text { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var success = Type == "success";
        var title = Title ?? (success ? "Success" : "Important");
        var content = await output.ContentOrNullAsync();
        output.Become(Markup
            .Element("div", Markup.Classes("govuk-notification-banner", success ? "govuk-notification-banner--success" : null),
                Markup.Element("div", "govuk-notification-banner__header",
                    Markup.Heading(HeadingLevel, "govuk-notification-banner__title", title).With("id", TitleId)),
                Markup.Element("div", "govuk-notification-banner__content",
                    content ?? (Text is null ? null : Markup.Element("p", "govuk-notification-banner__heading", Text))))
            .With("role", Role ?? (success ? "alert" : "region"))
            .With("aria-labelledby", TitleId)
            .With("data-module", "govuk-notification-banner")
            .With(output.Attributes));
    }
}
