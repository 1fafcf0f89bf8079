using System.Net;
using Jtai.Portal.Design;
using Jtai.Portal.Words;

namespace Jtai.Portal.Tests.Conformance;

/// <summary>How a fixture's options are said to our tags.</summary>
internal static class Components
{
    public static readonly IReadOnlyDictionary<string, Func<Options, string>> All = new Dictionary<string, Func<Options, string>>
    {
        ["back-link"] = o => Render.Tag(new BackLinkTagHelper { Href = o.Text("href") ?? "#" }, o, Render.Content(o)),
        ["breadcrumbs"] = Breadcrumbs,
        ["button"] = Button,
        ["character-count"] = CharacterCount,
        ["checkboxes"] = o => Choices(new CheckboxesTagHelper { Values = o.Texts("values") }, o),
        ["date-input"] = DateInput,
        ["details"] = o => Render.Tag(
            new DetailsTagHelper { Summary = o.Text("summaryText"), Open = o.Flag("open") }, o, Render.Content(o), "id"),
        ["error-message"] = o => Render.Tag(new ErrorMessageTagHelper(), o, Render.Content(o), "id"),
        ["error-summary"] = ErrorSummary,
        ["fieldset"] = Fieldset,
        ["file-upload"] = o => Labelled(new FileUploadTagHelper { Multiple = o.Flag("multiple") }, o, "disabled"),
        ["generic-header"] = o => Render.Tag(
            new HeaderTagHelper
            {
                Url = o.Text("url") ?? "/",
                ContainerClass = o.Text("containerClasses") ?? "govuk-width-container",
            },
            o, o.Text("logoHtml") ?? WebUtility.HtmlEncode(o.Text("logoText"))),
        ["hint"] = o => Render.Tag(new HintTagHelper(), o, Render.Content(o), "id"),
        ["input"] = Input,
        ["inset-text"] = o => Render.Tag(new InsetTextTagHelper(), o, Render.Content(o), "id"),
        ["label"] = Label,
        ["notification-banner"] = NotificationBanner,
        ["pagination"] = Lists.Pagination,
        ["radios"] = o => Choices(new RadiosTagHelper { Value = o.Text("value") }, o),
        ["select"] = Select,
        ["service-navigation"] = Lists.ServiceNavigation,
        ["skip-link"] = o => Render.Tag(new SkipLinkTagHelper { Href = o.Text("href") ?? "#content" }, o, Render.Content(o)),
        ["summary-list"] = Lists.SummaryList,
        ["table"] = Lists.Table,
        ["task-list"] = Lists.TaskList,
        ["tag"] = o => Render.Tag(new TagTagHelper(), o, Render.Content(o)),
        ["textarea"] = o => Labelled(
            new TextareaTagHelper { Rows = o.Number("rows") ?? 5, Value = o.Text("value") }, o, "autocomplete", "spellcheck", "disabled"),
        ["warning-text"] = o => Render.Tag(
            new WarningTextTagHelper { IconText = o.Text("iconFallbackText") ?? "Warning" }, o, Render.Content(o)),
    };

    private static string CharacterCount(Options o)
    {
        var counted = new TextareaTagHelper { Rows = o.Number("rows") ?? 5, Value = o.Text("value"), Longest = o.Number("maxlength") };
        if (counted.Longest is null)
        {
            o.Refuse();
        }

        return Labelled(counted, o, "autocomplete", "spellcheck", "disabled");
    }

    private static string Button(Options o)
    {
        var button = new ButtonTagHelper { Href = o.Text("href"), Start = o.Flag("isStartButton"), Type = o.Text("type") ?? "submit" };
        var html = o.Text("html");
        if (button.Start && html is not null)
        {
            o.Refuse();
        }

        return Render.Tag(button, WithDoubleClick(o.Written("name", "value", "id"), o), html ?? Render.Content(o));
    }

    private static Dictionary<string, string> WithDoubleClick(Dictionary<string, string> written, Options o)
    {
        if (o.FlagOrNull("preventDoubleClick") is { } prevent)
        {
            written["data-prevent-double-click"] = prevent ? "true" : "false";
        }

        return written;
    }

    private static string Breadcrumbs(Options o) => Render.Tag(
        new BreadcrumbsTagHelper { CollapseOnMobile = o.Flag("collapseOnMobile"), Label = o.Text("labelText") ?? "Breadcrumb" },
        o,
        o.List("items").Select(item => Render.Child(
            new CrumbTagHelper { Href = item.Text("href") }, item.Written(), Render.Content(item))).ToList());

    private static string ErrorSummary(Options o) => Render.Tag(
        new ErrorSummaryTagHelper
        {
            Title = o.Text("titleText") ?? "",
            Description = o.Text("descriptionText"),
            Items = [.. o.List("errorList").Select(line => new ErrorLine(line.Text("text") ?? "", line.Text("href")))],
        },
        WithAutoFocus(o.Written(), o));

    private static Dictionary<string, string> WithAutoFocus(Dictionary<string, string> written, Options o)
    {
        if (o.FlagOrNull("disableAutoFocus") is { } disable)
        {
            written["data-disable-auto-focus"] = disable ? "true" : "false";
        }

        return written;
    }

    private static string Fieldset(Options o)
    {
        var legend = o.Part("legend");
        return Render.Tag(
            new FieldsetTagHelper
            {
                Legend = legend?.Text("text"),
                LegendSize = legend?.Size("govuk-fieldset__legend--"),
                LegendIsHeading = legend?.Flag("isPageHeading") ?? false,
                DescribedBy = o.Text("describedBy"),
                Role = o.Text("role"),
            },
            o, o.Text("html"));
    }

    private static string Label(Options o) => Render.Tag(
        new LabelTagHelper { ForId = o.Text("for"), IsHeading = o.Flag("isPageHeading") }, o, Render.Content(o));

    private static string Input(Options o) => Labelled(
        new InputTagHelper
        {
            Type = o.Text("type"),
            Value = o.Text("value"),
            Prefix = o.TextOf("prefix"),
            Suffix = o.TextOf("suffix"),
        },
        o, "inputmode", "autocomplete", "pattern", "spellcheck", "autocapitalize", "disabled");

    private static string Select(Options o) => Labelled(
        new SelectTagHelper { Value = o.Text("value"), Items = [.. o.List("items").Select(AsChoice)] }, o, "disabled");

    private static string Labelled(LabelledField field, Options o, params string[] passed)
    {
        Fill(field, o);
        var label = o.Part("label");
        field.Label = label?.Text("text");
        field.LabelSize = label?.Size("govuk-label--");
        field.LabelIsHeading = label?.Flag("isPageHeading") ?? false;
        field.DescribedBy = o.Text("describedBy");
        return Render.Tag(field, o, null, passed);
    }

    private static string Choices(ChoiceField field, Options o)
    {
        Fill(field, o);
        field.Id = o.Text("idPrefix") ?? field.Id;
        var fieldset = o.Part("fieldset");
        var legend = fieldset?.Part("legend");
        field.Legend = legend?.Text("text");
        field.LegendSize = legend?.Size("govuk-fieldset__legend--");
        field.LegendIsHeading = legend?.Flag("isPageHeading") ?? false;
        field.DescribedBy = fieldset?.Text("describedBy") ?? o.Text("describedBy");
        field.Items = [.. o.List("items").Select(AsChoice)];
        return Render.Tag(field, o);
    }

    private static string DateInput(Options o)
    {
        var date = new DateInputTagHelper { NamePrefix = o.Text("namePrefix") };
        Fill(date, o);
        var fieldset = o.Part("fieldset");
        var legend = fieldset?.Part("legend");
        date.Legend = legend?.Text("text");
        date.LegendSize = legend?.Size("govuk-fieldset__legend--");
        date.LegendIsHeading = legend?.Flag("isPageHeading") ?? false;
        date.DescribedBy = fieldset?.Text("describedBy");
        string[] parts = ["day", "month", "year"];
        var marked = parts.ToDictionary(part => part, part => o.Part(part)?.FlagOrNull("error"));
        if (marked.ContainsValue(true))
        {
            date.ErrorParts = string.Join(' ', parts.Where(part => marked[part] == true));
        }
        else if (marked.ContainsValue(false))
        {
            date.ErrorParts = string.Join(' ', parts.Where(part => marked[part] != false));
        }

        if (o.Part("values") is { } values)
        {
            var prefix = date.NamePrefix is null ? "" : date.NamePrefix + "-";
            date.Value = new DateEntry
            {
                Day = values.Text(prefix + "day"),
                Month = values.Text(prefix + "month"),
                Year = values.Text(prefix + "year"),
            };
        }
        return Render.Tag(date, o);
    }

    private static void Fill(FormField field, Options o)
    {
        field.Name = o.Text("name");
        field.Id = o.Text("id") ?? field.Name;
        field.Hint = o.TextOf("hint");
        field.ErrorMessage = o.TextOf("errorMessage");
        field.GroupClass = o.Part("formGroup")?.Text("classes");
    }

    private static Choice AsChoice(Options item) => new(item.Value("value"), item.Text("text"))
    {
        Id = item.Text("id"),
        Hint = item.TextOf("hint"),
        Checked = item.FlagOrNull("checked") ?? item.FlagOrNull("selected"),
        Disabled = item.Flag("disabled"),
        Divider = item.Text("divider"),
        Exclusive = item.Text("behaviour") == "exclusive",
        Reveals = item.Part("conditional")?.Text("html") is { Length: > 0 } html ? new Microsoft.AspNetCore.Html.HtmlString(html) : null,
    };

    private static string NotificationBanner(Options o)
    {
        var html = o.Text("html");
        return Render.Tag(
            new NotificationBannerTagHelper
            {
                Type = o.Text("type"),
                Text = o.Text("text"),
                Title = o.Text("titleText"),
                TitleId = o.Text("titleId") ?? "govuk-notification-banner-title",
                HeadingLevel = o.Number("titleHeadingLevel") ?? 2,
                Role = o.Text("role"),
            },
            WithAutoFocus(o.Written(), o), html);
    }
}
