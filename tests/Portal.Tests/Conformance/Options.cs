using System.Globalization;
using System.Text.Json;

namespace Jtai.Portal.Tests.Conformance;

/// <summary>
/// A fixture's options, read one by one. What is left unread at the end is an option that our tag does not have,
/// which puts the fixture out of scope.
/// </summary>
internal sealed class Options(JsonElement json)
{
    private readonly Dictionary<string, JsonElement> left = json.ValueKind == JsonValueKind.Object
        ? json.EnumerateObject().ToDictionary(option => option.Name, option => option.Value)
        : [];
    private readonly List<Options> parts = [];
    private bool foreign;

    public bool AllRead => !foreign && left.Count == 0 && parts.TrueForAll(part => part.AllRead);

    public string? Text(string name) => Take(name) is { ValueKind: not JsonValueKind.False } value ? Words(value) : null;

    /// <summary>A value to be posted, for which false and 0 are as good as any.</summary>
    public string? Value(string name) => Take(name) is { } value ? Words(value) : null;

    public int? Number(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        foreign |= !int.TryParse(text, CultureInfo.InvariantCulture, out var number);
        return number;
    }

    /// <summary>Puts the fixture out of scope.</summary>
    public void Refuse() => foreign = true;

    public bool Flag(string name) => Take(name)?.ValueKind == JsonValueKind.True;

    public bool? FlagOrNull(string name) => Take(name)?.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    /// <summary>The inner options, or null when they are absent or empty.</summary>
    public Options? Part(string name)
    {
        if (Take(name) is not { } value)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            foreign |= value.ValueKind is not JsonValueKind.Null;
            return null;
        }
        var part = new Options(value);
        parts.Add(part);
        return part;
    }

    /// <summary>The text of { "text": … }; with "html" the fixture is out of scope.</summary>
    public string? TextOf(string name) => Part(name)?.Text("text");

    public IReadOnlyList<Options> List(string name)
    {
        var list = new List<Options>();
        if (Take(name) is not { ValueKind: JsonValueKind.Array } items)
        {
            return list;
        }

        foreach (var item in items.EnumerateArray())
        {
            // Nunjucks passes over what is falsy and still counts it; our lists hold no such thing.
            list.Add(new Options(item) { foreign = item.ValueKind != JsonValueKind.Object });
        }
        parts.AddRange(list);
        return list;
    }

    public IReadOnlyList<IReadOnlyList<Options>> Rows(string name)
    {
        var rows = new List<IReadOnlyList<Options>>();
        if (Take(name) is { ValueKind: JsonValueKind.Array } items)
        {
            foreach (var row in items.EnumerateArray().Where(row => row.ValueKind == JsonValueKind.Array))
            {
                rows.Add([.. row.EnumerateArray().Select(cell => new Options(cell))]);
            }
        }
        parts.AddRange(rows.SelectMany(row => row));
        return rows;
    }

    public IReadOnlyList<string>? Texts(string name) =>
        Take(name) is { ValueKind: JsonValueKind.Array } items ? [.. items.EnumerateArray().Select(item => Words(item) ?? "")] : null;

    /// <summary>Everything that goes through to the element as written: classes, attributes and the options named.</summary>
    public Dictionary<string, string> Written(params string[] passed)
    {
        var written = new Dictionary<string, string>();
        if (Text("classes") is { } classes)
        {
            written["class"] = classes;
        }

        foreach (var name in passed)
        {
            if (Value(name) is { } value)
            {
                written[name] = name == "disabled" ? "" : value;
            }
        }
        if (Take("attributes") is { ValueKind: JsonValueKind.Object } attributes)
        {
            foreach (var attribute in attributes.EnumerateObject())
            {
                foreign |= attribute.Value.ValueKind == JsonValueKind.Object;
                written[attribute.Name] = Words(attribute.Value) ?? "";
            }
        }
        return written;
    }

    /// <summary>The size of "govuk-label--xl"; other classes on a label or legend are out of scope.</summary>
    public string? Size(string prefix)
    {
        if (Text("classes") is not { } classes)
        {
            return null;
        }

        foreign |= !classes.StartsWith(prefix, StringComparison.Ordinal);
        return classes.Replace(prefix, "", StringComparison.Ordinal);
    }

    private JsonElement? Take(string name) => left.Remove(name, out var value) ? value : null;

    private static string? Words(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        JsonValueKind.String => value.GetString(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => value.GetRawText(),
    };
}
