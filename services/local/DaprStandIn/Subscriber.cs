using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Jtai.Local;

/// <summary>The delivering half of one application's sidecar: discovers what it subscribes to, and posts it.</summary>
internal sealed class Subscriber
{
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromSeconds(5);

    private readonly DaprApp app;
    private readonly DaprStandInOptions options;
    private readonly HttpClient http;
    private readonly ILogger logger;
    private readonly Partition[] partitions;
    private volatile IReadOnlyDictionary<string, string>? routes;
    private int spread;

    public Subscriber(DaprApp app, DaprStandInOptions options, HttpClient http)
    {
        this.app = app;
        this.options = options;
        this.http = http;
        logger = options.Logging.CreateLogger($"dapr.{app.AppId}");
        partitions = [.. Enumerable.Range(0, options.Partitions).Select(_ => new Partition(options.MessagesPerPartition, options.BytesPerPartition))];
    }

    /// <summary>Whether the application has said what it subscribes to.</summary>
    public bool IsReady => routes is not null;

    public Task RunAsync(CancellationToken cancellation) =>
        Task.WhenAll(partitions.Select(partition => DeliverAllAsync(partition, cancellation)).Prepend(DiscoverAsync(cancellation)));

    public void Offer(string topic, string? partitionKey, byte[] body, string? traceParent, CancellationToken cancellation)
    {
        if (routes?.GetValueOrDefault(topic) is not { } route)
        {
            return;
        }

        var fate = options.Faults.Decide();
        var message = new Message(body, route, topic, traceParent, fate.Wait);
        var partition = partitions[Lane(topic, partitionKey)];
        for (var copy = 0; copy < fate.Copies; copy++)
        {
            if (fate.SetAside == TimeSpan.Zero)
            {
                Add(partition, message);
            }
            else
            {
                _ = Task.Delay(fate.SetAside, cancellation).ContinueWith(
                    _ => Add(partition, message), cancellation, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
            }
        }
    }

    private int Lane(string topic, string? partitionKey) =>
        (int)((uint)(partitionKey is null ? Interlocked.Increment(ref spread) : HashCode.Combine(topic, partitionKey)) % (uint)partitions.Length);

    private void Add(Partition partition, Message message)
    {
        if (partition.Add(message) is > 0 and var dropped)
        {
            logger.LogWarning("Queue full: dropped the oldest {Count} for {Route}", dropped, message.Route);
        }
    }

    private async Task DiscoverAsync(CancellationToken cancellation)
    {
        for (var wait = TimeSpan.FromMilliseconds(50); ; wait = Longer(wait, TimeSpan.FromSeconds(1)))
        {
            try
            {
                using var request = Request(HttpMethod.Get, "/dapr/subscribe", traceParent: null);
                using var response = await http.SendAsync(request, cancellation);
                if (response.StatusCode == HttpStatusCode.NotFound)
                {
                    routes = new Dictionary<string, string>();
                    return;
                }
                if (response.StatusCode == HttpStatusCode.OK)
                {
                    var subscriptions = await JsonSerializer.DeserializeAsync<Subscription[]>(
                        await response.Content.ReadAsStreamAsync(cancellation), JsonSerializerOptions.Web, cancellation);
                    routes = (subscriptions ?? []).Where(one => one.Pubsubname == options.PubSubName && one.Topic is not null && one.Path is not null)
                        .ToDictionary(one => one.Topic!, one => one.Path!, StringComparer.Ordinal);
                    logger.LogDebug("Subscribes to {Topics}", string.Join(", ", routes.Keys));
                    return;
                }
                logger.LogWarning("GET /dapr/subscribe answered {Status}", (int)response.StatusCode);
            }
            catch (Exception failure) when (IsFailureOfTheApp(failure, cancellation))
            {
                logger.LogDebug("Not reached yet: {Reason}", failure.Message);
            }
            await Task.Delay(wait, cancellation);
        }
    }

    private async Task DeliverAllAsync(Partition partition, CancellationToken cancellation)
    {
        while (true)
        {
            await options.Faults.WhileUnpaused().WaitAsync(cancellation);
            var message = await partition.TakeAsync(cancellation);
            // Paused while waiting: this one waits too.
            await options.Faults.WhileUnpaused().WaitAsync(cancellation);
            await Task.Delay(message.Wait, cancellation);
            var backoff = options.FirstBackoff;
            for (var attempt = 1; await DeliverAsync(message, cancellation) == Outcome.Retry; attempt++)
            {
                if (attempt >= options.Attempts)
                {
                    logger.LogWarning("Gave up after {Attempts} attempts: {Topic} to {Route}", attempt, message.Topic, message.Route);
                    break;
                }
                await Task.Delay(backoff, cancellation);
                backoff = Longer(backoff, LongestBackoff);
            }
        }
    }

    private async Task<Outcome> DeliverAsync(Message message, CancellationToken cancellation)
    {
        try
        {
            using var request = Request(HttpMethod.Post, message.Route, message.TraceParent);
            request.Content = new ByteArrayContent(message.Body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(CloudEvent.ContentType);
            using var response = await http.SendAsync(request, cancellation);
            return await ReadOutcomeAsync(response, message, cancellation);
        }
        catch (Exception failure) when (IsFailureOfTheApp(failure, cancellation))
        {
            logger.LogDebug("{Route} was not reached: {Reason}", message.Route, failure.Message);
            return Outcome.Retry;
        }
    }

    private async Task<Outcome> ReadOutcomeAsync(HttpResponseMessage response, Message message, CancellationToken cancellation)
    {
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            logger.LogError("{Route} answered 404: dropped a message of {Topic}", message.Route, message.Topic);
            return Outcome.Done;
        }
        if (!response.IsSuccessStatusCode)
        {
            logger.LogWarning("{Route} answered {Status}", message.Route, (int)response.StatusCode);
            return Outcome.Retry;
        }
        switch (StatusIn(await response.Content.ReadAsByteArrayAsync(cancellation)))
        {
            case null or "" or "SUCCESS":
                return Outcome.Done;
            case "DROP":
                logger.LogWarning("{Route} asked to drop a message of {Topic}", message.Route, message.Topic);
                return Outcome.Done;
            default:
                return Outcome.Retry;
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

    private HttpRequestMessage Request(HttpMethod method, string path, string? traceParent)
    {
        var request = new HttpRequestMessage(method, new Uri(app.AppAddress, path.StartsWith('/') ? path : "/" + path));
        request.Headers.Add("dapr-api-token", app.AppApiToken);
        if (traceParent is not null)
        {
            request.Headers.TryAddWithoutValidation("traceparent", traceParent);
        }

        return request;
    }

    private static bool IsFailureOfTheApp(Exception failure, CancellationToken cancellation) =>
        !cancellation.IsCancellationRequested && failure is HttpRequestException or OperationCanceledException or IOException or JsonException;

    private static TimeSpan Longer(TimeSpan wait, TimeSpan limit) => wait * 2 < limit ? wait * 2 : limit;

    private enum Outcome
    {
        Done,
        Retry,
    }

    private sealed record Answer(string? Status);

    /// <summary>One entry of what <c>GET /dapr/subscribe</c> answers. Rules by CEL expression are not known here: the default route is taken.</summary>
    private sealed record Subscription(string? Pubsubname, string? Topic, string? Route, Routes? Routes)
    {
        public string? Path => Route ?? Routes?.Default;
    }

    private sealed record Routes(string? Default);
}
