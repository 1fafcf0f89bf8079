using System.Collections;
using System.Text.RegularExpressions;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Rpc;
using Grpc.Core;

namespace Jtai.Testing;

/// <summary>One tenant of a sweep: who calls for it, and what they send.</summary>
public sealed class SweptTenant
{
    /// <summary>Headers of a call of this RPC, with a key of its own.</summary>
    public required Func<string, Metadata> Caller { get; init; }

    /// <summary>
    /// Values by field, such as <c>lead.agency_id</c>, or by RPC and field where one RPC takes another; a function makes one
    /// anew for each call. With them all, each RPC is answered.
    /// </summary>
    public required Dictionary<string, object> Sent { get; init; }

    /// <summary>The same for ids that only the call sends that sweeps them.</summary>
    public Dictionary<string, object> SentAlone { get; init; } = [];
}

/// <summary>
/// Calls every RPC of a service with every id that its request can name, and compares what another tenant's id answers with
/// what the id of nothing answers: GUARANTEES S1. The RPCs and ids come from the proto, so that a new one cannot be missed:
/// without a value for it the sweep reports it.
/// </summary>
public sealed partial class IsolationSweep(ServiceDescriptor service)
{
    private const string Together = "*";
    private static readonly JsonFormatter Json = new(new(formatDefaultValues: false, TypeRegistry.FromFiles(ErrorDetailsReflection.Descriptor)));

    /// <summary>RPCs that people of a tenant may not call, whatever they name.</summary>
    public IReadOnlyList<string> Closed { get; init; } = [];

    /// <summary>Ids, as in <see cref="Cases"/>, of what belongs to no tenant.</summary>
    public IReadOnlyList<string> Global { get; init; } = [];

    /// <summary>What <see cref="Cases"/> answer to a malformed id where that is not what they answer to the id of nothing.</summary>
    public Dictionary<string, StatusCode> Malformed { get; init; } = [];

    /// <summary><c>AddAction lead.agency_id</c>, and <c>AddAction *</c> for all of its ids at once.</summary>
    public IReadOnlyList<string> Cases => [.. service.Methods.SelectMany(CasesOf)];

    /// <summary>What is listed for the sweep and is not there.</summary>
    public IReadOnlyList<string> Unknown =>
    [
        .. Closed.Where(rpc => service.FindMethodByName(rpc) is null),
        .. Global.Where(one => !service.Methods.Any(method => IdsOf(method.InputType).Any(id => one == $"{method.Name} {id}"))),
        .. Malformed.Keys.Except(Cases),
    ];

    /// <summary>What is wrong with one of the <see cref="Cases"/>, a line each; the two tenants are its own.</summary>
    public async Task<IReadOnlyList<string>> FaultsAsync(CallInvoker invoker, string oneCase, SweptTenant ours, SweptTenant theirs)
    {
        var (rpc, field) = (oneCase.Split(' ')[0], oneCase.Split(' ')[1]);
        var method = service.FindMethodByName(rpc);
        string[] ids = field == Together ? [.. TenantsIdsOf(method).Where(id => Find(ours.Sent, rpc, id) is not null)] : [field];
        if (ids.FirstOrDefault(id => Own(ours, id) is null || Own(theirs, id) is null) is { } unknown)
        {
            return [$"{rpc} names {unknown}, of which the sweep has no value: add one to the tenants of the test"];
        }

        var foreign = await AnswerAsync(ours, id => Own(theirs, id)!);
        var nothings = await AnswerAsync(ours, id => Guid.TryParse(Own(theirs, id), out _) ? Guid.NewGuid().ToString() : $"nobody-{Guid.NewGuid():N}");
        var malformed = await AnswerAsync(ours, _ => "'; drop table record; --");
        var own = await AnswerAsync(ours, id => Own(ours, id)!);
        // Last, since it tells that the calls before left what they named as it was.
        var theirOwn = await AnswerAsync(theirs, id => Own(theirs, id)!);

        return Closed.Contains(rpc)
            ? [.. new[] { foreign, nothings, malformed, own, theirOwn }.Distinct().Where(answer => answer != foreign || !Is(answer, StatusCode.PermissionDenied))
                .Select(answer => $"{oneCase}: closed, but answers {answer}")]
            : [.. Faults()];

        IEnumerable<string> Faults()
        {
            if (foreign != nothings)
            {
                yield return $"{oneCase}: another tenant's answers {foreign}, and nothing's {nothings}";
            }

            if (Malformed.TryGetValue(oneCase, out var code) ? !Is(malformed, code) : malformed != nothings)
            {
                yield return $"{oneCase}: a malformed one answers {malformed}, and nothing's {nothings}";
            }

            // Else all of them might be refused for another reason, or be answered without a look at the id.
            if (!Is(own, StatusCode.OK) || own == foreign)
            {
                yield return $"{oneCase}: one's own answers {own}, and another tenant's {foreign}";
            }

            if (!Is(theirOwn, StatusCode.OK))
            {
                yield return $"{oneCase}: to its own tenant another tenant's answers {theirOwn}";
            }
        }

        string? Own(SweptTenant tenant, string id) => (Find(tenant.SentAlone, rpc, id) ?? Find(tenant.Sent, rpc, id)) as string;

        Task<string> AnswerAsync(SweptTenant caller, Func<string, string> named)
        {
            var values = ids.ToDictionary(id => id, named);
            return AskAsync(invoker, method, Filled(method, caller, values), caller.Caller(rpc), values.Values);
        }
    }

    private IEnumerable<string> CasesOf(MethodDescriptor method)
    {
        var ids = TenantsIdsOf(method);
        return (ids.Count > 1 && !Closed.Contains(method.Name) ? ids.Append(Together) : ids).Select(id => $"{method.Name} {id}");
    }

    private IReadOnlyList<string> TenantsIdsOf(MethodDescriptor method) =>
        [.. IdsOf(method.InputType).Where(id => !Global.Contains($"{method.Name} {id}"))];

    private static IEnumerable<string> IdsOf(MessageDescriptor type, string path = "") => type.Fields.InDeclarationOrder().SelectMany(field =>
        field.FieldType == FieldType.Message ? IdsOf(field.MessageType, $"{path}{field.Name}.")
        : field.FieldType == FieldType.String && IdName().IsMatch(field.Name) ? [path + field.Name]
        : Enumerable.Empty<string>());

    private static object? Find(Dictionary<string, object> values, string rpc, string path) =>
        values.GetValueOrDefault($"{rpc} {path}") ?? values.GetValueOrDefault(path);

    /// <summary>A request that would be accepted but for these ids.</summary>
    private static IMessage Filled(MethodDescriptor method, SweptTenant tenant, Dictionary<string, string> ids)
    {
        var request = method.InputType.Parser.ParseFrom(ByteString.Empty);
        Fill(request, "", path => ids.ContainsKey(path) ? null : Find(tenant.Sent, method.Name, path));
        // Afterwards, since one of a choice takes the place of the other.
        Fill(request, "", ids.GetValueOrDefault);
        return request;
    }

    private static void Fill(IMessage message, string path, Func<string, object?> values)
    {
        foreach (var field in message.Descriptor.Fields.InDeclarationOrder())
        {
            if (field.FieldType == FieldType.Message)
            {
                // Of many there is one, which the swept ids go into as well.
                var there = field.IsRepeated
                    ? ((IList)field.Accessor.GetValue(message)).Cast<IMessage>().FirstOrDefault()
                    : (IMessage?)field.Accessor.GetValue(message);
                var inner = there ?? field.MessageType.Parser.ParseFrom(ByteString.Empty);
                Fill(inner, $"{path}{field.Name}.", values);
                if (there is null && inner.CalculateSize() > 0)
                {
                    Set(message, field, inner);
                }
            }
            else if (values(path + field.Name) is { } value)
            {
                Set(message, field, value is Func<object> make ? make() : value);
            }
        }
    }

    private static void Set(IMessage message, FieldDescriptor field, object value)
    {
        if (field.IsRepeated)
        {
            ((IList)field.Accessor.GetValue(message)).Add(value);
        }
        else
        {
            field.Accessor.SetValue(message, value);
        }
    }

    /// <summary>The whole of an answer that a caller can see, but for its times and the ids that they sent.</summary>
    private static async Task<string> AskAsync(
        CallInvoker invoker, MethodDescriptor method, IMessage request, Metadata headers, IEnumerable<string> ids)
    {
        string answer;
        try
        {
            using var call = AnyRpc.Call(invoker, method, request, headers);
            answer = $"{StatusCode.OK} {Json.Format(await call.ResponseAsync)}";
        }
        catch (RpcException refusal)
        {
            var details = refusal.GetRpcStatus();
            answer = $"{refusal.StatusCode} {refusal.Status.Detail} {(details is null ? "" : Json.Format(details))}";
        }

        return Time().Replace(ids.Aggregate(answer, (text, id) => text.Replace(id, "(id)", StringComparison.Ordinal)), "(time)");
    }

    private static bool Is(string answer, StatusCode code) => answer.StartsWith($"{code} ", StringComparison.Ordinal);

    [GeneratedRegex("_ids?$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex IdName();

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT[\d:.]+Z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Time();
}
