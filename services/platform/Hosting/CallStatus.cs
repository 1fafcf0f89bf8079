using System.Globalization;
using System.Text.Json;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Jtai.Hosting;

/// <summary>
/// Gives the duration of each call, <c>http.server.request.duration</c>, the status that gRPC has for its end: by HTTP nearly all are 200.
/// </summary>
internal static class CallStatus
{
    public static void UseCallStatus(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        await next(context);
        if (context.Features.Get<IHttpMetricsTagsFeature>() is { } metrics
            && int.TryParse(StatusOf(context.Response), CultureInfo.InvariantCulture, out var status))
        {
            // NOT_FOUND, as in spans.
            metrics.Tags.Add(new("rpc.response.status_code", JsonNamingPolicy.SnakeCaseUpper.ConvertName(((StatusCode)status).ToString())));
        }
    });

    // Where nothing was answered before the end, it stands in the headers.
    private static string? StatusOf(HttpResponse response) =>
        response.HttpContext.Features.Get<IHttpResponseTrailersFeature>()?.Trailers["grpc-status"] is [{ } trailer] ? trailer
        : response.Headers["grpc-status"] is [{ } header] ? header
        : null;
}
