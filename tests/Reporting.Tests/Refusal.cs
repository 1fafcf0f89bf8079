using Google.Rpc;
using Grpc.Core;

namespace Jtai.Reporting.Tests;

/// <summary>How a refused call is answered: code, sentence and details.</summary>
public sealed record Refusal(StatusCode Code, string Message, Google.Rpc.Status? Details)
{
    public static async Task<Refusal> OfAsync<T>(AsyncUnaryCall<T> call)
    {
        using (call)
        {
            var failure = await Assert.ThrowsAsync<RpcException>(async () => await call.ResponseAsync);
            var details = failure.Trailers.Get("grpc-status-details-bin")?.ValueBytes;
            return new(failure.StatusCode, failure.Status.Detail, details is null ? null : Google.Rpc.Status.Parser.ParseFrom(details));
        }
    }

    /// <summary>The refused fields.</summary>
    public IEnumerable<string> Fields => Details!.Details.Single().Unpack<BadRequest>().FieldViolations.Select(violation => violation.Field);
}
