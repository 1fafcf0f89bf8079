using System.Reflection;
using Grpc.Core;
using Jtai.Partners.V1;
using Microsoft.AspNetCore.Authorization;

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

    public static TheoryData<string> Rpcs => [.. V1.ActionsReflection.Descriptor.Services.Single().Methods.Select(method => method.Name)];

    [Fact]
    public void EveryCall_NamesAPolicyOfThisService() => Assert.Empty(Offenders(typeof(ActionsGrpc)));

    [Fact]
    public void CallWithoutPolicyOrWithAnUnknownOne_IsReported()
    {
        var reported = Offenders(typeof(Offender)).ToList();
        Assert.Contains(nameof(Offender.GetAction), reported);
        Assert.Contains(nameof(Offender.ListActions), reported);
        Assert.DoesNotContain(nameof(Offender.GetActionPlan), reported);
    }

    [Theory]
    [MemberData(nameof(Rpcs))]
    public async Task AnyCall_ByCapacity_AdmitsThoseOfItsPolicyAlone(string rpc)
    {
        var platform = await Platform.SharedAsync();
        string[] admitted = rpc switch
        {
            "UpdateProgress" => Reporters,
            _ when rpc.StartsWith("Get", StringComparison.Ordinal) || rpc.StartsWith("List", StringComparison.Ordinal) => Readers,
            _ => Manager,
        };
        foreach (var capacity in Enum.GetValues<Capacity>())
        {
            var inPartnership = await CallAsync(rpc, platform.Tokens.ForPerson(Guid.NewGuid(), "somewhere", "some-agency", capacity));
            var inWorkspace = await CallAsync(rpc, platform.Tokens.ForPerson(Guid.NewGuid(), "agency:some-agency", "some-agency", capacity));
            var across = await CallAsync(rpc, platform.Tokens.AcrossPartnerships(Guid.NewGuid(), "some-agency", capacity));

            Assert.Equal((capacity, admitted.Contains(capacity.ToString())), (capacity, inPartnership != StatusCode.PermissionDenied));
            Assert.Equal((StatusCode.PermissionDenied, StatusCode.PermissionDenied), (inWorkspace, across));
        }

        Assert.Equal(StatusCode.PermissionDenied, await CallAsync(rpc, platform.Tokens.ForService("reporting")));
        Assert.Equal(StatusCode.Unauthenticated, await CallAsync(rpc, token: null));
        Assert.Equal(StatusCode.Unauthenticated, await CallAsync(rpc, "forged.token.here"));
    }

    [Theory]
    [InlineData("reporting", StatusCode.OK)]
    [InlineData("partners", StatusCode.OK)]
    [InlineData("inspections", StatusCode.PermissionDenied)]
    [InlineData("portal", StatusCode.PermissionDenied)]
    public async Task EventFeed_IsForTheServicesThatAreNamed(string service, StatusCode expected)
    {
        var platform = await Platform.SharedAsync();
        var feed = new Events.V1.EventFeed.EventFeedClient(platform.Service.Channel);
        var code = await CodeOfAsync(() => feed.ListHeadsAsync(
            new(), new Metadata { { "authorization", $"Bearer {platform.Tokens.ForService(service)}" } }).ResponseAsync);
        Assert.Equal(expected, code);
    }

    private static IEnumerable<string> Offenders(Type service)
    {
        var known = Policies.All.Select(policy => policy.Name).ToHashSet();
        return
            from method in V1.ActionsReflection.Descriptor.Services.Single().Methods
            let implementation = service.GetMethod(method.Name, BindingFlags.Public | BindingFlags.Instance)
            where implementation.GetCustomAttribute<AuthorizeAttribute>(inherit: false)?.Policy is not { } policy || !known.Contains(policy)
            select method.Name;
    }

    private static async Task<StatusCode> CallAsync(string rpc, string? token)
    {
        var platform = await Platform.SharedAsync();
        var type = V1.ActionsReflection.Descriptor.Services.Single().FindMethodByName(rpc).InputType.ClrType;
        var client = token is null ? new V1.Actions.ActionsClient(platform.Service.Channel) : platform.ClientWith(token);
        var call = typeof(V1.Actions.ActionsClient).GetMethod(rpc, [type, typeof(Metadata), typeof(DateTime?), typeof(CancellationToken)])!;
        object?[] arguments = [Activator.CreateInstance(type), null, null, CancellationToken.None];
        return await CodeOfAsync(() => Task.Run(() => call.Invoke(client, arguments)));
    }

    private static async Task<StatusCode> CodeOfAsync(Func<Task> call)
    {
        try
        {
            await call();
            return StatusCode.OK;
        }
        catch (RpcException refusal)
        {
            return refusal.StatusCode;
        }
        catch (TargetInvocationException failure) when (failure.InnerException is RpcException refusal)
        {
            return refusal.StatusCode;
        }
    }

    /// <summary>What the sweep must find: a call without a policy and one with a policy that does not exist.</summary>
    private sealed class Offender : V1.Actions.ActionsBase
    {
        public override Task<V1.ActionRecord> GetAction(V1.GetActionRequest request, ServerCallContext context) =>
            throw new NotSupportedException();

        [Authorize("NoSuchPolicy")]
        public override Task<V1.ListActionsReply> ListActions(V1.ListActionsRequest request, ServerCallContext context) =>
            throw new NotSupportedException();

        [Authorize(Policies.ReadPlans)]
        public override Task<V1.ActionPlan> GetActionPlan(V1.GetActionPlanRequest request, ServerCallContext context) =>
            throw new NotSupportedException();
    }
}
