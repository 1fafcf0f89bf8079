using System.Data;
using Dapper;
using Jtai.Field;

namespace Jtai.Store;

/// <summary>What Dapper has to be told of Npgsql's types, once per process.</summary>
internal static class DapperTypes
{
    private static readonly Lazy<bool> Registered = new(() =>
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        SqlMapper.AddTypeHandler(new AsIs<DateOnly>());
        SqlMapper.AddTypeHandler(new UtcMoment());
        SqlMapper.AddTypeHandler(new TenantIdText());
        SqlMapper.AddTypeHandler(new AsIs<string[]>());
        SqlMapper.AddTypeHandler(new AsIs<Guid[]>());
        SqlMapper.AddTypeHandler(new AsIs<Guid?[]>());
        SqlMapper.AddTypeHandler(new AsIs<long[]>());
        SqlMapper.AddTypeHandler(new AsIs<bool[]>());
        SqlMapper.AddTypeHandler(new AsIs<byte[][]>());
        SqlMapper.AddTypeHandler(new AsIs<DateTime[]>());
        return true;
    });

    internal static void Register() => _ = Registered.Value;

    private sealed class AsIs<T> : SqlMapper.TypeHandler<T>
    {
        public override T Parse(object value) => (T)value;

        public override void SetValue(IDbDataParameter parameter, T? value) => parameter.Value = (object?)value ?? DBNull.Value;
    }

    // Npgsql reads timestamptz as a DateTime in UTC and writes only moments whose offset is zero.
    private sealed class UtcMoment : SqlMapper.TypeHandler<DateTimeOffset>
    {
        public override DateTimeOffset Parse(object value) => value is DateTimeOffset moment ? moment : new((DateTime)value);

        public override void SetValue(IDbDataParameter parameter, DateTimeOffset value) => parameter.Value = value.ToUniversalTime();
    }

    private sealed class TenantIdText : SqlMapper.TypeHandler<TenantId>
    {
        public override TenantId Parse(object value) => new((string)value);

        public override void SetValue(IDbDataParameter parameter, TenantId value) => parameter.Value = value.Value;
    }
}
