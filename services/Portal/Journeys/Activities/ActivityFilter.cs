using Jtai.Activities.V1;
using Jtai.Field;
using Jtai.Portal.Design;
using Microsoft.AspNetCore.Http.Extensions;

namespace Jtai.Portal.Journeys.Activities;

/// <summary>What of the activity is listed, as the address has it.</summary>
public sealed record ActivityFilter
{
    public DateEntry From { get; init; } = new();

    public DateEntry Through { get; init; } = new();

    public string Person { get; init; } = "";

    public ActivityKind Kind { get; init; }

    public string Entity { get; init; } = "";

    /// <summary>One record, by its id: a link of an entry leads to all that was done to it.</summary>
    public string Record { get; init; } = "";

    public static ActivityFilter Read(IQueryCollection query) => new()
    {
        From = Date(query, "From"),
        Through = Date(query, "Through"),
        Person = Text(query, "person"),
        Kind = Enum.TryParse<ActivityKind>(query["kind"], out var kind) && Enum.IsDefined(kind) ? kind : default,
        Entity = Text(query, "entity"),
        Record = Text(query, "record"),
    };

    /// <summary>An address with these filters and what else it says.</summary>
    public string AddressOn(string list, params IEnumerable<KeyValuePair<string, string>> more)
    {
        var query = new QueryBuilder();
        foreach (var (name, value) in Parameters().Concat(more).Where(parameter => parameter.Value.Length > 0))
        {
            query.Add(name, value);
        }

        return list + query.ToQueryString();
    }

    public bool IsFiltered => Parameters().Any(parameter => parameter.Value.Length > 0);

    public ListActivityRequest ToRequest(string from, string through, int pageSize, bool export = false) => new()
    {
        From = from, Through = through, PersonId = Person, Kind = Kind, Entity = Entity, RecordId = Record, PageSize = pageSize, Export = export,
    };

    private IEnumerable<KeyValuePair<string, string>> Parameters() =>
    [
        .. DateEntry.Parts.Select(part => KeyValuePair.Create($"From.{part}", From[part] ?? "")),
        .. DateEntry.Parts.Select(part => KeyValuePair.Create($"Through.{part}", Through[part] ?? "")),
        new("person", Person),
        new("kind", Kind == default ? "" : Kind.ToString()),
        new("entity", Entity),
        new("record", Record),
    ];

    private static DateEntry Date(IQueryCollection query, string name) => new()
    {
        Day = query[$"{name}.Day"], Month = query[$"{name}.Month"], Year = query[$"{name}.Year"],
    };

    // No id and no name of a kind is longer.
    private static string Text(IQueryCollection query, string name) => query[name] is [{ Length: <= 200 } text] ? text.Trim() : "";
}
