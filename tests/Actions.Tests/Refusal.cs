using Google.Rpc;
using Grpc.Core;

namespace Jtai.Actions.Tests;

/// <summary>How a refused call is answered: code, sentence and details.</summary>
public sealed record Refusal(StatusCode Code, string Message, Google.Rpc.Status? Details)
{
    public static async Task<Refusal> OfAsync<T>(AsyncUnaryCall<T> call)
    {
        using (call)
        {
            return Of(await Assert.ThrowsAsync<RpcException>(async () => await call.ResponseAsync));
        }
    }

    public static Refusal Of(RpcException failure)
    {
        var details = failure.Trailers.Get("grpc-status-details-bin")?.ValueBytes;
        return new(failure.StatusCode, failure.Status.Detail, details is null ? null : Google.Rpc.Status.Parser.ParseFrom(details));
    }

    /// <summary>The refused fields with their sentences.</summary>
    public Dictionary<string, string> Fields => Details!.Details.Single().Unpack<BadRequest>().FieldViolations
        .GroupBy(violation => violation.Field)
        .ToDictionary(violations => violations.Key, violations => violations.First().Description);

    public long CurrentVersion => long.Parse(
        Details!.Details.Single().Unpack<ErrorInfo>().Metadata["current_version"], System.Globalization.CultureInfo.InvariantCulture);
}
