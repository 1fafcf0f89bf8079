using System.Globalization;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Jtai.Portal.TagHelpers;

/// <example>&lt;gov-task-list&gt;&lt;gov-task title="Theme 1" href="/t/1" status="Incomplete" colour="blue" /&gt;&lt;/gov-task-list&gt;</example>
[HtmlTargetElement("gov-task-list")]
public sealed class TaskListTagHelper : TagHelper
{
    /// <summary>Needed where one page has two lists.</summary>
    public string IdPrefix { get; set; } = "task-list";

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var tasks = new List<TaskTagHelper>();
        context.Items[typeof(TaskTagHelper)] = tasks;
        await output.GetChildContentAsync();

        var list = Markup.Element("ul", "govuk-task-list").With(output.Attributes);
        for (var i = 0; i < tasks.Count; i++)
        {
            list.Add(tasks[i].ToMarkup(string.Create(CultureInfo.InvariantCulture, $"{IdPrefix}-{i + 1}")));
        }

        output.Become(list);
    }
}

[HtmlTargetElement("gov-task", ParentTag = "gov-task-list", TagStructure = TagStructure.NormalOrSelfClosing)]
public sealed class TaskTagHelper : TagHelper
{
    public string? Title { get; set; }

    public string? Href { get; set; }

    public string? Hint { get; set; }

    public string? Status { get; set; }

    /// <summary>A tag's colour for what is still to do; a finished task's status is plain text.</summary>
    public string? Colour { get; set; }

    /// <summary>Shows the status as a tag of the plain colour.</summary>
    public bool Tagged { get; set; }

    /// <summary>Greys a status such as "Cannot start yet".</summary>
    public bool CannotStart { get; set; }

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        ((List<TaskTagHelper>)context.Items[typeof(TaskTagHelper)]).Add(this);
        output.SuppressOutput();
    }

    internal TagBuilder ToMarkup(string id)
    {
        var title = Href is null
            ? Markup.Element("div", null, Title)
            : Markup.Element("a", "govuk-link govuk-task-list__link", Title)
                .With("href", Href)
                .With("aria-describedby", Markup.Classes(Hint is null ? null : id + "-hint", id + "-status"));
        var hint = Hint is null ? null : Markup.Element("div", "govuk-task-list__hint", Hint).With("id", id + "-hint");
        object? status = Colour is null && !Tagged ? Status : Markup.Element("strong", TagTagHelper.Classes(Colour), Status);
        var statusClasses = Markup.Classes("govuk-task-list__status", CannotStart ? "govuk-task-list__status--cannot-start-yet" : null);
        return Markup.Element("li", Markup.Classes("govuk-task-list__item", Href is null ? null : "govuk-task-list__item--with-link"),
            Markup.Element("div", "govuk-task-list__name-and-hint", title, hint),
            Markup.Element("div", statusClasses, status).With("id", id + "-status"));
    }
}
