namespace Jtai.Charts.Tests;

/// <summary>Fields of Dapr's pub/sub components, as its components-contrib lists them; daprd passes over a name that it does not know.</summary>
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
