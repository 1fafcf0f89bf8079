using System.Net;
using Jtai.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Jtai.Gateway.Tests;

/// <summary>What the door refuses by itself.</summary>
public sealed class PublicDoorTests : IAsyncLifetime
{
    private const string Taken = "The portal took it.";
    private const string TooLarge = "a file of evidence up to 25 MB";
    private static readonly HttpClient Client = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private WebApplication portal = null!;
    private PlatformProcess gateway = null!;
    private string address = null!;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        portal = builder.Build();
        portal.MapGet("/told/{**path}", Told);
        portal.MapGet("/operations/{**path}", Told);
        portal.MapGet("/{**path}", (HttpRequest request) => Results.Text(request.Headers["X-Forwarded-Host"]));
        portal.MapPost("/partnerships/{**path}", async (HttpContext context) =>
        {
            context.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = null;
            await context.Request.Body.CopyToAsync(Stream.Null);
            return Taken;
        });
        await portal.StartAsync();
        address = $"http://127.0.0.1:{PlatformProcess.FreePort()}";
        var settings = new Dictionary<string, string>
        {
            ["PublicHosts"] = "plans.example, other.example",
            ["Listen__Http"] = address["http://".Length..],
            ["Listen__Grpc"] = $"127.0.0.1:{PlatformProcess.FreePort()}",
            ["Services__Portal"] = portal.Urls.Single(),
        };
        foreach (var service in (string[])["PartnersHttp", "Partners", "Inspections", "Actions", "Reporting"])
        {
            settings[$"Services__{service}"] = "http://127.0.0.1:9";
        }

        gateway = PlatformProcess.Start(typeof(Routes).Assembly, settings);
        await gateway.UntilAsync($"{address}/health/live");
    }

    private static string Told(HttpRequest request) => $"{request.Headers["jtai-gateway"]}";

    public async Task DisposeAsync()
    {
        await gateway.DisposeAsync();
        await portal.DisposeAsync();
    }

    [Theory]
    [InlineData("/operations", true)]
    [InlineData("/operations/trust", true)]
    [InlineData("/told/operations", false)]
    public async Task Portal_OfThePagesOfOperatorsAlone_IsToldHowTheGatewayStands_WhateverCameFromOutside(string path, bool isTold)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address + path);
        request.Headers.Add("jtai-gateway", "9.9.9+forged;0;0;");
        using var answer = await Client.SendAsync(request);
        var told = await answer.Content.ReadAsStringAsync();
        Assert.DoesNotContain("forged", told, StringComparison.Ordinal);
        Assert.Equal(isTold, Hosting.GatewayStanding.Parse(told) is { Version.Length: > 0, Refused: 0, CertificateEndsAt: null } standing
            && standing.StartedAt > DateTimeOffset.UtcNow.AddMinutes(-10));
        Assert.DoesNotContain(answer.Headers.Concat(answer.Content.Headers), header => header.Key == "jtai-gateway");
    }

    [Theory]
    [InlineData("plans.example", true)]
    [InlineData("PLANS.example:8443", true)]
    [InlineData("other.example", true)]
    [InlineData("localhost:8080", true)]
    [InlineData("127.0.0.1", true)]
    [InlineData("[::1]:8080", true)]
    [InlineData("evil.example", false)]
    [InlineData("plans.example.evil.example", false)]
    [InlineData("192.0.2.1", false)]
    public async Task Page_UnderAName_IsThePortalsWhereThePlatformHasIt(string host, bool isOurs)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{address}/sign-in");
        request.Headers.Host = host;

        using var answer = await Client.SendAsync(request);

        var text = await answer.Content.ReadAsStringAsync();
        Assert.Equal(isOurs ? HttpStatusCode.OK : HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(isOurs ? host : "This is not an address of this service. Use the one that you were given.", text);
    }

    [Fact]
    public async Task Probe_ByTheAddressOfAPod_IsAnswered()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{address}/health/live");
        request.Headers.Host = "10.1.2.3:8080";
        using var answer = await Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("inspections/i/import", 15, HttpStatusCode.OK, Taken)]
    [InlineData("inspections/i/import", 26, HttpStatusCode.OK, Taken)]
    [InlineData("inspections/i/import", 27, HttpStatusCode.RequestEntityTooLarge, TooLarge)]
    [InlineData("inspections/i/import", 120, HttpStatusCode.RequestEntityTooLarge, TooLarge)]
    [InlineData("actions/a/evidence/add", 26, HttpStatusCode.OK, Taken)]
    [InlineData("actions/a/evidence/add", 27, HttpStatusCode.RequestEntityTooLarge, TooLarge)]
    [InlineData("evidence/e/replace", 26, HttpStatusCode.OK, Taken)]
    [InlineData("evidence/e/replace", 27, HttpStatusCode.RequestEntityTooLarge, TooLarge)]
    [InlineData("evidence/e/describe", 11, HttpStatusCode.OK, Taken)]
    [InlineData("evidence/e/describe", 13, HttpStatusCode.RequestEntityTooLarge, TooLarge)]
    [InlineData("evidence/e/replace/more", 13, HttpStatusCode.RequestEntityTooLarge, TooLarge)]
    [InlineData("statements/s/reply", 13, HttpStatusCode.RequestEntityTooLarge, TooLarge)]
    public async Task Upload_OfAnySize_IsAnsweredInWordsAndLargeToTheseAlone(string page, int megabytes, HttpStatusCode expected, string words)
    {
        using var content = new StreamContent(new ZeroStream(megabytes * 1024L * 1024));
        using var answer = await Client.PostAsync($"{address}/partnerships/haskermoor/{page}", content);
        Assert.Equal(expected, answer.StatusCode);
        Assert.Contains(words, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TRACE")]
    [InlineData("PUT")]
    public async Task Request_WithAMethodThatNothingHas_IsNotAllowed(string method)
    {
        using var answer = await Client.SendAsync(new HttpRequestMessage(new HttpMethod(method), $"{address}/sign-in"));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Equal(["GET", "HEAD", "POST"], answer.Content.Headers.Allow);
    }

    /// <summary>A file of nothing, of a length that is known.</summary>
    private sealed class ZeroStream(long length) : Stream
    {
        public override bool CanRead => true;
        public override bool CanSeek => true;
        public override bool CanWrite => false;
        public override long Length => length;
        public override long Position { get; set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = (int)Math.Min(count, length - Position);
            Array.Clear(buffer, offset, read);
            Position += read;
            return read;
        }

        public override long Seek(long offset, SeekOrigin origin) => Position = origin == SeekOrigin.Begin ? offset : throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }
    }
}
