using System.Security.Cryptography;
using Google.Protobuf;
using Grpc.Core;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Field;

namespace Jtai.Store;

/// <summary>
/// One write: whose record, by whom, through which RPC (<c>/jtai.actions.v1.Actions/AddUpdate</c>), and the key under which its
/// answer is kept, null for what a service does by itself. The hash is the request's: the same key with another is refused.
/// </summary>
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

    /// <summary>What the call's texts seem to hold; null for what a service does by itself.</summary>
    public ChildGuard? Guard { get; private init; }

    /// <summary>Of a call whose metadata carry the key, in the tenant of the caller's token unless another is given.</summary>
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
        var write = new Write(tenantId ?? caller.TenantId, caller, context.Method, key, SHA256.HashData(request.ToByteArray())) { Guard = ChildGuard.Current };
        context.UserState[typeof(Write)] = write;
        return write;
    }

    /// <summary>The one that <see cref="For"/> made of the call; null where the call is none.</summary>
    internal static Write? Of(ServerCallContext context) => context.UserState.TryGetValue(typeof(Write), out var write) ? (Write)write : null;

    /// <summary>
    /// A write that a service does by itself, e.g. a step of a job, which is safe to repeat by its own nature. The audit row says
    /// on whose behalf, and the act where an RPC's name would stand.
    /// </summary>
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
