using System.Collections.Concurrent;
using Google.Protobuf.WellKnownTypes;
using Jtai.Access;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Store;
using Npgsql;

namespace Jtai.Reporting;

/// <summary>
/// Writes down who looked across a partnership's border, before the answer goes out: a view once per person, hour and
/// level, an opened record every time. Partners keeps the rows from the events.
/// </summary>
public sealed class SharingLog(Database database, TimeProvider clock)
{
    private const int MostRemembered = 100_000;

    // What this process has seen committed; the table's unique key is the truth.
    private readonly ConcurrentDictionary<(string Tenant, SharingLevel Level, Guid Person, string View, DateTimeOffset Hour), bool> written = new();

    /// <param name="caller">Who looks.</param>
    /// <param name="view">In words, e.g. "All partnerships".</param>
    /// <param name="shown">Each partnership that was shown, and at which level.</param>
    /// <param name="ct">Gives up, and so does the look.</param>
    public async Task RecordViewAsync(
        Caller caller, string view, IEnumerable<(string TenantId, SharingLevel Level)> shown, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var hour = new DateTimeOffset(now.Year, now.Month, now.Day, now.Hour, 0, 0, TimeSpan.Zero);
        var unseen = shown.Where(look => !written.ContainsKey((look.TenantId, look.Level, caller.PersonId, view, hour))).ToArray();
        if (unseen.Length == 0)
        {
            return;
        }

        await WriteAsync(caller, view, unseen, hour, now, ct);
        if (written.Count > MostRemembered)
        {
            written.Clear();
        }

        foreach (var (tenant, level) in unseen)
        {
            written.TryAdd((tenant, level, caller.PersonId, view, hour), true);
        }
    }

    /// <summary>A record that was opened: logged every time.</summary>
    public Task RecordOpenedAsync(Caller caller, string record, (string TenantId, SharingLevel Level) shown, CancellationToken ct) =>
        SaveAsync(caller, record, [shown], null, clock.GetUtcNow(), ct);

    private async Task WriteAsync(
        Caller caller, string view, (string TenantId, SharingLevel Level)[] shown, DateTimeOffset hour, DateTimeOffset now, CancellationToken ct)
    {
        while (true)
        {
            var tenants = shown.Select(look => look.TenantId).ToArray();
            var already = await database.QueryAsync<(string TenantId, int Level)>(
                TenantScope.OfMany(tenants.Select(tenant => new TenantId(tenant))),
                """
                select tenant_id, level from access_record
                where tenant_id = any (@tenants) and person_id = @PersonId and looked_at = @view and hour = @hour
                """,
                new { tenants, caller.PersonId, view, hour },
                ct);
            shown = [.. shown.Where(look => !already.Contains((look.TenantId, (int)look.Level)))];
            if (shown.Length == 0)
            {
                return;
            }

            try
            {
                await SaveAsync(caller, view, shown, hour, now, ct);
                return;
            }
            catch (PostgresException failure) when (failure is { SqlState: PostgresErrorCodes.UniqueViolation, TableName: "access_record" })
            {
                // Another look of the same person was faster; the loop sees what it has written.
            }
        }
    }

    private Task<Empty> SaveAsync(
        Caller caller, string lookedAt, (string TenantId, SharingLevel Level)[] shown, DateTimeOffset? hour, DateTimeOffset now, CancellationToken ct)
    {
        var records = shown.Select(look => new AccessRecorded
        {
            AccessId = Guid.CreateVersion7().ToString(),
            PartnershipId = look.TenantId,
            PersonId = caller.PersonId.ToString(),
            AgencyId = caller.AgencyId ?? "",
            Capacity = caller.ActingAs,
            LookedAt = lookedAt,
            Level = look.Level,
            At = Timestamp.FromDateTimeOffset(now),
        }).ToArray();
        var tenants = shown.Select(look => look.TenantId).ToArray();
        var scope = tenants.Select(tenant => new TenantId(tenant)).ToList();
        var write = Write.OnBehalfOf(scope[0], caller, "look") with { Scope = TenantScope.OfMany(scope) };
        return database.SaveAsync(
            write,
            new Empty(),
            """
            insert into access_record (tenant_id, access_id, person_id, looked_at, hour, at, level)
            select tenant_id, access_id, @PersonId, @lookedAt, @hour, @now, level
            from unnest(@tenants, @levels, @ids) as look (tenant_id, level, access_id)
            """,
            new { caller.PersonId, lookedAt, hour, now, tenants, levels = shown.Select(look => (int)look.Level).ToArray(), ids = records.Select(record => Guid.Parse(record.AccessId)).ToArray() },
            [.. records.Select(record => new Change(record.AccessId, 1, record)
            {
                TenantId = new TenantId(record.PartnershipId), Kind = AuditKind.Disclosure, DisclosedTo = caller.AgencyId,
            })],
            ct);
    }
}
