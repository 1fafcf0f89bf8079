using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Jtai.Testing;

/// <summary>Takes what processes send by OTLP over HTTP, keeps every byte of it, and reads the spans.</summary>
public sealed class OtlpCollector : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<(string Signal, byte[] Body)> received = new();
    private readonly ConcurrentQueue<TestSpan> spans = new();

    private OtlpCollector(WebApplication app) => this.app = app;

    /// <summary>Environment variables of a process that is to send everything here, soon.</summary>
    public IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = app.Urls.Single(),
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        ["OTEL_BSP_SCHEDULE_DELAY"] = "200",
        ["OTEL_METRIC_EXPORT_INTERVAL"] = "3000",
    };

    public IReadOnlyList<byte[]> Bodies => [.. received.Select(one => one.Body)];

    public IReadOnlyCollection<TestSpan> Spans => spans;

    /// <summary>Every metric that came, with the names of its attributes.</summary>
    public IReadOnlyDictionary<string, IReadOnlySet<string>> Metrics => received.Where(one => one.Signal == "metrics").SelectMany(one => MetricsOf(one.Body))
        .GroupBy(metric => metric.Name, metric => metric.Attributes)
        .ToDictionary(metric => metric.Key, IReadOnlySet<string> (metric) => metric.SelectMany(names => names).ToHashSet());

    public static async Task<OtlpCollector> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var collector = new OtlpCollector(builder.Build());
        collector.app.MapPost("/v1/{signal}", async (string signal, HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            foreach (var span in signal == "traces" ? SpansOf(body.ToArray()) : [])
            {
                collector.spans.Enqueue(span);
            }

            collector.received.Enqueue((signal, body.ToArray()));
            return Results.Bytes([], "application/x-protobuf");
        });
        await collector.app.StartAsync();
        return collector;
    }

    /// <summary>Returns when each of these services has sent metrics after this call, and hence all spans from before it.</summary>
    public async Task UntilHeardFromAsync(IReadOnlyCollection<string> services, TimeSpan limit)
    {
        var before = received.Count;
        for (var deadline = DateTime.UtcNow + limit; ; await Task.Delay(100))
        {
            var heard = received.Skip(before).Where(one => one.Signal == "metrics").SelectMany(one => ServicesOf(one.Body)).ToHashSet();
            if (heard.IsSupersetOf(services))
            {
                return;
            }

            if (DateTime.UtcNow > deadline)
            {
                throw new TimeoutException($"No metrics came from {string.Join(", ", services.Except(heard))}.");
            }
        }
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    // The field numbers are those of opentelemetry/proto/{collector,resource,trace}/v1.
    private static IEnumerable<string> ServicesOf(byte[] body) =>
        Fields(body)[1].Select(perResource => Attributes(Fields(perResource.Bytes)[1].First().Bytes, 1)["service.name"]);

    private static IEnumerable<TestSpan> SpansOf(byte[] body) =>
        from perResource in Fields(body)[1]
        let resource = Attributes(Fields(perResource.Bytes)[1].First().Bytes, 1)
        from perScope in Fields(perResource.Bytes)[2]
        let scope = Text(Fields(Fields(perScope.Bytes)[1].First().Bytes)[1])
        from span in Fields(perScope.Bytes)[2]
        let fields = Fields(span.Bytes)
        select new TestSpan(
            Hex(fields[1]), Hex(fields[2]), Hex(fields[4]), Text(fields[5]), scope, (long)fields[7].First().Number, resource, Attributes(span.Bytes, 9))
        {
            // SPAN_KIND_INTERNAL is 1, and so on in the same order.
            Kind = (ActivityKind)(fields[6].First().Number - 1),
            Links = [.. fields[13].Select(link => Hex(Fields(link.Bytes)[1]))],
        };

    // A metric has one of several kinds of data, each with its points in field 1; a histogram's points have their attributes in field 9.
    private static IEnumerable<(string Name, IEnumerable<string> Attributes)> MetricsOf(byte[] body) =>
        from perResource in Fields(body)[1]
        from perScope in Fields(perResource.Bytes)[2]
        from metric in Fields(perScope.Bytes)[2]
        let fields = Fields(metric.Bytes)
        let attributes = ((int[])[5, 7, 9]).SelectMany(kind => fields[kind].SelectMany(data => Fields(data.Bytes)[1])
            .SelectMany(point => Attributes(point.Bytes, kind == 9 ? 9 : 7).Keys))
        select (Text(fields[1]), attributes);

    private static Dictionary<string, string> Attributes(byte[] message, int number) => Fields(message)[number]
        .Select(pair => Fields(pair.Bytes))
        // A call that the gateway made twice names its route twice.
        .DistinctBy(pair => Text(pair[1]))
        .ToDictionary(pair => Text(pair[1]), pair => Value(Fields(pair[2].First().Bytes)));

    private static string Value(ILookup<int, (byte[] Bytes, ulong Number)> value) =>
        value.Contains(1) ? Text(value[1]) : value.Contains(3) ? value[3].First().Number.ToString(CultureInfo.InvariantCulture) : "";

    private static string Text(IEnumerable<(byte[] Bytes, ulong Number)> field) => ByteString.CopyFrom(field.FirstOrDefault().Bytes ?? []).ToStringUtf8();

    private static string Hex(IEnumerable<(byte[] Bytes, ulong Number)> field) => Convert.ToHexStringLower(field.FirstOrDefault().Bytes ?? []);

    /// <summary>A protobuf message as it is on the wire, by field number.</summary>
    private static ILookup<int, (byte[] Bytes, ulong Number)> Fields(byte[] message)
    {
        var input = new CodedInputStream(message);
        var fields = new List<(int Number, (byte[], ulong) Value)>();
        for (var tag = input.ReadTag(); tag != 0; tag = input.ReadTag())
        {
            fields.Add((WireFormat.GetTagFieldNumber(tag), WireFormat.GetTagWireType(tag) switch
            {
                WireFormat.WireType.Varint => ([], input.ReadUInt64()),
                WireFormat.WireType.Fixed64 => ([], input.ReadFixed64()),
                WireFormat.WireType.Fixed32 => ([], input.ReadFixed32()),
                _ => (input.ReadBytes().ToByteArray(), 0),
            }));
        }

        return fields.ToLookup(field => field.Number, field => field.Value);
    }
}

/// <summary>One span as it was sent.</summary>
/// <param name="TraceId">In lower hexadecimal, as the other ids.</param>
/// <param name="SpanId">Its own.</param>
/// <param name="ParentId">Empty for a root.</param>
/// <param name="Name">As shown.</param>
/// <param name="Scope">The source of its activity, e.g. <c>Npgsql</c>.</param>
/// <param name="StartedAt">Nanoseconds since 1970.</param>
/// <param name="Resource">Of the process: <c>service.name</c> and what <c>OTEL_RESOURCE_ATTRIBUTES</c> adds.</param>
/// <param name="Attributes">Text and whole numbers.</param>
public sealed record TestSpan(
    string TraceId,
    string SpanId,
    string ParentId,
    string Name,
    string Scope,
    long StartedAt,
    IReadOnlyDictionary<string, string> Resource,
    IReadOnlyDictionary<string, string> Attributes)
{
    public string Service => Resource["service.name"];

    public ActivityKind Kind { get; init; }

    /// <summary>Ids of the traces that it is linked to.</summary>
    public IReadOnlyList<string> Links { get; init; } = [];
}
