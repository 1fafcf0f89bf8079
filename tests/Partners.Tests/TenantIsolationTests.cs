using Jtai.Partners.V1;
using Jtai.Testing;

namespace Jtai.Partners.Tests;

/// <summary>As <see cref="IsolationTests"/>, of the life of tenants.</summary>
[Collection(PartnersCollection.Name)]
public sealed class TenantIsolationTests(PartnersHost host)
{
    private static readonly IsolationSweep Sweep = new(V1.Tenants.Descriptor)
    {
        // The platform operator's.
        Closed = ["SuspendTenant", "ReactivateTenant", "AskToCloseTenant", "ConfirmClosing", "ProposeRecovery", "ConfirmRecovery"],
    };

    public static TheoryData<string> Ids => [.. Sweep.Cases];

    [Fact]
    public void Ids_FromTheProto_AreFound() => Assert.Equal((10, 0), (Ids.Count, Sweep.Unknown.Count));

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task AnotherTenantsId_AnswersAsOneThatNothingHas(string id)
    {
        var faults = await Sweep.FaultsAsync(host.Service.Channel.CreateCallInvoker(), id, await TenantAsync(), await TenantAsync());
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    private async Task<SweptTenant> TenantAsync()
    {
        var area = await Area.MakeAsync(host, appointManager: false);
        var client = new V1.Tenants.TenantsClient(host.Service.Channel);
        await client.ProposeRecoveryAsync(
            new()
            {
                TenantId = area.Id,
                Person = new() { Name = "Asha Verma", JobTitle = "Manager", AgencyId = area.Council, Email = Area.NewSubject() + "@example.org", Issuer = host.Provider.Issuer },
            },
            host.AsOperator());
        await ExportTests.ExportAsync(area, whole: true);
        await client.AskToCloseTenantAsync(new() { TenantId = area.Id, Reason = ClosingReason.AtRequest }, host.AsOperator());
        return new()
        {
            Caller = rpc => rpc == "RefuseRecovery"
                ? TestTokens.Bearer(host.Tokens.ForPerson(Guid.NewGuid(), area.Id, area.Police, Capacity.LeadSafeguardingPartner))
                : area.AsManager(),
            Sent = new()
            {
                ["tenant_id"] = area.Id,
                ["person.agency_id"] = area.Council,
                ["reason"] = "We appoint one ourselves.",
                ["AskToCloseTenant reason"] = ClosingReason.AtRequest,
                ["SuspendTenant reason"] = SuspensionReason.AtRequest,
                ["expected_version"] = 1L,
            },
        };
    }
}
