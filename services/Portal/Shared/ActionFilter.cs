using System.Globalization;
using Jtai.Partners.V1;
using Jtai.Portal.Design;
using Jtai.Reporting.V1;
using Microsoft.AspNetCore.Http.Extensions;
using ActionDelivery = Jtai.Actions.V1.Delivery;
using ActionTimeliness = Jtai.Reporting.V1.Timeliness;

namespace Jtai.Portal.Shared;

/// <summary>Filters, order and page of the list of actions, as its address has them. A value that cannot be read filters nothing.</summary>
public sealed record ActionFilter
{
    public string Words { get; init; } = "";

    /// <summary>Agency or body that leads.</summary>
    public string Lead { get; init; } = "";

    public string Owner { get; init; } = "";

    public string Finding { get; init; } = "";

    public string Theme { get; init; } = "";

    public ActionDelivery Delivery { get; init; }

    public ActionTimeliness Timeliness { get; init; }

    /// <summary>Of the partnership's own scale, by its word.</summary>
    public string Step { get; init; } = "";

    /// <summary>What the actions are besides: all of these.</summary>
    public IReadOnlyList<Only> Only { get; init; } = [];

    public ActionSort Sort { get; init; }

    /// <summary>From 1.</summary>
    public int PageNumber { get; init; } = 1;

    public static ActionFilter Read(IQueryCollection query) => new()
    {
        Words = Text(query, "words"),
        Lead = Text(query, "lead"),
        Owner = Id(query, "owner"),
        Finding = Id(query, "finding"),
        Theme = Id(query, "theme"),
        Delivery = Choice<ActionDelivery>(query["delivery"]),
        Timeliness = Choice<ActionTimeliness>(query["timeliness"]),
        Step = Text(query, "step"),
        Only = [.. query["only"].Select(Choice<Only>).Where(only => only != default).Distinct().Order()],
        Sort = Choice<ActionSort>(query["sort"]),
        PageNumber = int.TryParse(query["sheet"], NumberStyles.None, CultureInfo.InvariantCulture, out var sheet) ? Math.Max(1, sheet) : 1,
    };

    public bool IsFiltered => (this with { Sort = default, PageNumber = 1 }).Parameters().Any(parameter => parameter.Value.Length > 0);

    /// <param name="scale">The partnership's; a step that it does not have narrows nothing.</param>
    public ListActionsRequest ToRequest(AtLeast? atLeast, int pageSize, StatusScale? scale) => new()
    {
        AtLeast = atLeast,
        Words = Words,
        LeadId = Lead,
        OwnerId = Owner,
        FindingId = Finding,
        ThemeId = Theme,
        Delivery = Delivery,
        Timeliness = Timeliness,
        Only = { Only },
        StatusCases = { scale?.Steps.FirstOrDefault(step => step.Word == Step)?.Cases ?? [] },
        Sort = Sort,
        Page = PageNumber,
        PageSize = pageSize,
    };

    /// <summary>The address of the list so filtered, without what is at its default.</summary>
    /// <param name="list">The list's own address.</param>
    public string AddressOn(string list)
    {
        var query = new QueryBuilder();
        foreach (var (name, value) in Parameters().Where(parameter => parameter.Value.Length > 0))
        {
            query.Add(name, value);
        }

        return list + query;
    }

    private IEnumerable<(string Name, string Value)> Parameters() =>
    [
        ("words", Words), ("lead", Lead), ("owner", Owner), ("finding", Finding), ("theme", Theme),
        ("delivery", Delivery == default ? "" : Delivery.ToString()),
        ("timeliness", Timeliness == default ? "" : Timeliness.ToString()),
        ("step", Step),
        .. Only.Select(only => ("only", only.ToString())),
        ("sort", Sort == default ? "" : Sort.ToString()),
        ("sheet", PageNumber == 1 ? "" : PageNumber.ToString(CultureInfo.InvariantCulture)),
    ];

    private static string Text(IQueryCollection query, string name) => query[name].FirstOrDefault()?.Trim() ?? "";

    private static string Id(IQueryCollection query, string name) => Guid.TryParse(Text(query, name), out var id) ? id.ToString() : "";

    private static T Choice<T>(string? text) where T : struct, Enum =>
        Enum.TryParse<T>(text?.Trim(), ignoreCase: true, out var choice) && Enum.IsDefined(choice) ? choice : default;
}
