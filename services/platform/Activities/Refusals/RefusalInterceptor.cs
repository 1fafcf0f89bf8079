using Grpc.Core;
using Grpc.Core.Interceptors;
using Jtai.Errors;

namespace Jtai.Activities.Refusals;

/// <summary>Notes the calls that a service refuses for want of authority, and those that ask for what is not there.</summary>
internal sealed class RefusalInterceptor(RefusalLog log) : Interceptor
{
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            return await continuation(request, context);
        }
        catch (Exception refusal) when (refusal is Forbidden or NotFound)
        {
            log.Note(request, context, refusal);
            throw;
        }
    }

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            await continuation(request, responseStream, context);
        }
        catch (Exception refusal) when (refusal is Forbidden or NotFound)
        {
            log.Note(request, context, refusal);
            throw;
        }
    }
}
