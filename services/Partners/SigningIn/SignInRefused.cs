using Grpc.Core;

namespace Jtai.Partners.SigningIn;

/// <summary>The caller's proof of who they are was not accepted; the reason says what to do, never what the proof held.</summary>
internal static class SignInRefused
{
    internal static RpcException Because(string reason) => new(new Status(StatusCode.Unauthenticated, reason));
}
