using System.Diagnostics;
using Jtai.Access;
using Jtai.Reporting.LookingAcross;
using Jtai.Reporting.V1;
using Jtai.Store;
using Jtai.Streams;

namespace Jtai.Reporting;

/// <summary>
/// Lets a read wait for what its reader has just written: up to 500 ms, then the answer says that it is still updating.
/// </summary>
public sealed class ReadYourWrites(Database database, AppliedChanges applied)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    /// <summary>True where the version was not seen in time, asked within the reader's own partnership.</summary>
    public Task<bool> IsMissingAsync(TenantScope scope, AtLeast? wanted, CancellationToken ct) =>
        IsMissingAsync(wanted, actionId => database.QuerySingleOrDefaultAsync<bool>(
            scope,
            "select exists (select from listed_action where action_id = @actionId and version >= @Version)",
            new { actionId, wanted?.Version },
            ct), ct);

    /// <summary>The same, asked across partnerships as far as they share.</summary>
    public Task<bool> IsMissingAcrossAsync(Caller caller, DateOnly today, AtLeast? wanted, CancellationToken ct) =>
        IsMissingAsync(wanted, actionId => database.QueryMultipleAsync(
            RecordScope.AcrossPartnerships(caller),
            Grants.SetLevels + "select exists (select from listed_action where action_id = @actionId and version >= @version)",
            Grants.ParametersOf(caller, today, actionId: actionId, version: wanted?.Version ?? 0),
            async results =>
            {
                await results.ReadAsync();
                return await results.ReadSingleAsync<bool>();
            },
            ct), ct);

    private async Task<bool> IsMissingAsync(AtLeast? wanted, Func<Guid, Task<bool>> isKept, CancellationToken ct)
    {
        if (wanted is null || !Guid.TryParse(wanted.AggregateId, out var actionId))
        {
            return false;
        }

        using var expectation = applied.Expect(wanted.AggregateId, wanted.Version);
        var began = Stopwatch.GetTimestamp();
        if (await isKept(actionId) || (await expectation.WithinAsync(Patience, ct) && await isKept(actionId)))
        {
            return false;
        }

        // This process also applies what the reader may not see: how long the answer takes must not tell. And another replica may
        // have applied it meanwhile.
        var left = Patience - Stopwatch.GetElapsedTime(began);
        await Task.Delay(left > TimeSpan.Zero ? left : TimeSpan.Zero, ct);
        return !await isKept(actionId);
    }
}
