using System.Collections.Immutable;
using System.Diagnostics;
using Dapper;
using Jtai.Field;

namespace Jtai.Store;

/// <summary>
/// Which rows a statement may touch: settings of one transaction that the row-level security policies read. Without a
/// scope there are no rows.
/// </summary>
public sealed class TenantScope
{
    /// <summary>The setting that the standard policy reads: a text array of tenant ids.</summary>
    public const string Tenants = "app.tenants";

    // What a transaction puts by for later, a job, goes on in the trace that it was put by in.
    private const string Traceparent = "app.traceparent";

    // A session-level setting would stay on the pooled connection and leak into the next tenant's call; the `true` makes
    // it the transaction's.
    internal const string Sql =
        """
        select set_config(name, value, true)
        from unnest(@jtai_setting_names, @jtai_setting_values) as setting (name, value);

        """;

    private readonly ImmutableSortedDictionary<string, string> settings;

    private TenantScope(ImmutableSortedDictionary<string, string> settings) => this.settings = settings;

    /// <summary>The rows of one tenant.</summary>
    public static TenantScope Of(TenantId tenantId) => OfMany([tenantId]);

    /// <summary>The rows of all these tenants; of none where the list is empty.</summary>
    public static TenantScope OfMany(IEnumerable<TenantId> tenantIds) =>
        new TenantScope(ImmutableSortedDictionary<string, string>.Empty).With(Tenants, tenantIds.Select(tenant => tenant.Value));

    /// <summary>Adds or replaces a setting of the transaction, e.g. <c>app.agency</c>.</summary>
    public TenantScope With(string setting, string value) =>
        setting.StartsWith("app.", StringComparison.Ordinal)
            ? new TenantScope(settings.SetItem(setting, value))
            : throw new ArgumentException($"{setting} is not a setting of a scope: its name starts with app.", nameof(setting));

    /// <summary>Adds or replaces a setting that holds a text array, e.g. <c>app.headline_tenants</c>.</summary>
    public TenantScope With(string setting, IEnumerable<string> tenantIds) => With(setting, ArrayLiteral(tenantIds));

    internal DynamicParameters AddTo(DynamicParameters parameters)
    {
        var all = Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: { } id } ? settings.SetItem(Traceparent, id) : settings;
        parameters.Add("jtai_setting_names", all.Keys.ToArray());
        parameters.Add("jtai_setting_values", all.Values.ToArray());
        return parameters;
    }

    private static string ArrayLiteral(IEnumerable<string> values) => $"{{{string.Join(',', values.Select(Quoted))}}}";

    private static string Quoted(string value) =>
        '"' + value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + '"';
}
