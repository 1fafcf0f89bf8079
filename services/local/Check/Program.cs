using System.Text;
using Jtai.Local;

// The main job against the gateway of a cluster, as a container of "skaffold verify". Whom it signs in, the environment's own
// identity provider does not know: it brings one, which Partners is told of in an environment to work in (charts/values/dev.yaml).
if (args is not ["--gateway", var gateway, "--issuer", var issuer] || !Uri.TryCreate(issuer, UriKind.Absolute, out var address))
{
    Console.Error.WriteLine("check --gateway http://gateway:8081 --issuer http://verify:8083");
    return 2;
}

if (Environment.GetEnvironmentVariable("CHECK_KEY") is not { Length: > 0 } secret)
{
    Console.Error.WriteLine("The variable CHECK_KEY is missing. Give skaffold verify the file that docs/operators.md describes: --env-file check.env");
    return 2;
}

var callers = new IdentityClient("jtai-check") { Secret = Guid.NewGuid().ToString("N"), RedirectUris = [DemoSignIn.CallbackAddress] };
try
{
    var key = Encoding.ASCII.GetString(Convert.FromBase64String(secret));
    // Signed with the same key each time: Partners remembers the one that it was told last.
    await using var identity = await IdentityProvider.StartAsync(new IdentityOptions
    {
        Issuer = issuer, Port = address.Port, Key = key, Clients = [callers],
    });
    using var client = new GatewayClient(
        new Uri(gateway), "client:check", key,
        new DemoSignIn(issuer, $"http://localhost:{address.Port}", callers));
    // What an earlier check made is still there.
    await new MainJob(client, identity.SetPeople, new Steps(), Guid.NewGuid().ToString("N")[..6])
        .RunAsync(Path.Combine(AppContext.BaseDirectory, "letter.pdf"), CancellationToken.None);
    Console.WriteLine("The main job is done.");
    return 0;
}
catch (Exception failure) when (failure is CheckFailed or FormatException or ArgumentException or IOException)
{
    Console.Error.WriteLine($"Failed at: {failure.Message}");
    return 1;
}
