using System.Globalization;
using Google.Rpc;
using Grpc.Core;
using Xunit;

namespace Jtai.Testing;

/// <summary>How a refused call is answered.</summary>
/// <param name="Code">Its status.</param>
/// <param name="Message">Its sentence.</param>
/// <param name="Sentences">By refused field, in the order of the answer.</param>
/// <param name="CurrentVersion">Of the record, where another write came first; else 0.</param>
public sealed record Refusal(StatusCode Code, string Message, IReadOnlyDictionary<string, string> Sentences, long CurrentVersion)
{
    /// <summary>Of its ErrorInfo, e.g. <c>KEY_USED</c>; empty where it has none.</summary>
    public string Reason { get; private init; } = "";

    /// <summary>The refused fields.</summary>
    public IEnumerable<string> Fields => Sentences.Keys;

    /// <summary>Fails where the call is answered.</summary>
    public static async Task<Refusal> OfAsync<T>(AsyncUnaryCall<T> call) => Of(await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync));

    /// <summary>Fails where the call is answered, or refused with another status.</summary>
    public static Task<Refusal> OfAsync<T>(StatusCode code, AsyncUnaryCall<T> call) => OfAsync(code, call.ResponseAsync);

    /// <inheritdoc cref="OfAsync{T}(StatusCode, AsyncUnaryCall{T})"/>
    public static async Task<Refusal> OfAsync(StatusCode code, Task call)
    {
        var refusal = Of(await Assert.ThrowsAsync<RpcException>(() => call));
        Assert.True(refusal.Code == code, $"Expected {code}, and it is {refusal.Code}: {refusal.Message}");
        return refusal;
    }

    public static Refusal Of(RpcException failure)
    {
        var details = failure.GetRpcStatus();
        var violations = details?.GetDetail<BadRequest>()?.FieldViolations.DistinctBy(violation => violation.Field) ?? [];
        return new(
            failure.StatusCode,
            failure.Status.Detail,
            new OrderedDictionary<string, string>(violations.Select(one => KeyValuePair.Create(one.Field, one.Description))),
            details?.GetDetail<ErrorInfo>()?.Metadata.TryGetValue("current_version", out var version) == true
                ? long.Parse(version, CultureInfo.InvariantCulture)
                : 0)
        {
            Reason = details?.GetDetail<ErrorInfo>()?.Reason ?? "",
        };
    }

    /// <summary>The status of a call that may be answered; OK where it is.</summary>
    public static Task<StatusCode> CodeAsync<T>(AsyncUnaryCall<T> call) => CodeAsync(call.ResponseAsync);

    /// <inheritdoc cref="CodeAsync{T}(AsyncUnaryCall{T})"/>
    public static async Task<StatusCode> CodeAsync(Task call)
    {
        try
        {
            await call;
            return StatusCode.OK;
        }
        catch (RpcException refusal)
        {
            return refusal.StatusCode;
        }
    }
}
