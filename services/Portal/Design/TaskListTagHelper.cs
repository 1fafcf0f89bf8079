using System.Globalization;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Jtai.Portal.Design;

/// <summary>What has to be done, a line each, with its state.</summary>
/// <example>&lt;gov-task-list&gt;&lt;gov-task title="Sections" href="/sections"&gt;3 of 9 written&lt;/gov-task&gt;&lt;/gov-task-list&gt;</example>
[HtmlTargetElement("gov-task-list")]
public sealed class TaskListTagHelper : TagHelper
{
    /// <summary>Parts the ids of one list from those of another on the page.</summary>
    public string IdPrefix { get; set; } = "task-list";

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var tasks = new List<ListedTask>();
        context.Items[typeof(ListedTask)] = tasks;
        await output.GetChildContentAsync();
        var list = Markup.Element("ul", "govuk-task-list").With(output.Attributes);
        foreach (var (number, task) in tasks.Index())
        {
            list.Add(task.ToMarkup(string.Create(CultureInfo.InvariantCulture, $"{IdPrefix}-{number + 1}")));
        }

        output.Become(list);
    }
}

internal sealed record ListedTask(string? Title, string? Href, string? Hint, IHtmlContent? Status, IEnumerable<TagHelperAttribute> Written)
{
    public TagBuilder ToMarkup(string id)
    {
        var name = Href is null
            ? Markup.Element("div", null, Title)
            : Markup.Element("a", "govuk-link govuk-task-list__link", Title).With("href", Href).With("aria-describedby", Markup.Classes(Hint is null ? null : id + "-hint", id + "-status"));
        return Markup.Element("li", Markup.Classes("govuk-task-list__item", Href is null ? null : "govuk-task-list__item--with-link"),
            Markup.Element("div", "govuk-task-list__name-and-hint",
                name,
                Hint is null ? null : Markup.Element("div", "govuk-task-list__hint", Hint).With("id", id + "-hint")),
            Markup.Element("div", "govuk-task-list__status", Status).With("id", id + "-status"))
            .With(Written);
    }
}

/// <summary>One task; what stands between its tags is its state, in words or as a tag.</summary>
[HtmlTargetElement("gov-task", ParentTag = "gov-task-list")]
public sealed class TaskTagHelper : TagHelper
{
    public string? Title { get; set; }

    /// <summary>None for what cannot be opened.</summary>
    public string? Href { get; set; }

    public string? Hint { get; set; }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        ((List<ListedTask>)context.Items[typeof(ListedTask)]).Add(new ListedTask(Title, Href, Hint, await output.ContentOrNullAsync(), [.. output.Attributes]));
        output.SuppressOutput();
    }
}
