using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;

namespace Jtai.Testing;

/// <summary>Any RPC of a proto without its generated client, for sweeps over all of them.</summary>
public static class AnyRpc
{
    public static AsyncUnaryCall<IMessage> Call(CallInvoker invoker, MethodDescriptor method, IMessage request, Metadata headers) =>
        invoker.AsyncUnaryCall(
            new Method<IMessage, IMessage>(
                MethodType.Unary, method.Service.FullName, method.Name,
                Marshallers.Create<IMessage>(message => message.ToByteArray(), method.InputType.Parser.ParseFrom),
                Marshallers.Create<IMessage>(message => message.ToByteArray(), method.OutputType.Parser.ParseFrom)),
            null, new CallOptions(headers), request);

    /// <summary>The status of an answer to an empty request.</summary>
    /// <param name="replica">The service.</param>
    /// <param name="method">The RPC.</param>
    /// <param name="token">Of the caller; null: none.</param>
    public static Task<StatusCode> CodeAsync(Replica replica, MethodDescriptor method, string? token) => Refusal.CodeAsync(Call(
        replica.Channel.CreateCallInvoker(), method, method.InputType.Parser.ParseFrom(ByteString.Empty),
        token is null ? [] : TestTokens.Bearer(token)));
}
