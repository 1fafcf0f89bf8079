using Grpc.Core;
using Jtai.Partners.V1;
using Jtai.Testing;

namespace Jtai.Partners.Tests;

/// <summary>Whose tokens and keys the platform takes, as whoever runs it sees them.</summary>
[Collection(PartnersCollection.Name)]
public sealed class TrustTests(PartnersHost host)
{
    private V1.Operations.OperationsClient Client => new(host.Service.Channel);

    [Fact]
    public async Task ListTrusted_OfTheSettings_NamesProvidersClientsAndKeys_AndNoPrivateOne()
    {
        var trusted = await Client.ListTrustedAsync(new(), host.AsOperator());

        Assert.Equal([(host.Provider.Issuer, IdentityProvider.Audience)], trusted.Providers.Select(provider => (provider.Issuer, provider.Audience)));
        Assert.Equal(["client:apphost", "client:force-system", "service:portal", "service:reporting"], trusted.Clients.Select(client => client.ClientId));
        var system = trusted.Clients[1];
        Assert.Equal(
            ("agency:westmarch-police", Capacity.SystemUser, "westmarch-police", "2026-01-31", false),
            (system.TenantIds.Single(), system.Capacities.Single(), system.AgencyId, system.KeyMadeOn, system.MayStartSessions));
        Assert.Equal(("", true), (trusted.Clients[2].KeyMadeOn, trusted.Clients[2].MayStartSessions));
        Assert.Equal(4, trusted.Clients.Select(client => client.KeyThumbprint).Where(thumbprint => thumbprint.Length == 43).Distinct().Count());
        Assert.Equal([true, false], trusted.SigningKeys.Select(key => key.IsCurrent));
        Assert.DoesNotContain("PRIVATE", trusted.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ListTrusted_AfterSomebodySignedIn_SaysWhenTheProvidersKeysWereRead()
    {
        var began = DateTimeOffset.UtcNow.AddHours(-1);
        await Refusal.OfAsync(
            StatusCode.Unauthenticated,
            host.Client.StartSessionAsync(new() { IdToken = host.Provider.IdToken("nobody", "nonce"), Nonce = "another" }, host.AsPortal()));
        var provider = (await Client.ListTrustedAsync(new(), host.AsOperator())).Providers.Single();
        Assert.InRange(provider.KeysReadAt.ToDateTimeOffset(), began, DateTimeOffset.UtcNow);
        Assert.NotEmpty(provider.KeyIds);
    }

    [Fact]
    public async Task ListTrusted_ByAManager_IsRefused() => await Refusal.OfAsync(
        StatusCode.PermissionDenied, Client.ListTrustedAsync(new(), (await Area.MakeAsync(host)).AsManager()));
}
