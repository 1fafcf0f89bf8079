using System.Diagnostics;
using Jtai.Platform.Tests.Harness;
using Jtai.Testing;

namespace Jtai.Platform.Tests;

/// <summary>One request, followed by its trace from the browser to the view across partnerships, through two replicas of each service.</summary>
public sealed class TraceTests(TracedUpdate run) : IClassFixture<TracedUpdate>
{
    private const string Server = "Microsoft.AspNetCore";

    /// <summary>What the main job leaves to be done after an answer.</summary>
    private const string JobOfTheLetter = "do letter-file-reading";
    private static readonly string[] Services = ["partners", "inspections", "actions", "reporting"];

    /// <summary>What any span of a library or of ours has to say, by OpenTelemetry's semantic conventions.</summary>
    private static readonly (string What, Func<TestSpan, bool> IsOne, ActivityKind? Kind, string[] Attributes)[] Conventions =
    [
        ("request", span => span.Scope == Server, ActivityKind.Server, ["http.request.method", "http.response.status_code", "url.scheme"]),
        ("call taken", span => span.Scope == Server && span.Service != "gateway" && span.Name.StartsWith("jtai.", StringComparison.Ordinal), ActivityKind.Server,
            ["http.route", "rpc.system.name", "rpc.method", "rpc.response.status_code"]),
        ("call made", span => span.Scope == "OpenTelemetry.Instrumentation.GrpcNetClient", ActivityKind.Client, ["rpc.system.name", "rpc.method", "server.address"]),
        ("statement", span => span is { Scope: "Npgsql", Name: "postgresql" }, ActivityKind.Client, ["db.system.name", "db.namespace", "db.query.text", "server.address"]),
        ("events", span => span.Kind is ActivityKind.Producer or ActivityKind.Consumer || span.Service == "dapr", null,
            ["messaging.system", "messaging.operation.name", "messaging.destination.name"]),
    ];

    /// <summary>Faults that are planted into the spans of a run that has none.</summary>
    public static TheoryData<string, string> Planted => new()
    {
        { "traceparent is not passed on", "begins with" },
        { "traceparent of the write is forgotten", "ends before the view across partnerships" },
        { "sidecar says nothing", "hangs in the air" },
        { "poll", "begins with" },
        { "attribute is missing", "lacks rpc.method" },
        { "kind is wrong", "is of the kind" },
        { "job forgets its request", "No request leads to the letter's reading" },
        { "nobody publishes", "ends before the view across partnerships" },
    };

    [Fact]
    public void Update_FromTheBrowserToTheViewAcrossPartnerships_IsOneTraceWithoutContent()
    {
        Assert.Empty(Faults(run.Spans));
        Assert.All(Services, service => Assert.Equal(
            (service, 2), (service, run.Spans.Where(span => span.Service == service).Select(span => span.Resource["service.instance.id"]).Distinct().Count())));
        Assert.Equal(0, run.WithContent);
    }

    [Theory]
    [MemberData(nameof(Planted))]
    public void Demonstration_FaultThatIsPlanted_IsReported(string planted, string reported)
    {
        IEnumerable<TestSpan> spans = planted switch
        {
            "traceparent is not passed on" => run.Spans.Select(span => span.Attributes.GetValueOrDefault("http.route") == "/events/{publisher}" ? span with { ParentId = "" } : span),
            "traceparent of the write is forgotten" => run.Spans.Select(span => span.Kind == ActivityKind.Producer ? span with { ParentId = "", Links = ["", ""] } : span),
            "sidecar says nothing" => run.Spans.Where(span => span.Service != "dapr"),
            "poll" => run.Spans.Append(run.Spans.First(span => span.Scope == "Npgsql") with { TraceId = new string('a', 32), ParentId = "" }),
            "attribute is missing" => run.Spans.Select(span => span with { Attributes = span.Attributes.Where(one => one.Key != "rpc.method").ToDictionary() }),
            "job forgets its request" => run.Spans.Select(span => span.Name == JobOfTheLetter ? span with { ParentId = "" } : span),
            "kind is wrong" => run.Spans.Select(span => span.Scope == "Npgsql" ? span with { Kind = ActivityKind.Internal } : span),
            _ => run.Spans.Where(span => span.Kind != ActivityKind.Consumer),
        };

        Assert.Contains(Faults([.. spans]), fault => fault.Contains(reported, StringComparison.Ordinal));
    }

    private List<string> Faults(IReadOnlyList<TestSpan> spans)
    {
        var byId = spans.ToDictionary(span => (span.TraceId, span.SpanId));
        return
        [
            .. spans.Where(span => span.ParentId.Length > 0 && !byId.ContainsKey((span.TraceId, span.ParentId))).Select(span => $"{Told(span)} hangs in the air"),
            .. spans.Where(span => span.ParentId.Length == 0 && !MayBegin(span)).Select(span => $"A trace begins with {Told(span)}"),
            .. from rule in Conventions
               from span in spans.Where(rule.IsOne)
               from fault in rule.Attributes.Where(name => !span.Attributes.ContainsKey(name)).Select(name => $"lacks {name}")
                   .Concat(rule.Kind is { } kind && span.Kind != kind ? [$"is of the kind {span.Kind}"] : [])
               select $"{Told(span)} {fault}",
            .. spans.Any(span => span.Name == JobOfTheLetter && RootOf(span).Service == "gateway" && HasStatement(span)) ? (string[])[] : ["No request leads to the letter's reading"],
            .. spans.Count(span => IsUpdate(span) && IsShown(span)) == 1 ? (string[])[] : ["The update ends before the view across partnerships"],
        ];

        // The way back from the events' coming to Reporting; where several requests' events went as one, over the link that begins it.
        bool IsShown(TestSpan update)
        {
            return spans.Any(span => span is { Service: "reporting", Kind: ActivityKind.Consumer, Name: "process jtai.actions.v1" }
                && HasStatement(span)
                && (string.Join(' ', ServicesBefore(span)), RootOf(span)) is var (way, root)
                && (root == update ? way == "gateway portal actions dapr reporting" : root.Links.Contains(update.TraceId) && way == "actions dapr reporting"))
                && spans.Any(span => span is { Service: "actions", Name: "save" } && span.TraceId == update.TraceId && RootOf(span) == update && HasStatement(span));
        }

        bool HasStatement(TestSpan parent) => spans.Any(span => span.Scope == "Npgsql" && (span.TraceId, span.ParentId) == (parent.TraceId, parent.SpanId));

        TestSpan RootOf(TestSpan span) => byId.TryGetValue((span.TraceId, span.ParentId), out var parent) ? RootOf(parent) : span;

        IEnumerable<string> ServicesBefore(TestSpan span) =>
            (byId.TryGetValue((span.TraceId, span.ParentId), out var parent) ? ServicesBefore(parent) : []).Append(span.Service).Distinct();
    }

    private bool IsUpdate(TestSpan span) => span is { Service: "gateway", ParentId: "" }
        && span.Attributes.GetValueOrDefault("url.path") == run.Path && span.Attributes["http.request.method"] == "POST";

    /// <summary>A request at the public door; events of several requests that go on together; and a sidecar's question when it starts.</summary>
    private static bool MayBegin(TestSpan span) => span is { Service: "gateway", Scope: Server } || span.Links.Count > 1 || span.Name == "GET /dapr/subscribe";

    private static string Told(TestSpan span) => $"{span.Service}: {span.Name} ({span.Scope})";
}
