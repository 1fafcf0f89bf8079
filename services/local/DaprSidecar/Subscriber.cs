using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Jtai.Local;

/// <summary>The delivering half of one application's sidecar: discovers what it subscribes to, and posts it.</summary>
internal sealed class Subscriber
{
    // Messages of one topic and partition key share a lane, in which one is delivered at a time; those without a key are spread.
    private const int Lanes = 8;
    private const int Attempts = 5;
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestWaitForTheApp = TimeSpan.FromSeconds(1);

    private readonly DaprApp app;
    private readonly DaprSidecarOptions options;
    private readonly HttpClient http;
    private readonly ILogger logger;
    private readonly Channel<Message>[] lanes;
    private readonly TaskCompletionSource<Dictionary<string, string>> discovered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int spread;
    private int turn;

    public Subscriber(DaprApp app, DaprSidecarOptions options, HttpClient http)
    {
        (this.app, this.options, this.http) = (app, options, http);
        logger = options.Logging.CreateLogger($"dapr.{app.AppId}");
        var bound = new BoundedChannelOptions(options.MessagesPerLane) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true };
        lanes =
        [
            .. Enumerable.Range(0, Lanes).Select(_ => Channel.CreateBounded<Message>(
                bound, dropped => logger.LogWarning("Queue full: dropped the oldest of {Topic}", dropped.Topic))),
        ];
    }

    /// <summary>Completes when the application has said what it subscribes to: routes by topic.</summary>
    public Task<Dictionary<string, string>> Discovered => discovered.Task;

    public Task RunAsync(CancellationToken cancellation) =>
        Task.WhenAll(lanes.Select(lane => DeliverAllAsync(lane.Reader, cancellation)).Prepend(DiscoverAsync(cancellation)));

    public void Offer(string topic, string? partitionKey, byte[] body, string traceParent, CancellationToken cancellation)
    {
        if (!Discovered.IsCompletedSuccessfully || !Discovered.Result.TryGetValue(topic, out var route))
        {
            return;
        }

        var number = partitionKey is null ? Interlocked.Increment(ref spread) : HashCode.Combine(topic, partitionKey);
        var lane = lanes[(uint)number % (uint)lanes.Length].Writer;
        for (var copies = options.Faults.Copies(); copies > 0; copies--)
        {
            _ = AddAsync(lane, new Message(body, route, topic, traceParent), options.Faults.Lateness(), cancellation);
        }
    }

    private static async Task AddAsync(ChannelWriter<Message> lane, Message message, TimeSpan lateness, CancellationToken cancellation)
    {
        if (lateness > TimeSpan.Zero)
        {
            await Task.Delay(lateness, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        lane.TryWrite(message);
    }

    /// <summary>Asks until the application answers at all; whatever the answer, daprd asks no second time.</summary>
    private async Task DiscoverAsync(CancellationToken cancellation)
    {
        for (var wait = TimeSpan.FromMilliseconds(50); ; wait = Longer(wait, LongestWaitForTheApp))
        {
            try
            {
                using var request = Request(HttpMethod.Get, "/dapr/subscribe");
                using var response = await http.SendAsync(request, cancellation);
                discovered.SetResult(await ReadRoutesAsync(response, cancellation));
                return;
            }
            catch (Exception failure) when (IsFailureOfTheApp(failure, cancellation))
            {
                logger.LogDebug("Not reached yet: {Reason}", failure.Message);
            }

            await Task.Delay(wait, cancellation);
        }
    }

    private async Task<Dictionary<string, string>> ReadRoutesAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        try
        {
            if (response.StatusCode == HttpStatusCode.OK)
            {
                var body = await response.Content.ReadAsByteArrayAsync(cancellation);
                return (JsonSerializer.Deserialize<Subscription[]>(body, JsonSerializerOptions.Web) ?? [])
                    .Where(one => one is { Topic: not null, Path.Length: > 0 } && one.Pubsubname == DaprSidecar.PubSubName)
                    .DistinctBy(one => one.Topic)
                    .ToDictionary(one => one.Topic!, one => one.Path!);
            }
        }
        catch (JsonException)
        {
            // Told below.
        }

        logger.LogWarning("GET /dapr/subscribe answered {Status} and no list of subscriptions: nothing is delivered", (int)response.StatusCode);
        return [];
    }

    private async Task DeliverAllAsync(ChannelReader<Message> lane, CancellationToken cancellation)
    {
        await foreach (var message in lane.ReadAllAsync(cancellation))
        {
            var backoff = options.FirstBackoff;
            for (var attempt = 1; !await IsDoneAsync(message, cancellation); attempt++)
            {
                if (attempt == Attempts)
                {
                    logger.LogWarning("Gave up after {Attempts} attempts: {Topic} to {Route}", attempt, message.Topic, message.Route);
                    break;
                }

                await Task.Delay(backoff, cancellation);
                backoff = Longer(backoff, LongestBackoff);
            }
        }
    }

    /// <summary>One attempt. False where it is to be repeated.</summary>
    private async Task<bool> IsDoneAsync(Message message, CancellationToken cancellation)
    {
        try
        {
            using var activity = DaprSidecar.StartSpan("deliver", ActivityKind.Client, message.Topic, message.TraceParent);
            using var request = Request(HttpMethod.Post, message.Route);
            request.Headers.Add("traceparent", activity?.Id ?? message.TraceParent);
            request.Content = new ByteArrayContent(message.Body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(CloudEvent.ContentType);
            using var response = await http.SendAsync(request, cancellation);
            var status = response.IsSuccessStatusCode ? StatusIn(await response.Content.ReadAsByteArrayAsync(cancellation)) : null;
            if (response.StatusCode == HttpStatusCode.NotFound || status == "DROP")
            {
                logger.LogWarning("{Route} did not want a message of {Topic}", message.Route, message.Topic);
                return true;
            }

            return response.IsSuccessStatusCode && status is null or "" or "SUCCESS";
        }
        catch (Exception failure) when (IsFailureOfTheApp(failure, cancellation))
        {
            logger.LogDebug("{Route} was not reached: {Reason}", message.Route, failure.Message);
            return false;
        }
    }

    /// <summary>The documented <c>{"status": …}</c>; a body that is empty or something else counts as none.</summary>
    private static string? StatusIn(byte[] body)
    {
        try
        {
            return body.Length == 0 ? null : JsonSerializer.Deserialize<Answer>(body, JsonSerializerOptions.Web)?.Status;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private HttpRequestMessage Request(HttpMethod method, string path)
    {
        var replica = (int)((uint)Interlocked.Increment(ref turn) % (app.OtherReplicas.Count + 1));
        var address = replica == 0 ? app.AppAddress : app.OtherReplicas[replica - 1];
        var request = new HttpRequestMessage(method, new Uri(address, path.StartsWith('/') ? path : "/" + path));
        request.Headers.Add("dapr-api-token", app.AppApiToken);
        return request;
    }

    private static bool IsFailureOfTheApp(Exception failure, CancellationToken cancellation) =>
        !cancellation.IsCancellationRequested && failure is HttpRequestException or OperationCanceledException or IOException;

    private static TimeSpan Longer(TimeSpan wait, TimeSpan limit) => wait * 2 < limit ? wait * 2 : limit;

    private sealed record Answer(string? Status);

    /// <summary>One message for this application: a CloudEvent as JSON.</summary>
    private sealed record Message(byte[] Body, string Route, string Topic, string TraceParent);

    /// <summary>One entry of what <c>GET /dapr/subscribe</c> answers. Rules by CEL expression are not known here: the default route is taken.</summary>
    private sealed record Subscription(string? Pubsubname, string? Topic, string? Route, Routes? Routes)
    {
        public string? Path => Routes?.Default is { Length: > 0 } byDefault ? byDefault : Route;
    }

    private sealed record Routes(string? Default);
}
