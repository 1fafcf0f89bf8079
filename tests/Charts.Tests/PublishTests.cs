using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Google.Protobuf;
using Grpc.Core;
using Jtai.Access;
using Jtai.Inspections.V1;
using Jtai.Partners.V1;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Jtai.Charts.Tests;

/// <summary>What goes into an image: that it runs as the charts run it, and that its list of packages is whole.</summary>
[Collection(nameof(PublishTests))]
public sealed partial class PublishTests
{
    private const string Council = "tarrowshire-council";

    // Before it is published, an inspection exists for whoever recorded it alone.
    private static readonly string Person = Guid.NewGuid().ToString();

    public static TheoryData<string> Images => [.. Published.Images];

    // One asks by gRPC, in the clear; the other by https.
    [RootTheory]
    [InlineData("dev", "grpc", "NotFound")]
    [InlineData("region", "httpGet", "Unauthorized")]
    public async Task Platform_FromThePublishOutputAsAForeignUser_IsReadyWorksAndStops(string environment, string kind, string refusal)
    {
        await using var ended = new Ending(await PublishedPlatform.StartAsync(environment));
        var platform = ended.Platform;

        await SignInPageIsWholeAsync(platform);
        await LetterIsReadAsync(platform);
        Assert.Null(await VerifyAsync(platform, "gateway"));
        // The offender: a door behind which nobody has such a page.
        Assert.NotNull(await VerifyAsync(platform, "partners"));
        if (environment == "dev")
        {
            await MainJobIsDoneAsync(platform);
        }

        Assert.Contains(refusal, await AskForWhatIsNotThereAsync(platform, kind), StringComparison.Ordinal);

        // The gateway first, as it is the one that others' callers come by.
        foreach (var pod in platform.AllDeployments())
        {
            Assert.Equal((pod.Name, 0), (pod.Name, await platform.StopAsync(pod)));
        }

        Assert.DoesNotContain(platform.Log, line => Complaint().IsMatch(line));
    }

    [Theory]
    [MemberData(nameof(Images))]
    public async Task PackageList_OfAnImage_NamesEveryPackageInIt(string image)
    {
        var folder = Path.Combine(await Published.FolderAsync(), image);
        var listed = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "sbom.json"))).List("components").Select(component => component["purl"]!.Text()).ToList();
        var dependencies = JsonNode.Parse(await File.ReadAllTextAsync(Directory.GetFiles(folder, "Jtai.*.deps.json").Single()))!["libraries"]!.AsObject();
        var packages = dependencies.Where(library => library.Value!["type"]!.Text() == "package").Select(library => $"pkg:nuget/{library.Key.Replace('/', '@')}").ToList();

        Assert.NotEmpty(packages);
        Assert.Empty(packages.Except(listed));
        // The offender: a list that has lost one.
        Assert.Equal([packages[0]], packages.Except(listed.Where(package => package != packages[0])));
        // What only builds and checks is in no image.
        Assert.DoesNotContain(listed, package => package.Contains("Analyzer", StringComparison.Ordinal));
    }

    private static async Task SignInPageIsWholeAsync(PublishedPlatform platform)
    {
        using var browser = platform.OpenBrowser();
        var page = await browser.GetStringAsync("/sign-in");
        Assert.Contains("Sign in to joint inspection action plans", page, StringComparison.Ordinal);
        var files = FileOfAPage().Matches(page).Select(match => match.Groups[1].Value).Distinct().ToList();
        Assert.Contains(files, file => file.EndsWith(".css", StringComparison.Ordinal));
        foreach (var file in files)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, file);
            request.Headers.AcceptEncoding.ParseAdd("br");
            using var answer = await browser.SendAsync(request);
            Assert.Equal((file, HttpStatusCode.OK), (file, answer.StatusCode));
            // Compressed when it was published, not anew for each browser.
            Assert.True(!file.EndsWith(".css", StringComparison.Ordinal) || answer.Content.Headers.ContentEncoding.Contains("br"), file);
        }
    }

    /// <summary>A PDF, by way of the gateway, the published reader and pdftotext.</summary>
    private static async Task LetterIsReadAsync(PublishedPlatform platform)
    {
        using var channel = platform.OpenChannel("gateway");
        var register = new Partners.V1.Partners.PartnersClient(channel);
        var tenant = "tarrowshire";
        await register.RegisterAgencyAsync(
            new() { AgencyId = Council, Name = "Tarrowshire Council", ShortName = "Council", Kind = AgencyKind.Council }, Headers(platform, "platform", Capacity.PlatformOperator));
        await register.ProvisionPartnershipAsync(
            new() { PartnershipId = tenant, Name = "Tarrowshire partnership", Code = "TRW", Area = "Tarrowshire" }, Headers(platform, "platform", Capacity.PlatformOperator));
        var inspections = new Inspections.V1.Inspections.InspectionsClient(channel);
        var inspection = await SoonAsync(() => inspections.RecordInspectionAsync(
            new() { Theme = "Joint targeted area inspection", Phase = InspectionPhase.PrePublication }, Headers(platform, tenant, Capacity.PartnershipManager)).ResponseAsync);
        var letter = Path.Combine(Repository.Root, "tests", "Letters.Tests", "FictionalLetters", "haskermoor-2025.pdf");

        var import = await inspections.ImportLetterAsync(
            new() { InspectionId = inspection.InspectionId, Content = ByteString.CopyFrom(await File.ReadAllBytesAsync(letter)), FileName = "letter.pdf" },
            Headers(platform, tenant, Capacity.PartnershipManager));
        var read = await SoonAsync(async () =>
        {
            var now = await inspections.GetLetterImportAsync(new() { ImportId = import.ImportId }, Headers(platform, tenant, Capacity.PartnershipManager));
            return now.State is LetterImportState.ReadyForReview or LetterImportState.Failed ? now : throw new RpcException(new Status(StatusCode.NotFound, "It is still being read."));
        });

        Assert.Equal((LetterImportState.ReadyForReview, ""), (read.State, read.Failure));
        Assert.NotEmpty(read.Items);
    }

    /// <summary>What <c>skaffold verify</c> runs in the cluster; null where it is content.</summary>
    private static async Task<string?> VerifyAsync(PublishedPlatform platform, string door)
    {
        var container = Yaml.ReadAll(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "skaffold.yaml"))).First().List("verify").Single(test => test["name"]!.Text() == "door")["container"]!;
        var script = container["args"]![0]!.Text();
        foreach (var port in (int[])[8080, 8081])
        {
            script = script.Replace($"gateway:{port}", $"127.0.0.1:{platform.PortOf(door, port)}", StringComparison.Ordinal);
        }

        var command = container["command"]!.AsArray().Select(part => part!.Text()).ToList();
        var (exitCode, output, errors) = await Repository.RunAsync(command[0], [.. command[1..], script]);
        return exitCode == 0 ? null : output + errors;
    }

    /// <summary>What <c>skaffold verify</c> runs besides where nobody works but whoever develops.</summary>
    private static async Task MainJobIsDoneAsync(PublishedPlatform platform)
    {
        var dev = Yaml.ReadAll(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "skaffold.yaml"))).First().List("profiles").Single(profile => profile["name"]!.Text() == "dev");
        var arguments = dev.List("verify").Single(test => test["name"]!.Text() == "main-job")["container"]!["args"]!.AsArray().Select(argument => argument!.Text()).ToList();

        // Twice, since what the first made is still there the second time.
        for (var time = 0; time < 2; time++)
        {
            var (exitCode, lines) = await platform.CheckAsync(arguments, "check-key/private-key");
            Assert.True(exitCode == 0, string.Join('\n', lines));
            Assert.Contains(lines, line => line.EndsWith("see it in the view across partnerships", StringComparison.Ordinal));
        }

        // The offender: somebody with another key.
        var (refused, said) = await platform.CheckAsync(arguments, "portal-key/private-key");
        Assert.Equal(1, refused);
        Assert.Contains(said, line => line.StartsWith("Failed at: provision five partnerships", StringComparison.Ordinal));
    }

    /// <summary>The offender: a probe for a name that the process does not know.</summary>
    private static async Task<string?> AskForWhatIsNotThereAsync(PublishedPlatform platform, string kind)
    {
        var pod = platform.AllDeployments().Single(pod => pod.Name == "actions");
        var planted = pod with { Template = pod.Template.DeepClone().AsObject() };
        planted.Containers.Single()["readinessProbe"]![kind]![kind == "grpc" ? "service" : "path"] = "/health/other";
        return await platform.AskAsync(planted, "readinessProbe");
    }

    /// <summary>What events tell is known a moment later.</summary>
    private static async Task<T> SoonAsync<T>(Func<Task<T>> act)
    {
        for (var started = DateTime.UtcNow; ;)
        {
            try
            {
                return await act();
            }
            catch (RpcException) when (DateTime.UtcNow - started < TimeSpan.FromSeconds(60))
            {
                await Task.Delay(100);
            }
        }
    }

    private static Metadata Headers(PublishedPlatform platform, string tenant, Capacity capacity)
    {
        using var key = ECDsa.Create();
        key.ImportFromPem(platform.TokenKey);
        var signer = new ECDsaSecurityKey(key) { CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false } };
        // As Partners names its keys.
        signer.KeyId = Base64UrlEncoder.Encode(signer.ComputeJwkThumbprint());
        var token = new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = TokenClaims.Issuer,
            Audience = TokenClaims.Audience,
            TokenType = TokenClaims.TokenType,
            Expires = DateTime.UtcNow.AddMinutes(5),
            Claims = new Dictionary<string, object>
            {
                [TokenClaims.Subject] = Person,
                [TokenClaims.Tenant] = tenant,
                [TokenClaims.Agency] = Council,
                [TokenClaims.Capacity] = new[] { capacity.ToString() },
                ["jti"] = Guid.NewGuid().ToString("N"),
            },
            SigningCredentials = new SigningCredentials(signer, SecurityAlgorithms.EcdsaSha256),
        });
        return new Metadata { { "authorization", $"Bearer {token}" }, { "idempotency-key", Guid.NewGuid().ToString("N") } };
    }

    [GeneratedRegex("(?:href|src)=\"(/[^\"]+\\.(?:css|js|svg|png|ico|woff2))\"", RegexOptions.NonBacktracking)]
    private static partial Regex FileOfAPage();

    // A library or a right that is missing in the image shows in words before anything fails.
    [GeneratedRegex("cannot load library|permission denied|read-only file system|unhandled exception|crit:", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Complaint();

    private sealed record Ending(PublishedPlatform Platform) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await Platform.EndAsync();
    }
}

/// <summary>After everything else: two platforms at once would be slow, and one of them given up.</summary>
[CollectionDefinition(nameof(PublishTests), DisableParallelization = true)]
public sealed class PublishCollection;

/// <summary>A theory that takes another user's place, which only root may; in CI it fails rather than be skipped.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RootTheoryAttribute : TheoryAttribute
{
    public RootTheoryAttribute() =>
        Skip = Environment.IsPrivilegedProcess || Environment.GetEnvironmentVariable("CI") == "true" ? null : "Run it as root: it starts processes as another user.";
}
