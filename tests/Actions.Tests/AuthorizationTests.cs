using Google.Protobuf.Reflection;
using Grpc.Core;
using Jtai.Events.V1;
using Jtai.Partners.V1;
using Jtai.Testing;

namespace Jtai.Actions.Tests;

/// <summary>Every call names a policy of this service, and the policy is what admits.</summary>
public sealed class AuthorizationTests
{
    private static readonly string[] Manager = [nameof(Capacity.PartnershipManager)];
    private static readonly string[] Reporters =
        [.. Manager, nameof(Capacity.AgencyLead), nameof(Capacity.ActionOwner), nameof(Capacity.Contributor)];
    private static readonly string[] Readers =
    [
        .. Reporters, nameof(Capacity.LeadSafeguardingPartner), nameof(Capacity.DelegatedSafeguardingPartner),
        nameof(Capacity.PartnershipChair), nameof(Capacity.IndependentScrutineer), nameof(Capacity.SubGroupChair),
        nameof(Capacity.BoardMember), nameof(Capacity.InformationGovernanceReader), nameof(Capacity.Verifier), nameof(Capacity.SystemUser),
    ];

    // Health says nothing of content; Dapr's two have its token as their guard.
    private static readonly EndpointSweep Sweep = new(
        "/health/live", "/health/ready", "/grpc.health.v1.Health/Check", "/grpc.health.v1.Health/Watch", "/dapr/subscribe", "/events/{publisher}");
    private static readonly ServiceDescriptor Actions = V1.Actions.Descriptor;
    private static readonly ServiceDescriptor Statements = V1.Statements.Descriptor;
    private static readonly string[] WholePlan = [.. Readers.Except(Reporters).Except([nameof(Capacity.Verifier)]), .. Manager];

    public static TheoryData<string> Rpcs => [.. Actions.Methods.Select(method => method.Name)];

    public static TheoryData<string> StatementRpcs => [.. Statements.Methods.Select(method => method.Name)];

    [Fact]
    public async Task EveryCall_NamesAPolicyOfThisService()
    {
        var services = (await ActionsHost.SharedAsync()).Service.Services;
        Assert.Empty(Sweep.Faults(services));
        Assert.Superset(
            Actions.Methods.Concat(Statements.Methods).Select(method => $"/{method.Service.FullName}/{method.Name}").ToHashSet(),
            EndpointSweep.Endpoints(services).Select(EndpointSweep.Route).ToHashSet());
    }

    [Fact]
    public async Task CallWithoutPolicyOrWithAnUnknownOne_IsReported() => Assert.Equal(
        ["/authorized-by-nothing", "/bare", "/misnamed", "/open"], Sweep.OfOffenders((await ActionsHost.SharedAsync()).Service.Services));

    [Theory]
    [MemberData(nameof(Rpcs))]
    public Task AnyCall_ByCapacity_AdmitsThoseOfItsPolicyAlone(string rpc) => AdmitsAsync(Actions.FindMethodByName(rpc), rpc switch
    {
        "UpdateProgress" or "SaveMilestone" or "RecordCoverage" => Reporters,
        "AskForDate" or "WithdrawDateRequest" => [nameof(Capacity.AgencyLead), nameof(Capacity.ActionOwner), nameof(Capacity.Contributor)],
        "SetDependencies" => [.. Manager, nameof(Capacity.AgencyLead)],
        _ when rpc.StartsWith("Get", StringComparison.Ordinal) || rpc.StartsWith("List", StringComparison.Ordinal) => Readers,
        _ => Manager,
    });

    [Theory]
    [MemberData(nameof(StatementRpcs))]
    public Task AnyCallOfStatements_ByCapacity_AdmitsThoseOfItsPolicyAlone(string rpc) => AdmitsAsync(Statements.FindMethodByName(rpc), rpc switch
    {
        "ListPublicStatements" => [.. Readers, nameof(Capacity.Councillor), nameof(Capacity.CommitteeClerk), nameof(Capacity.Adviser), nameof(Capacity.CrossPartnershipLead)],
        "GetReadiness" or "CompareDrafts" or "RenderStatement" => WholePlan,
        "WriteSection" or "AddComment" or "AnswerComment" or "SendStatement" => [.. Readers.Except([nameof(Capacity.SystemUser)])],
        "GiveReturn" => [.. Manager, nameof(Capacity.AgencyLead)],
        "SignOff" or "TakeBackSignOff" => [.. Manager, nameof(Capacity.LeadSafeguardingPartner), nameof(Capacity.DelegatedSafeguardingPartner)],
        _ when rpc.StartsWith("Get", StringComparison.Ordinal) || rpc.StartsWith("List", StringComparison.Ordinal) => Readers,
        _ => Manager,
    });

    private static Task AdmitsAsync(MethodDescriptor method, string[] admitted) =>
        AdmitsAsync(method, capacity => admitted.Contains(capacity.ToString()));

    /// <summary>Fails unless a call admits these capacities within a partnership, and nobody else from anywhere.</summary>
    internal static async Task AdmitsAsync(MethodDescriptor method, Func<Capacity, bool> admits)
    {
        var host = await ActionsHost.SharedAsync();
        foreach (var capacity in Enum.GetValues<Capacity>())
        {
            var inPartnership = await CodeAsync(host.Tokens.ForPerson(Guid.NewGuid(), "somewhere", "some-agency", capacity));
            var inWorkspace = await CodeAsync(host.Tokens.ForPerson(Guid.NewGuid(), "agency:some-agency", "some-agency", capacity));
            var across = await CodeAsync(host.Tokens.AcrossPartnerships(Guid.NewGuid(), "some-agency", capacity));

            Assert.Equal((capacity, admits(capacity)), (capacity, inPartnership != StatusCode.PermissionDenied));
            Assert.Equal((StatusCode.PermissionDenied, StatusCode.PermissionDenied), (inWorkspace, across));
        }

        Assert.Equal(StatusCode.PermissionDenied, await CodeAsync(host.Tokens.ForService("reporting")));
        Assert.Equal(StatusCode.Unauthenticated, await CodeAsync(token: null));
        Assert.Equal(StatusCode.Unauthenticated, await CodeAsync("forged.token.here"));

        Task<StatusCode> CodeAsync(string? token) => AnyRpc.CodeAsync(host.Service, method, token);
    }

    [Theory]
    [InlineData("reporting", StatusCode.OK)]
    [InlineData("partners", StatusCode.OK)]
    [InlineData("inspections", StatusCode.PermissionDenied)]
    [InlineData("portal", StatusCode.PermissionDenied)]
    public async Task EventFeed_IsForTheServicesThatAreNamed(string service, StatusCode expected)
    {
        var host = await ActionsHost.SharedAsync();
        Assert.Equal(expected, await AnyRpc.CodeAsync(
            host.Service, EventFeed.Descriptor.FindMethodByName("ListHeads"), host.Tokens.ForService(service)));
    }
}
