using Grpc.Core;
using Grpc.Net.Client;
using Jtai.Access;

namespace Jtai.Portal.Calls;

/// <summary>One channel to each service, over which every person's calls go with their own token.</summary>
/// <param name="addresses">Address by the service's name in the settings: "Partners", "Actions".</param>
public sealed class Channels(IReadOnlyDictionary<string, string> addresses) : IDisposable
{
    // A letter of 10 MB with its paragraphs.
    private const int LargestMessageBytes = 16 * 1024 * 1024;

    private readonly Dictionary<string, GrpcChannel> channels = addresses.ToDictionary(one => one.Key, one => Open(one.Value));

    public CallInvoker To(string service) => channels[service].CreateCallInvoker();

    public void Dispose()
    {
        foreach (var channel in channels.Values)
        {
            channel.Dispose();
        }
    }

    /// <summary>The one place where the portal connects to a service: balancing over its replicas belongs here.</summary>
    private static GrpcChannel Open(string address) => GrpcChannel.ForAddress(address, new GrpcChannelOptions
    {
        // Between services a mesh adds TLS; the tokens go with each call and not with the channel.
        UnsafeUseInsecureChannelCallCredentials = true,
        MaxReceiveMessageSize = LargestMessageBytes,
        MaxSendMessageSize = LargestMessageBytes,
    });
}

/// <summary>Partners, asked by the portal for itself: about sessions and tokens.</summary>
public sealed class PartnersAsPortal(Channels channels, ServiceTokens tokens)
{
    public Partners.V1.Partners.PartnersClient Client { get; } = new(new AuthorisedInvoker(channels.To("Partners"), tokens.GetAsync, () => null));
}
