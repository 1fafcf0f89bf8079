using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Google.Protobuf;
using Jtai.Access;
using Jtai.Events.V1;
using Jtai.Store;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Jtai.Streams;

/// <summary>
/// Publishes ranges by Dapr's HTTP API. Settings: <c>DAPR_HTTP_ENDPOINT</c> (without it nothing is published),
/// <c>DAPR_API_TOKEN</c>, <c>Dapr:PubSub</c> (name of the component, by default <c>pubsub</c>).
/// </summary>
internal sealed class DaprPublisher(HttpClient http, IConfiguration configuration, ILogger<DaprPublisher> logger)
{
    private static readonly TimeSpan[] Waits = [TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(400)];
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private readonly string? endpoint = configuration["DAPR_HTTP_ENDPOINT"] is { Length: > 0 } address ? address.TrimEnd('/') : null;
    private readonly string? apiToken = configuration["DAPR_API_TOKEN"];
    private readonly string component = configuration["Dapr:PubSub"] ?? "pubsub";

    internal bool IsConfigured => endpoint is not null;

    internal static string TopicOf(string publisher) => $"jtai.{publisher}.v1";

    /// <summary>False where the broker did not take it after a few tries: pulling is the guarantee.</summary>
    internal async Task<bool> PublishAsync(EventRange range, CancellationToken ct)
    {
        using var activity = StoreTelemetry.Source.StartActivity("publish", System.Diagnostics.ActivityKind.Producer);
        activity?.SetTag("jtai.tenant", range.TenantId).SetTag("jtai.through", range.Through);
        var address = $"{endpoint}/v1.0/publish/{component}/{TopicOf(range.Publisher)}"
            + $"?metadata.partitionKey={Uri.EscapeDataString(range.TenantId)}";
        var body = CloudEvent(range);
        for (var attempt = 0; ; attempt++)
        {
            var refusal = await TryPublishAsync(address, body, ct);
            if (refusal is null)
            {
                return true;
            }

            if (attempt == Waits.Length)
            {
                StoreTelemetry.Unpublished.Add(1);
                logger.LogWarning("The broker did not take events of {Tenant} ({Refusal}); consumers pull them.", range.TenantId, refusal);
                return false;
            }

            await Task.Delay(Waits[attempt], ct);
        }
    }

    private async Task<string?> TryPublishAsync(string address, byte[] body, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Limit);
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/cloudevents+json");
        if (apiToken is { Length: > 0 })
        {
            request.Headers.Add(ApiToken.Header, apiToken);
        }

        try
        {
            using var response = await http.SendAsync(request, limit.Token);
            return response.IsSuccessStatusCode ? null : ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture);
        }
        catch (Exception failure) when (failure is HttpRequestException || (failure is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return failure.GetType().Name;
        }
    }

    private static byte[] CloudEvent(EventRange range)
    {
        var stream = $"{range.Publisher}/{range.TenantId}";
        return JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object>
        {
            ["specversion"] = "1.0",
            ["id"] = string.Create(CultureInfo.InvariantCulture, $"{stream}/{range.After}-{range.Through}"),
            ["source"] = $"jtai/{range.Publisher}",
            ["type"] = EventRange.Descriptor.FullName,
            ["subject"] = range.TenantId,
            ["datacontenttype"] = "application/protobuf",
            // A byte array becomes base64. JSON of protobuf would make an unknown enum value a poison message.
            ["data_base64"] = range.ToByteArray(),
        });
    }
}
