using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Jtai.Errors;

/// <summary>Begins the guard of every call of one request that is answered at once, which all writes are.</summary>
public sealed class ChildGuardInterceptor : Interceptor
{
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        // Of this method and what it calls: it is gone when the method ends.
        ChildGuard.Begin(context.RequestHeaders.GetValueBytes(ChildGuard.ReasonHeader));
        return await continuation(request, context);
    }
}
