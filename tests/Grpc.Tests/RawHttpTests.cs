using System.Buffers.Binary;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Google.Protobuf;
using Grpc.Core;
using Jtai.Tests.Probe.V1;

namespace Jtai.GrpcTests;

// What no well-behaved client sends, and what a client library hides.
public sealed class RawHttpTests(ProbeHost host) : IClassFixture<ProbeHost>
{
    public static TheoryData<string, byte[], StatusCode> Malformed { get; } = new()
    {
        { "nothing at all", [], StatusCode.Internal },
        { "half a prefix", [0, 0], StatusCode.Internal },
        { "less than announced", [0, 0, 0, 0, 9, 1, 2], StatusCode.Internal },
        { "a megabyte announced", [0, 0, 16, 0, 0], StatusCode.ResourceExhausted },
        { "four gigabytes announced", [0, 255, 255, 255, 255], StatusCode.Unknown },
        { "an unknown compression flag", [7, 0, 0, 0, 0], StatusCode.Unknown },
        { "compressed without saying how", [1, 0, 0, 0, 1, 0], StatusCode.Internal },
        { "two messages for one", [0, 0, 0, 0, 0, 0, 0, 0, 0, 0], StatusCode.Internal },
        { "a message that is no protobuf", [0, 0, 0, 0, 3, 255, 255, 255], StatusCode.Unknown },
    };

    [Theory, MemberData(nameof(Malformed))]
    public async Task Body_Malformed_EndsWithAStatusAndTheServerLives(string what, byte[] body, StatusCode expected)
    {
        using var response = await PostAsync(new ByteArrayContent(body));

        Assert.True(expected == StatusOf(response), $"{what}: {StatusOf(response)}");
        await AssertLivesAsync();
    }

    [Fact]
    public async Task ContentType_NotGrpc_Is415()
    {
        using var response = await PostAsync(new ByteArrayContent(Frame(new EchoRequest())), "application/json");

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    [Fact]
    public async Task Compression_Unknown_IsUnimplementedAndSaysWhatIsKnown()
    {
        var content = new ByteArrayContent([1, .. Frame(new EchoRequest())[1..]]);
        content.Headers.Add("grpc-encoding", "snappy");

        using var response = await PostAsync(content);

        Assert.Equal(StatusCode.Unimplemented, StatusOf(response));
        Assert.Contains("gzip", string.Join(',', response.Headers.GetValues("grpc-accept-encoding")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Method_Unknown_IsUnimplemented()
    {
        using var response = await PostAsync(new ByteArrayContent(Frame(new EchoRequest())), method: "NoSuchMethod");

        Assert.Equal(StatusCode.Unimplemented, StatusOf(response));
    }

    [Fact]
    public async Task Connection_Garbage_IsClosedAndTheServerLives()
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, new Uri(host.AddressOf(Door.Service)).Port);
        var stream = socket.GetStream();
        await stream.WriteAsync("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray());
        await stream.WriteAsync(Enumerable.Repeat((byte)0xA5, 4096).ToArray());

        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            var buffer = new byte[1024];
            while (await stream.ReadAsync(buffer, deadline.Token) > 0)
            {
            }

            throw new EndOfStreamException("The server closed the connection.");
        });
        await AssertLivesAsync();
    }

    [Fact]
    public async Task Response_LongText_IsCompressedOnTheWire()
    {
        var text = new string('x', 10_000);
        var content = new ByteArrayContent(Frame(new EchoRequest { Text = text }));
        content.Headers.Add("grpc-accept-encoding", "gzip");

        using var response = await PostAsync(content);
        var body = await response.Content.ReadAsByteArrayAsync();

        Assert.Equal("gzip", response.Headers.GetValues("grpc-encoding").Single());
        Assert.Equal(1, body[0]);
        Assert.True(body.Length < 1000, $"{body.Length} bytes");
        using var gunzip = new GZipStream(new MemoryStream(body[5..]), CompressionMode.Decompress);
        Assert.Equal(text, EchoReply.Parser.ParseFrom(gunzip).Text);
    }

    [Theory, InlineData(Door.Service), InlineData(Door.Gateway)]
    public async Task Request_CompressedByTheClient_IsReadByTheServer(Door door)
    {
        var headers = new Metadata { { "grpc-internal-encoding-request", "gzip" } };

        var reply = await host.Client(door).EchoAsync(new EchoRequest { Text = new string('y', 10_000) }, headers);

        Assert.Equal("gzip", reply.Saw["grpc-encoding"]);
        Assert.Equal(10_000, reply.Text.Length);
    }

    [Theory, InlineData(Door.Service), InlineData(Door.Gateway)]
    public async Task Request_TooLarge_IsResourceExhaustedAndTheNextIsServed(Door door)
    {
        var client = host.Client(door);
        var atLimit = new EchoRequest { Text = new string('z', ProbeHost.MaxMessageBytes - 4) };
        Assert.Equal(ProbeHost.MaxMessageBytes, atLimit.CalculateSize());
        Assert.Equal(atLimit.Text.Length, (await client.EchoAsync(atLimit)).Text.Length);

        atLimit.Text += "z";
        var error = await Assert.ThrowsAsync<RpcException>(async () => await client.EchoAsync(atLimit));

        Assert.Equal(StatusCode.ResourceExhausted, error.StatusCode);
        Assert.Equal("next", (await client.EchoAsync(new EchoRequest { Text = "next" })).Text);
    }

    [Fact]
    public async Task Request_ThatInflatesTooFar_IsResourceExhausted()
    {
        var headers = new Metadata { { "grpc-internal-encoding-request", "gzip" } };
        var bomb = new EchoRequest { Text = new string('0', 20 * ProbeHost.MaxMessageBytes) };

        var error = await Assert.ThrowsAsync<RpcException>(async () => await host.Client().EchoAsync(bomb, headers));

        Assert.Equal(StatusCode.ResourceExhausted, error.StatusCode);
    }

    private async Task AssertLivesAsync() =>
        Assert.Equal("alive", (await host.Client().EchoAsync(new EchoRequest { Text = "alive" })).Text);

    private async Task<HttpResponseMessage> PostAsync(
        ByteArrayContent content, string contentType = "application/grpc", string method = "Echo")
    {
        using var http = new HttpClient();
        content.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        var address = $"{host.AddressOf(Door.Service)}/jtai.tests.probe.v1.Probe/{method}";
        using var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = content,
        };
        return await http.SendAsync(request);
    }

    private static StatusCode StatusOf(HttpResponseMessage response)
    {
        var headers = response.TrailingHeaders.Contains("grpc-status") ? response.TrailingHeaders : response.Headers;
        return Enum.Parse<StatusCode>(headers.GetValues("grpc-status").Single());
    }

    private static byte[] Frame(EchoRequest message)
    {
        var payload = message.ToByteArray();
        var frame = new byte[5 + payload.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), payload.Length);
        payload.CopyTo(frame.AsSpan(5));
        return frame;
    }
}
