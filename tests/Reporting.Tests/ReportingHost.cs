using Jtai.Actions.V1;
using Jtai.Testing;

namespace Jtai.Reporting.Tests;

/// <summary>The running service. One for all tests, which come one after the other, since some move its clock.</summary>
public sealed class ReportingHost() : ServiceHost<ReportingGrpc>("reporting")
{
    public V1.Reporting.ReportingClient Client => ClientOf(Service);

    public static V1.Reporting.ReportingClient ClientOf(Replica replica) => new(replica.Channel);

    /// <summary>
    /// Tells of an action's next version a little later than a call begins that waits for it. On a busy machine the message
    /// may take longer than the call is patient, hence more than once.
    /// </summary>
    /// <param name="there">Whose action.</param>
    /// <param name="call">Waits for the version; true where it came.</param>
    public async Task<bool> WaitsForAsync(TestPartnership there, Func<Jtai.Actions.V1.Action, V1.AtLeast, Task<bool>> call)
    {
        var action = await there.AddAsync("title 1");
        for (var version = 2; version <= 6; version++)
        {
            action.Title = $"title {version}";
            action.Version = version;
            var range = Actions.Add(there.TenantId, action.ActionId, version, new ActionChanged { Action = action.Clone(), Kind = ActionChangeKind.DescribedAnew });
            var came = call(action, new() { AggregateId = action.ActionId, Version = version });
            await Task.Delay(50);
            await Actions.DeliverAsync(range);
            if (await came)
            {
                return true;
            }
        }

        return false;
    }
}

[CollectionDefinition(Name)]
public sealed class ReportingService : ICollectionFixture<ReportingHost>
{
    public const string Name = "reporting";
}
