using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Jtai.Access;

namespace Jtai.Portal.Calls;

/// <summary>Channels to the services, over which every person's calls go with their own token.</summary>
public sealed class Channels(IConfiguration configuration) : IDisposable
{
    // A letter of 10 MB with its paragraphs.
    private const int LargestMessageBytes = 16 * 1024 * 1024;

    private readonly Dictionary<string, GrpcChannel> channels = new[] { "Partners", "Inspections", "Actions", "Reporting" }.ToDictionary(
        service => service,
        service => ServiceChannels.Open(configuration, service, options =>
            (options.MaxReceiveMessageSize, options.MaxSendMessageSize) = (LargestMessageBytes, LargestMessageBytes)));

    public CallInvoker To(string service) => channels[service].CreateCallInvoker();

    public void Dispose()
    {
        foreach (var channel in channels.Values)
        {
            channel.Dispose();
        }
    }
}

/// <summary>Partners, asked by the portal for itself: about sessions and tokens.</summary>
public sealed class PartnersAsPortal(Channels channels, ServiceTokens tokens)
{
    public Partners.V1.Partners.PartnersClient Client { get; } = new(channels.To("Partners").Intercept(new AuthorisedCalls(tokens.GetAsync)));
}
