using System.Data;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dapper;
using Jtai.Inspections.V1;
using Jtai.Partners.V1;
using Npgsql;
using NpgsqlTypes;

namespace Jtai.Inspections;

/// <summary>How values without a column type of their own are kept: as jsonb.</summary>
public sealed class JsonColumn<T> : SqlMapper.TypeHandler<T>
    where T : class
{
    public override T? Parse(object value) => JsonSerializer.Deserialize<T>((string)value, JsonColumns.Options);

    public override void SetValue(IDbDataParameter parameter, T? value)
    {
        ((NpgsqlParameter)parameter).NpgsqlDbType = NpgsqlDbType.Jsonb;
        parameter.Value = value is null ? DBNull.Value : JsonSerializer.Serialize(value, JsonColumns.Options);
    }
}

public static class JsonColumns
{
    /// <summary>Property names as columns are named, so that a statement can take the rows out again.</summary>
    internal static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        // The lists of messages can be filled and not set.
        PreferredObjectCreationHandling = JsonObjectCreationHandling.Populate,
    };

    public static void Register()
    {
        SqlMapper.AddTypeHandler(new JsonColumn<IReadOnlyList<LetterWarning>>());
        SqlMapper.AddTypeHandler(new JsonColumn<IReadOnlyList<Finding>>());
        SqlMapper.AddTypeHandler(new JsonColumn<ReadLetter>());
        SqlMapper.AddTypeHandler(new JsonColumn<Review>());
        SqlMapper.AddTypeHandler(new JsonColumn<IReadOnlyList<FieldChange>>());
        SqlMapper.AddTypeHandler(new JsonColumn<IReadOnlyList<HistoryEntry>>());
        SqlMapper.AddTypeHandler(new JsonColumn<WordingCorrection>());
        SqlMapper.AddTypeHandler(new JsonColumn<TakenOver>());
    }
}
