using Jtai.Partners.SigningIn;
using Jtai.Store;
using Jtai.Streams;

namespace Jtai.Partners;

/// <summary>The gRPC service; each RPC is a file in one of the folders beside this one.</summary>
public sealed partial class PartnersGrpc(
    Database database, TimeProvider time, IdTokens idTokens, ClientAssertions assertions, TokenIssuer tokens,
    [FromKeyedServices("inspections")] Consumer inspections)
    : V1.Partners.PartnersBase;
