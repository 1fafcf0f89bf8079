namespace Jtai.Charts.Tests;

/// <summary>The charts as Helm itself sees them, and what their schemas and templates refuse.</summary>
public sealed class HelmTests
{
    public static TheoryData<string> Environments => [.. Helm.Environments];

    [Theory]
    [MemberData(nameof(Environments))]
    public async Task Lint_OfEveryChart_HasNothingToSay(string environment)
    {
        foreach (var (chart, values) in new[] { ("platform", $"values/{environment}.yaml"), ("database", $"values/database/{environment}.yaml") })
        {
            var (exitCode, output, errors) = await Helm.RunAsync(["lint", "--strict", "--quiet", chart, "--values", values]);
            Assert.True(exitCode == 0, output + errors);
        }
    }

    [Theory]
    [MemberData(nameof(Environments))]
    public async Task Render_Twice_IsTheSame(string environment) =>
        Assert.Equal(await Helm.TemplateAsync(environment), await Helm.TemplateAsync(environment));

    [Fact]
    public async Task Image_WithADigest_IsThatOne()
    {
        var digest = "sha256:" + new string('a', 64);
        var manifests = Manifests.Read(await Helm.RenderAsync("platform", "values/region.yaml", ["--set", $"actions.image.digest={digest}"]), []);
        Assert.All(manifests.Pods.Where(pod => pod.Name is "actions" or "actions-migration"), pod => Assert.Equal($"registry.example/jtai/actions@{digest}", pod.Containers.Single()["image"]!.Text()));
        Assert.Equal("registry.example/jtai/portal:0.1.0", manifests.Pods.Single(pod => pod.Name == "portal").Containers.Single()["image"]!.Text());
    }

    [Theory]
    [InlineData("pubsub.rabbitmq", "secrets.connectionString=broker/connection")]
    [InlineData("pubsub.kafka", "metadata.brokers=kafka:9093,pubsub.metadata.authType=none")]
    [InlineData("pubsub.redis", "metadata.redisHost=redis:6379,pubsub.secrets.redisPassword=broker/password")]
    [InlineData("pubsub.azure.servicebus.topics", "secrets.connectionString=broker/connection")]
    public async Task Broker_OfEachKind_IsByValueAlone(string type, string fields)
    {
        var manifests = Manifests.Read(await Helm.RenderAsync("platform", "values/dev.yaml", ["--set", $"pubsub.type={type},pubsub.{fields}"]), []);
        Assert.Equal(type, manifests.One("Component", "pubsub")["spec"]!["type"]!.Text());
        Assert.Empty(Brokers.Complaints(manifests));
        Assert.Empty(Shapes.Complaints(manifests));
    }

    [Theory]
    [InlineData("platform", "partners.replicas=0", "at '/replicas': minimum: got 0, want 1")]
    [InlineData("platform", "partners.setings.x=1", "additional properties 'setings' not allowed")]
    [InlineData("platform", "partners.resources.limits.memory=lots", "at '/resources/limits/memory'")]
    [InlineData("platform", "partners.secrets.Service__PrivateKey=partners-key", "at '/secrets/Service__PrivateKey'")]
    [InlineData("platform", "partners.calls.Actions=http://actions", "at '/calls/Actions'")]
    [InlineData("platform", "partners.image.digest=sha256:abc", "at '/image/digest'")]
    [InlineData("platform", "partners.graceSeconds=1", "at '/graceSeconds': minimum: got 1, want 20")]
    [InlineData("platform", "partners.admit.grpc[0].podSelecter=x", "at '/admit/grpc/0'")]
    [InlineData("platform", "partner.replicas=2", "additional properties 'partner' not allowed")]
    [InlineData("platform", "global.identityProvider.issuer=http://identity.example", "at '/global/identityProvider/issuer'")]
    [InlineData("platform", "global.image.registry=", "at '/global/image/registry'")]
    [InlineData("platform", "global.image.tag=latest", " is latest, which is another image tomorrow.")]
    [InlineData("platform", "global.image.tag=", "Say which image of ")]
    [InlineData("platform", "actions.settings.Service__PrivateKey=abc", "actions.settings.Service__PrivateKey is a secret.")]
    [InlineData("platform", "pubsub.type=pubsub.jms", "at '/pubsub/type'")]
    [InlineData("platform", "pubsub.metadata.connectionString=amqp://x", "pubsub.metadata.connectionString is a secret.")]
    [InlineData("platform", "gateway.public.kind=gateway,gateway.public.parents=null", "at '/public'")]
    [InlineData("database", "instances=1", "at '/synchronous'")]
    [InlineData("database", "backup.schedule=30 1 * * *", "at '/backup/schedule'")]
    [InlineData("database", "parameters.log_error_verbosity=verbose", "at '/parameters/log_error_verbosity'")]
    [InlineData("database", "backup.accessKeyId=a/b,backup.secretAccessKey=null", "at '/backup'")]
    public async Task Nonsense_InTheValues_IsRefusedClearly(string chart, string nonsense, string words)
    {
        var values = chart == "platform" ? "values/region.yaml" : "values/database/region.yaml";
        var refusal = await Assert.ThrowsAsync<HelmRefused>(() => Helm.RenderAsync(chart, values, ["--set", nonsense]));
        Assert.Contains(words, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_OfAService_AreShort()
    {
        var lines = File.ReadAllLines(Path.Combine(Repository.Root, "charts", "platform", "values.yaml"));
        foreach (var process in RunningPlatform.Processes)
        {
            var length = lines.SkipWhile(line => line != process + ":").Skip(1).TakeWhile(line => line.Length > 0).Count();
            Assert.InRange(length, 5, 40);
        }
    }
}
