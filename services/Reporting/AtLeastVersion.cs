using Jtai.Data;
using Jtai.Reporting.V1;

namespace Jtai.Reporting;

/// <summary>
/// Lets a read wait for what its reader has just written: up to 500 ms, then the answer says that it is still updating.
/// </summary>
public sealed class AtLeastVersion(Database database, AppliedChanges applied)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    /// <summary>True where the version was not seen in time. Asks within the reader's scope, and so says nothing of others' records.</summary>
    public async Task<bool> IsMissingAsync(TenantScope scope, AtLeast? wanted, CancellationToken ct)
    {
        if (wanted is null || !Guid.TryParse(wanted.AggregateId, out var actionId))
        {
            return false;
        }

        using var expectation = applied.Expect(wanted.AggregateId, wanted.Version);
        return !await IsKeptAsync(scope, actionId, wanted.Version, ct)
            && !(await expectation.WithinAsync(Patience, ct))
            // Another replica may have applied it.
            && !await IsKeptAsync(scope, actionId, wanted.Version, ct);
    }

    private async Task<bool> IsKeptAsync(TenantScope scope, Guid actionId, long version, CancellationToken ct) =>
        await database.QuerySingleOrDefaultAsync<bool>(
            scope,
            "select exists (select from visible_action where action_id = @actionId and version >= @version)",
            new { actionId, version },
            ct);
}
