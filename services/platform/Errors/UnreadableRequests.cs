using Google.Protobuf;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Jtai.Errors;

/// <summary>
/// Answers INVALID_ARGUMENT to what is no message of its call. It is parsed before any interceptor, and gRPC's own answer would be
/// UNKNOWN, as of a fault of ours.
/// </summary>
public static class UnreadableRequests
{
    public static void UseUnreadableRequests(this IApplicationBuilder app)
    {
        var logger = app.ApplicationServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(UnreadableRequests));
        app.Use(async (context, next) =>
        {
            await next(context);
            if (context.Features.Get<IServerCallContextFeature>()?.ServerCallContext.Status is { StatusCode: StatusCode.Unknown, DebugException: { } failure })
            {
                logger.LogWarning("{Path} could not read its request or write its answer: {Failure}", context.GetEndpoint()?.DisplayName, Failures.Kind(failure));
                if (failure is InvalidProtocolBufferException && !context.Response.HasStarted)
                {
                    context.Response.Headers["grpc-status"] = StatusCode.InvalidArgument.ToString("D");
                    context.Response.Headers["grpc-message"] = "This is no message of this call. Send what its proto says.";
                }
            }
        });
    }
}
