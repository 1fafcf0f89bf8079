using System.Collections.Concurrent;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Jtai.Errors;
using Jtai.Field;

namespace Jtai.Portal.Tests.StandIns;

/// <summary>
/// As the services do: a write's key gives the same answer again, and is refused for a write that says something else; and what
/// is no date is refused.
/// </summary>
internal sealed class KeysOfForms : Interceptor
{
    /// <summary>6:22pm in London, where it was winter.</summary>
    public static readonly DateTimeOffset SavedAt = new(2026, 11, 10, 18, 22, 0, TimeSpan.Zero);

    private static readonly ConcurrentDictionary<(string Rpc, string Key), (IMessage Request, object Reply)> Answered = new();

    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        var rpc = context.Method.Split('/')[^1];
        if (context.RequestHeaders.GetValue("idempotency-key") is not { } key || rpc.StartsWith("Get", StringComparison.Ordinal) || rpc.StartsWith("List", StringComparison.Ordinal) || rpc == "CheckExport")
        {
            return await continuation(request, context);
        }

        if (Answered.TryGetValue((rpc, key), out var known))
        {
            return known.Request.Equals(request) ? (TResponse)known.Reply : throw new KeyUsed(SavedAt);
        }

        if (rpc != "OfferSharingGrant" && UnreadableDatesOf((IMessage)request) is { Count: > 0 } refused)
        {
            throw new Invalid(refused);
        }

        var reply = await continuation(request, context);
        Answered[(rpc, key)] = ((IMessage)request, reply);
        return reply;
    }

    private static IReadOnlyList<(string, string)> UnreadableDatesOf(IMessage request) =>
    [
        .. request.Descriptor.Fields.InDeclarationOrder()
            .Where(field => field is { FieldType: FieldType.String, IsRepeated: false } && field.Name.EndsWith("_on", StringComparison.Ordinal) && (string)field.Accessor.GetValue(request) is { Length: > 0 } date && LondonDates.TryFromIso(date) is null)
            .Select(field => (field.Name, "It must be a real date.")),
    ];
}
