using System.Security.Cryptography;
using Google.Protobuf;
using Grpc.Core;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Field;

namespace Jtai.Store;

/// <summary>One write: whose, by whom, through which RPC, and the key under which its answer is kept.</summary>
/// <param name="TenantId">The tenant whose record is written.</param>
/// <param name="Caller">Who writes.</param>
/// <param name="Rpc">Full method name, e.g. <c>/jtai.actions.v1.Actions/AddUpdate</c>.</param>
/// <param name="IdempotencyKey">The caller's key; null for what a service does by itself.</param>
/// <param name="RequestHash">SHA-256 of the request; the same key with another request is refused.</param>
public sealed record Write(TenantId TenantId, Caller Caller, string Rpc, string? IdempotencyKey, byte[] RequestHash)
{
    /// <summary>Metadata that every write demands: 8 to 100 printable characters.</summary>
    public const string KeyHeader = "idempotency-key";

    private readonly TenantScope? scope;

    /// <summary>The rows that the write may touch: by default its tenant's.</summary>
    public TenantScope Scope
    {
        get => scope ?? TenantScope.Of(TenantId);
        init => scope = value;
    }

    /// <param name="context">The call; its metadata carry the key.</param>
    /// <param name="request">The request as it came.</param>
    /// <param name="tenantId">By default the tenant of the caller's token.</param>
    /// <exception cref="Invalid">The key is missing or odd.</exception>
    /// <exception cref="Forbidden">No tenant is given and the token is for no single one.</exception>
    public static Write For(ServerCallContext context, IMessage request, TenantId? tenantId = null)
    {
        var key = context.RequestHeaders.GetValue(KeyHeader);
        if (key is not { Length: >= 8 and <= 100 } || key.Any(character => character is < '!' or > '~'))
        {
            throw new Invalid(KeyHeader, "A write needs idempotency-key metadata of 8 to 100 printable characters.");
        }

        var caller = Caller.Of(context);
        return new Write(tenantId ?? caller.TenantId, caller, context.Method, key, SHA256.HashData(request.ToByteArray()));
    }

    /// <summary>A write that a service does by itself, e.g. a step of a job, which is safe to repeat by its own nature.</summary>
    /// <param name="tenantId">The tenant whose record is written.</param>
    /// <param name="caller">On whose behalf, as the audit row will say.</param>
    /// <param name="act">What is done, where an RPC's name would stand.</param>
    public static Write OnBehalfOf(TenantId tenantId, Caller caller, string act) => new(tenantId, caller, act, null, []);
}

/// <summary>The write was answered before: <see cref="WriteInterceptor"/> gives the caller the same answer again.</summary>
public sealed class AlreadyAnswered(byte[] reply) : Exception("This write was answered before.")
{
    public byte[] Reply { get; } = reply;
}

/// <summary>
/// Another write of the same record committed between reading and saving. <see cref="WriteInterceptor"/> runs the call
/// again: its second read sees the winner.
/// </summary>
public sealed class RaceLost(Exception cause) : Exception("Another write of the same record came first.", cause);
