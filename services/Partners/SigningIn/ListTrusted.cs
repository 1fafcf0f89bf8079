using Grpc.Core;
using Jtai.Partners.V1;

namespace Jtai.Partners;

public sealed partial class OperationsGrpc
{
    public override Task<ListTrustedReply> ListTrusted(ListTrustedRequest request, ServerCallContext context) => Task.FromResult(new ListTrustedReply
    {
        Providers = { idTokens.ToProto() },
        Clients = { clients.OrderBy(client => client.Id, StringComparer.Ordinal).Select(client => client.ToProto()) },
        SigningKeys =
        {
            signingKeys.All.Select(key => new SigningKeyState { KeyId = key.KeyId, IsCurrent = key.KeyId == signingKeys.Credentials.Key.KeyId }),
        },
    });
}
