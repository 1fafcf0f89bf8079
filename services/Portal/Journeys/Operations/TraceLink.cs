using Jtai.Errors;

namespace Jtai.Portal.Journeys.Operations;

/// <summary>
/// Where traces are shown: the setting <c>Traces:Address</c>, with <c>{trace}</c> where the trace's id goes; nowhere unless set.
/// </summary>
public sealed class TraceLink
{
    private const string Placeholder = "{trace}";

    private readonly string? address;

    /// <exception cref="StartRefused">The setting is no such address.</exception>
    public TraceLink(IConfiguration configuration)
    {
        address = configuration["Traces:Address"] is { Length: > 0 } set ? set : null;
        if (address is not null
            && !(address.Contains(Placeholder, StringComparison.Ordinal) && Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
        {
            throw new StartRefused($"The setting Traces:Address holds '{address}'. Give an address like https://traces.example/trace/{Placeholder}.");
        }
    }

    /// <summary>Null where traces are shown nowhere.</summary>
    public string? To(string traceId) => address?.Replace(Placeholder, traceId, StringComparison.Ordinal);
}
