using Grpc.Core;
using Jtai.Partners.V1;
using Jtai.Testing;

namespace Jtai.Actions.Tests;

/// <summary>Who may look at a partnership's notifications. The calls come from the proto: a new one cannot be missed.</summary>
public sealed class NotifyingAccessTests
{
    private static readonly IsolationSweep Sweep = new(V1.Notifications.Descriptor);

    public static TheoryData<string> Ids => [.. Sweep.Cases];

    public static TheoryData<string> Rpcs => [.. V1.Notifications.Descriptor.Methods.Select(method => method.Name)];

    [Theory]
    [MemberData(nameof(Rpcs))]
    public async Task AnyCall_ByCapacity_AdmitsTheManagerOfThePartnershipAlone(string rpc)
    {
        var host = await ActionsHost.SharedAsync();
        foreach (var capacity in Enum.GetValues<Capacity>())
        {
            var inPartnership = await CodeAsync(host.Tokens.ForPerson(Guid.NewGuid(), "somewhere", "some-agency", capacity));
            var inWorkspace = await CodeAsync(host.Tokens.ForPerson(Guid.NewGuid(), "agency:some-agency", "some-agency", capacity));
            var across = await CodeAsync(host.Tokens.AcrossPartnerships(Guid.NewGuid(), "some-agency", capacity));

            Assert.Equal((capacity, capacity == Capacity.PartnershipManager), (capacity, inPartnership != StatusCode.PermissionDenied));
            Assert.Equal((StatusCode.PermissionDenied, StatusCode.PermissionDenied), (inWorkspace, across));
        }

        Assert.Equal(StatusCode.PermissionDenied, await CodeAsync(host.Tokens.ForService("reporting")));
        Assert.Equal(StatusCode.Unauthenticated, await CodeAsync(token: null));

        Task<StatusCode> CodeAsync(string? token) => AnyRpc.CodeAsync(host.Service, V1.Notifications.Descriptor.FindMethodByName(rpc), token);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task AnotherTenantsId_AnswersAsOneThatNothingHas(string id)
    {
        var host = await ActionsHost.SharedAsync();

        var faults = await Sweep.FaultsAsync(host.Service.Channel.CreateCallInvoker(), id, await TenantAsync(), await TenantAsync());

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    public async Task List_ByThePageOfAnotherPartnership_IsEmpty()
    {
        var (here, there) = (await PlanSteps.PartnershipAsync(), await PlanSteps.PartnershipAsync());
        await here.FailedAsync();
        var theirs = await there.FailedAsync();

        Assert.Single((await here.Notifications(here.Manager).ListNotificationsAsync(new())).Notifications);
        Assert.Empty((await here.Notifications(here.Manager).ListNotificationsAsync(new() { PageToken = theirs })).Notifications);
    }

    private static async Task<SweptTenant> TenantAsync()
    {
        var partnership = await PlanSteps.PartnershipAsync();
        return new()
        {
            Caller = _ => partnership.Manager.In(partnership),
            Sent = new() { ["notification_id"] = await partnership.FailedAsync(), ["expected_version"] = 1L },
        };
    }
}
