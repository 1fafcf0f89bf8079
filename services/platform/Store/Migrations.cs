using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Dapper;
using Jtai.Access;
using Jtai.Errors;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace Jtai.Store;

/// <summary>
/// SQL scripts, run once each and in order by the owner, the platform's before the service's. A service embeds its own:
/// <c>&lt;EmbeddedResource Include="Data/*.sql" /&gt;</c>, named by the UTC minute and the subject,
/// <c>202612011430_statements.sql</c>; the first ones are numbered and come before.
/// </summary>
public static partial class Migrations
{
    private const long Lock = 0x6A746169_6D696772;

    private const string Table =
        """
        create table if not exists migration (
          source text not null,
          name text not null,
          hash text not null,
          ran_at timestamptz not null default now(),
          primary key (source, name)
        )
        """;

    /// <summary>Where the process was started with the argument <c>migrate</c>: runs the scripts.</summary>
    /// <returns>True where it did, and the process is to end.</returns>
    public static async Task<bool> RanAsync(string[] args, IConfiguration configuration, Assembly scripts)
    {
        if (args is not ["migrate", ..])
        {
            return false;
        }

        StartRefused.ExplainAtTheEnd("migrate");
        await RunAsync(configuration.Required(DatabaseSettings.Owner), scripts);
        return true;
    }

    /// <summary>Runs the scripts that have not run yet, each in a transaction of its own; concurrent runs wait for each other.</summary>
    /// <exception cref="InvalidOperationException">A script that ran before has been changed or is gone.</exception>
    public static async Task RunAsync(string ownerConnectionString, Assembly scripts)
    {
        // The lock is the session's: a pooled connection would carry it on.
        var unpooled = new NpgsqlConnectionStringBuilder(ownerConnectionString)
        {
            Pooling = false, CommandTimeout = 600, GssEncryptionMode = GssEncryptionMode.Disable,
        };
        await using var connection = new NpgsqlConnection(unpooled.ConnectionString);
        await connection.OpenAsync();
        await connection.ExecuteAsync("select pg_advisory_lock(@Lock)", new { Lock });
        await connection.ExecuteAsync(Table);
        await RunAsync(connection, "platform", Scripts(typeof(Migrations).Assembly));
        await RunAsync(connection, "service", Scripts(scripts));
    }

    /// <summary>How many of the platform's scripts and the service's have run, and the names of those that have not.</summary>
    internal static async Task<(int Applied, IReadOnlyList<string> Pending)> StateAsync(ConnectionPool pool, Assembly scripts, CancellationToken ct)
    {
        var ran = await pool.QueryAsync<(string Source, string Name)>("select source, name from migration", null, ct);
        (string Source, string Name)[] known =
        [
            .. Scripts(typeof(Migrations).Assembly).Select(script => ("platform", script.Name)),
            .. Scripts(scripts).Select(script => ("service", script.Name)),
        ];
        return (known.Intersect(ran).Count(), [.. known.Except(ran).Select(script => script.Name)]);
    }

    /// <summary>All scripts of the platform and the service, in the order in which they run: <c>platform 0001_platform</c>.</summary>
    internal static IEnumerable<string> NamesOf(Assembly scripts) =>
    [
        .. Scripts(typeof(Migrations).Assembly).Select(script => $"platform {script.Name}"),
        .. Scripts(scripts).Select(script => $"service {script.Name}"),
    ];

    private static async Task RunAsync(NpgsqlConnection connection, string source, IReadOnlyList<Script> scripts)
    {
        var ran = (await connection.QueryAsync<(string Name, string Hash)>("select name, hash from migration where source = @source", new { source }))
            .ToDictionary(row => row.Name, row => row.Hash);
        foreach (var script in scripts)
        {
            if (!ran.Remove(script.Name, out var hash))
            {
                await RunAsync(connection, source, script);
            }
            else if (hash != script.Hash)
            {
                throw new InvalidOperationException(
                    $"The migration {script.Name} has run before and was changed since. Add a new script instead.");
            }
        }

        // During a roll-out an older version meets the newer one's scripts: that is no error unless one is out of order.
        if (scripts.Count > 0 && ran.Keys.Any(name => string.CompareOrdinal(name, scripts[^1].Name) < 0))
        {
            throw new InvalidOperationException($"The migration {ran.Keys.Min()} has run before and is gone.");
        }
    }

    private static async Task RunAsync(NpgsqlConnection connection, string source, Script script)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        try
        {
            await connection.ExecuteAsync(script.Sql, transaction: transaction);
        }
        catch (PostgresException failure)
        {
            throw new InvalidOperationException($"The migration {script.Name} failed: {failure.MessageText}", failure);
        }

        await connection.ExecuteAsync(
            "insert into migration (source, name, hash) values (@source, @Name, @Hash)", new { source, script.Name, script.Hash }, transaction);
        await transaction.CommitAsync();
    }

    private static Script[] Scripts(Assembly assembly) =>
    [
        .. assembly.GetManifestResourceNames()
            .Select(resource => (Resource: resource, Name: ScriptName().Match(resource)))
            .Where(script => script.Name.Success)
            .OrderBy(script => script.Name.Value, StringComparer.Ordinal)
            .Select(script => Script.Read(assembly, script.Resource, script.Name.Value)),
    ];

    [GeneratedRegex(@"(?<=^|\.)(?:\d{4}|\d{12})_\w+(?=\.sql$)", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex ScriptName();

    private sealed record Script(string Name, string Sql, string Hash)
    {
        public static Script Read(Assembly assembly, string resource, string name)
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            var sql = reader.ReadToEnd().ReplaceLineEndings("\n");
            return new Script(name, sql, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sql))));
        }
    }
}
