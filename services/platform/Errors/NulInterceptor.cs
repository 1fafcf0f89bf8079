using System.Collections;
using System.Collections.Concurrent;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Jtai.Errors;

/// <summary>
/// Refuses U+0000 in every string of every request, before anything else sees it: no text of the field holds it, and PostgreSQL
/// does not take it.
/// </summary>
/// <remarks>Of what is not UTF-8, a lone surrogate among it, protobuf's parser makes no message.</remarks>
public sealed class NulInterceptor : Interceptor
{
    private static readonly ConcurrentDictionary<MessageDescriptor, FieldDescriptor[]> FieldsWithText = new();

    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation) =>
        RefusalOf(request) is { } refusal ? throw refusal : continuation(request, context);

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation) =>
        RefusalOf(request) is { } refusal ? throw refusal : continuation(request, responseStream, context);

    private static Invalid? RefusalOf(object request) => PathOfNul(request) is { } path
        ? new Invalid(path.TrimStart('.'), "This holds a character that is not text (U+0000). Take it out and try again.")
        : null;

    /// <summary>Where the first one stands, e.g. <c>.corrections[2].text</c>; the entries of a map are counted, since its keys are what users wrote.</summary>
    private static string? PathOfNul(object? value) => value switch
    {
        string text => text.Contains('\0', StringComparison.Ordinal) ? "" : null,
        IMessage message => FirstOf(
            FieldsWithText.GetOrAdd(message.Descriptor, FieldsOf), field => $".{field.Name}", field => field.Accessor.GetValue(message)),
        IDictionary map => FirstOf(
            map.Keys.Cast<object>().Zip(map.Values.Cast<object>()).Index(),
            entry => $"[{entry.Index}]",
            entry => new[] { entry.Item.First, entry.Item.Second }),
        IEnumerable list => FirstOf(list.Cast<object?>().Index(), item => $"[{item.Index}]", item => item.Item),
        _ => null,
    };

    private static string? FirstOf<T>(IEnumerable<T> parts, Func<T, string> name, Func<T, object?> valueOf)
    {
        foreach (var part in parts)
        {
            if (PathOfNul(valueOf(part)) is { } rest)
            {
                return name(part) + rest;
            }
        }

        return null;
    }

    private static FieldDescriptor[] FieldsOf(MessageDescriptor message) =>
        [.. message.Fields.InDeclarationOrder().Where(field => field.FieldType is FieldType.String or FieldType.Message)];
}
