using Dapper;
using Grpc.Core;
using Jtai.Testing;
using Npgsql;

namespace Jtai.Partners.Tests;

/// <summary>Writes of one tenant that queue at its lock: each has read before the first of them writes, whatever the machine does.</summary>
internal static class WritesThatMeet
{
    private const string Key = "hashtextextended(@key, 0)";

    /// <param name="database">Of Partners.</param>
    /// <param name="key">What the writes lock: the tenant's id.</param>
    /// <param name="calls">Each of them takes that lock as it saves.</param>
    /// <returns>How each ended, in their order.</returns>
    public static async Task<StatusCode[]> AtAsync(TestDatabase database, string key, params IEnumerable<Func<Task<StatusCode>>> calls)
    {
        await using var holder = new NpgsqlConnection(database.Everything);
        await holder.OpenAsync();
        await holder.ExecuteAsync($"select pg_advisory_lock({Key})", new { key });
        var running = calls.Select(call => call()).ToArray();
        await Eventually.SoAsync(
            async () => (await database.QueryAsync<long>(
                $"select count(*) from pg_locks where locktype = 'advisory' and not granted and (classid::bigint << 32) | objid::bigint = {Key}", new { key })).Single()
                == running.Length,
            "all of them wait to write");
        await holder.ExecuteAsync($"select pg_advisory_unlock({Key})", new { key });
        return await Task.WhenAll(running);
    }
}
