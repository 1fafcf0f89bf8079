namespace Jtai.Charts.Tests;

/// <summary>
/// What Dapr takes and does not check: fields of its pub/sub components, as its components-contrib lists them, and the APIs that a
/// sidecar offers, whose version is v1 for gRPC and v1.0 for HTTP.
/// </summary>
internal static class Brokers
{
    private static readonly Dictionary<string, (string[] Needed, string[] Others)> Known = new()
    {
        ["pubsub.rabbitmq"] = (["connectionString"],
        [
            "durable", "publisherConfirm", "maxLen", "maxLenBytes", "concurrency", "enableDeadLetter", "prefetchCount", "exchangeKind",
            "deliveryMode", "autoAck", "deletedWhenUnused", "requeueInFailure", "reconnectWaitSeconds", "ttlInSeconds", "clientName", "heartBeat",
            "caCert", "clientCert", "clientKey", "saslExternal",
        ]),
        ["pubsub.kafka"] = (["brokers", "authType"],
        [
            "consumerGroup", "clientID", "initialOffset", "maxMessageBytes", "consumeRetryInterval", "consumeRetryEnabled", "heartbeatInterval",
            "sessionTimeout", "version", "skipVerify", "disableTls", "producerRequiredAcks", "compression", "consumerGroupRebalanceStrategy",
            "saslUsername", "saslPassword", "saslMechanism", "caCert", "clientCert", "clientKey", "oidcTokenEndpoint", "oidcClientID",
            "oidcClientSecret", "oidcScopes",
        ]),
        ["pubsub.redis"] = (["redisHost"],
        [
            "redisUsername", "redisPassword", "enableTLS", "clientCert", "clientKey", "redeliverInterval", "processingTimeout", "queueDepth",
            "concurrency", "redisType", "redisDB", "failover", "sentinelMasterName", "sentinelUsername", "sentinelPassword", "maxLenApprox",
            "streamTTL", "useEntraID",
        ]),
        ["pubsub.azure.servicebus.topics"] = ([],
        [
            "connectionString", "namespaceName", "consumerID", "maxActiveMessages", "maxConcurrentHandlers", "lockRenewalInSec", "timeoutInSec",
            "disableEntityManagement", "lockDurationInSec", "autoDeleteOnIdleInSec", "defaultMessageTimeToLiveInSec", "maxDeliveryCount",
            "handlerTimeoutInSec", "publishMaxRetries", "azureClientId", "azureTenantId", "azureClientSecret",
        ]),
    };

    public static IEnumerable<string> Complaints(Manifests manifests)
    {
        foreach (var configuration in manifests.Of("Configuration"))
        {
            var rules = configuration["spec"]!["api"].List("allowed").Select(rule => (Protocol: rule["protocol"]!.Text(), Version: rule["version"]!.Text())).ToList();
            foreach (var protocol in new[] { "grpc", "http" }.Except(rules.Select(rule => rule.Protocol)))
            {
                yield return $"The sidecar's API by {protocol} is wholly open";
            }

            foreach (var rule in rules.Where(rule => rule is not (("grpc", "v1") or ("http", "v1.0"))))
            {
                yield return $"The sidecar has no API {rule.Version} by {rule.Protocol}";
            }
        }

        foreach (var component in manifests.Of("Component"))
        {
            var (needed, others) = Known[component["spec"]!["type"]!.Text()];
            var names = component["spec"].List("metadata").Select(field => field["name"]!.Text()).ToList();
            foreach (var name in names.Except([.. needed, .. others, "publishingScopes", "subscriptionScopes"]))
            {
                yield return $"{component["spec"]!["type"]} knows no field {name}";
            }

            foreach (var name in needed.Except(names))
            {
                yield return $"{component["spec"]!["type"]} needs a field {name}";
            }
        }
    }
}
