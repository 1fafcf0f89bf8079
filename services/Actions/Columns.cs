using System.Text.Json;

namespace Jtai.Actions;

/// <summary>
/// Entities and small lists of a proto's plain messages as JSON whose names are the columns': PostgreSQL takes them as rows
/// (<c>jsonb_populate_record</c>), and what is no column is passed over.
/// </summary>
public static class Columns
{
    private static readonly JsonSerializerOptions Named = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static string Of<T>(T row) => JsonSerializer.Serialize(row, Named);

    /// <summary>Null where nothing is kept.</summary>
    public static T? FromJson<T>(string? json)
        where T : class => json is null ? null : JsonSerializer.Deserialize<T>(json, Named);

    public static string ListToJson<T>(IEnumerable<T> list) => JsonSerializer.Serialize(list.ToArray(), Named);

    public static IReadOnlyList<T> ListFromJson<T>(string json) => JsonSerializer.Deserialize<T[]>(json, Named) ?? [];
}
