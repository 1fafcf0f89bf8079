using Grpc.Core;
using Jtai.Access;
using Jtai.Field;
using Jtai.Hosting;
using Jtai.Operating.V1;
using Jtai.Partners.V1;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;
using Microsoft.AspNetCore.DataProtection.KeyManagement;

namespace Jtai.Portal.Journeys.Operations;

/// <summary>Whose tokens and keys the platform takes, its own, and since when or how long.</summary>
public sealed class TrustModel(OperatorCalls calls, CurrentPerson person, IKeyManager keyRing, IConfiguration configuration, TimeProvider time)
    : OperatorPage(calls, person)
{
    private readonly OperatorCalls calls = calls;

    /// <summary>Null where Partners cannot be reached.</summary>
    public ListTrustedReply? Trusted { get; private set; }

    public IReadOnlyList<(string Part, GetHealthReply? Answer)> Asked { get; private set; } = [];

    /// <summary>Of each part that tells, portal and gateway among them; null where a part serves none.</summary>
    public IEnumerable<(string Part, DateTimeOffset? EndsAt)> Certificates => Asked.Where(one => one.Answer is not null)
        .Select(one => (one.Part, one.Answer!.CertificateEndsAt?.ToDateTimeOffset()))
        .Append(("portal", ServedCertificate.EndOf(configuration)))
        .Concat(GatewayStanding.Parse(Request.Headers[GatewayStanding.Header]) is { } gateway ? [("gateway", gateway.CertificateEndsAt)] : []);

    /// <summary>The newest key of the ring that encrypts cookies and kept forms; null before the first.</summary>
    public IKey? NewestKey => keyRing.GetAllKeys().Where(key => !key.IsRevoked).MaxBy(key => key.CreationDate);

    public StatusWords AgeOf(TrustedClient client) => OperationsWords.AgeOfKey(LondonDates.TryFromIso(client.KeyMadeOn), time.GetUtcNow().DateInLondon());

    public StatusWords EndOf(DateTimeOffset? endsAt) => OperationsWords.EndOfCertificate(endsAt, time.GetUtcNow());

    public async Task OnGetAsync(CancellationToken ct)
    {
        Asked = await AskAsync(Parts, part => part.GetHealth(ct));
        try
        {
            Trusted = await calls.PartnersOperations.ListTrustedAsync(new(), cancellationToken: ct);
        }
        catch (RpcException failure) when (failure.StatusCode is Grpc.Core.StatusCode.Unavailable or Grpc.Core.StatusCode.DeadlineExceeded
            or Grpc.Core.StatusCode.Unimplemented)
        {
        }
    }
}
