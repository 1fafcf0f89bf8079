using Grpc.Core;
using Jtai.Partners.V1;
using Jtai.Testing;

namespace Jtai.Partners.Tests;

/// <summary>A partnership comes to be with its agencies and its first manager, in one act.</summary>
[Collection(PartnersCollection.Name)]
public sealed class ProvisioningTests(PartnersHost host)
{
    [Fact]
    public async Task Provision_WithAgenciesAndFirstManager_IsReadyForTheManager()
    {
        var request = await RequestAsync();
        await host.Client.ProvisionPartnershipAsync(request, host.AsOperator());

        var session = await host.Client.StartSessionAsync(
            new() { IdToken = host.Provider.IdTokenOf(request.FirstManager.Email, Area.NewSubject()), Nonce = "nonce" }, host.AsPortal());

        var place = Assert.Single(session.Session.Workplaces);
        Assert.Equal((request.PartnershipId, Capacity.PartnershipManager), (place.TenantId, Assert.Single(place.Capacities)));
        var asManager = TestTokens.Bearer((await host.Client.IssueTokenAsync(
            new() { SessionId = session.SessionId, TenantId = request.PartnershipId }, host.AsPortal())).AccessToken);
        var partnership = await host.Client.GetPartnershipAsync(new(), asManager);
        Assert.Equal(request.Agencies.OrderBy(one => one.AgencyId, StringComparer.Ordinal), partnership.Agencies);
        var refusal = await Refusal.OfAsync(StatusCode.FailedPrecondition, host.Client.AppointAsync(
            new() { TenantId = request.PartnershipId, PersonId = session.Session.Person.PersonId, Capacity = Capacity.PartnershipManager }, host.AsOperator()));
        Assert.Contains("first manager", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Provision_LeftEmpty_SaysAllThatIsMissing()
    {
        var refusal = await Refusal.OfAsync(StatusCode.InvalidArgument, host.Client.ProvisionPartnershipAsync(new() { FirstManager = new() }, host.AsOperator()));
        Assert.Equal(
            ["agency_id", "area", "code", "email", "issuer", "job_title", "manager_name", "name", "partnership_id"],
            refusal.Fields.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Provision_WithoutOneOfTheThree_IsRefusedAndLeavesNothing(int missing)
    {
        var request = await RequestAsync();
        request.Agencies[missing].SafeguardingPartner = false;
        var refusal = await Refusal.OfAsync(StatusCode.InvalidArgument, host.Client.ProvisionPartnershipAsync(request, host.AsOperator()));
        Assert.Equal(["agencies"], refusal.Fields);
        request.Agencies[missing].SafeguardingPartner = true;
        await host.Client.ProvisionPartnershipAsync(request, host.AsOperator());
    }

    [Fact]
    public async Task Provision_CharityAsSafeguardingPartner_IsRefused()
    {
        var request = await RequestAsync();
        request.Agencies[3].SafeguardingPartner = true;
        Assert.Equal(["agencies"], (await Refusal.OfAsync(StatusCode.InvalidArgument, host.Client.ProvisionPartnershipAsync(request, host.AsOperator()))).Fields);
    }

    [Fact]
    public async Task Provision_ManagerOfAnAgencyThatTakesNoPart_IsRefused()
    {
        var request = await RequestAsync();
        request.FirstManager.AgencyId = "operator";
        Assert.Equal(["agency_id"], (await Refusal.OfAsync(StatusCode.InvalidArgument, host.Client.ProvisionPartnershipAsync(request, host.AsOperator()))).Fields);
    }

    [Fact]
    public async Task Provision_WithTheOperatorThemselvesAsManager_IsRefusedByTheirAddress()
    {
        var request = await RequestAsync();
        var themselves = await Area.PersonAsync(host, request.FirstManager.AgencyId, request.FirstManager.Email.Split('@')[0]);
        var refusal = await Refusal.OfAsync(StatusCode.FailedPrecondition, host.Client.ProvisionPartnershipAsync(
            request, TestTokens.Bearer(host.Tokens.ForPerson(Guid.Parse(themselves), "platform", "operator", Capacity.PlatformOperator))));
        Assert.Contains("themselves", refusal.Message, StringComparison.Ordinal);
        await host.Client.ProvisionPartnershipAsync(request, host.AsOperator());
    }

    // Of its own range: the areas of other tests begin at AAA, and theirs with N and after.
    private static string NewCode() => Interlocked.Increment(ref made) is var number ? $"M{(char)('A' + (number / 26))}{(char)('A' + (number % 26))}" : "";

    private static int made;

    private async Task<ProvisionPartnershipRequest> RequestAsync()
    {
        var id = "new-" + Guid.NewGuid().ToString("N")[..10];
        var request = new ProvisionPartnershipRequest
        {
            PartnershipId = id, Name = "New partnership", Area = "New area", Code = NewCode(),
        };
        foreach (var kind in new[] { AgencyKind.Council, AgencyKind.PoliceForce, AgencyKind.IntegratedCareBoard, AgencyKind.Charity })
        {
            var agency = await Area.AgencyAsync(host, $"{kind.ToString().ToLowerInvariant()}-{id}", kind);
            request.Agencies.Add(new PartnerAgency { AgencyId = agency, SafeguardingPartner = kind != AgencyKind.Charity });
        }

        request.FirstManager = new()
        {
            Name = "Asha Verma", JobTitle = "Partnership manager", AgencyId = request.Agencies[0].AgencyId, Email = Area.NewSubject() + "@example.org",
            Issuer = host.Provider.Issuer,
        };
        return request;
    }
}
