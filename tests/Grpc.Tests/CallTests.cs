using Grpc.Core;
using Grpc.Core.Interceptors;
using Jtai.Tests.Probe.V1;

namespace Jtai.GrpcTests;

public sealed class CallTests(ProbeHost host) : IClassFixture<ProbeHost>
{
    [Theory, InlineData(Door.Service), InlineData(Door.Gateway)]
    public async Task Unary_Text_ComesBack(Door door)
    {
        var reply = await host.Client(door).EchoAsync(new EchoRequest { Text = "naïve ☂" });

        Assert.Equal("naïve ☂", reply.Text);
        Assert.Equal("none", reply.Saw["deadline"]);
    }

    [Fact]
    public void Unary_Blocking_Answers()
    {
        var reply = host.Client().Echo(new EchoRequest { Text = "here" });

        Assert.Equal("here", reply.Text);
    }

    [Theory, InlineData(Door.Service), InlineData(Door.Gateway)]
    public async Task ServerStreaming_FiveReplies_ArriveInOrder(Door door)
    {
        using var call = host.Client(door).Count(new CountRequest { Count = 5, Call = $"five-{door}" });

        var texts = new List<string>();
        await foreach (var reply in call.ResponseStream.ReadAllAsync())
        {
            texts.Add(reply.Text);
        }

        Assert.Equal(["1", "2", "3", "4", "5"], texts);
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
        Assert.Equal("ServerStreaming", call.GetTrailers().GetValue("marked"));
    }

    [Theory, InlineData(Door.Service), InlineData(Door.Gateway)]
    public async Task ServerStreaming_FirstReply_IsNotHeldBackForTheRest(Door door)
    {
        using var call = host.Client(door).Count(new CountRequest { Count = 2, PauseMs = 30_000, Call = $"first-{door}" });

        Assert.True(await call.ResponseStream.MoveNext().WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.Equal("1", call.ResponseStream.Current.Text);
    }

    [Theory, InlineData(Door.Service), InlineData(Door.Gateway)]
    public async Task ClientStreaming_ThreeRequests_AreJoined(Door door)
    {
        using var call = host.Client(door).Join();

        foreach (var text in new[] { "one", "two", "three" })
        {
            await call.RequestStream.WriteAsync(new EchoRequest { Text = text }, CancellationToken.None);
        }

        await call.RequestStream.CompleteAsync();

        Assert.Equal("one two three", (await call).Text);
        Assert.Equal("ClientStreaming", call.GetTrailers().GetValue("marked"));
    }

    [Theory, InlineData(Door.Service), InlineData(Door.Gateway)]
    public async Task DuplexStreaming_EachRequest_IsAnsweredBeforeTheNext(Door door)
    {
        using var call = host.Client(door).Chat();

        foreach (var text in new[] { "a", "b", "c" })
        {
            await call.RequestStream.WriteAsync(new EchoRequest { Text = text });
            Assert.True(await call.ResponseStream.MoveNext());
            Assert.Equal(text, call.ResponseStream.Current.Text);
        }

        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext());
        Assert.Equal("DuplexStreaming", call.GetTrailers().GetValue("marked"));
    }

    [Theory, InlineData(Door.Service), InlineData(Door.Gateway)]
    public async Task Metadata_TextAndBytes_ComeBackAsHeadersAndTrailers(Door door)
    {
        var bytes = Enumerable.Range(0, 256).Select(i => (byte)i).ToArray();
        var sent = new Metadata
        {
            { "X-Probe-Text", "plain" }, { "x-probe-twice", "1" }, { "x-probe-twice", "2" }, { "x-probe-raw-bin", bytes },
        };

        using var call = host.Client(door).EchoAsync(new EchoRequest { Text = "metadata" }, sent);
        var headers = await call.ResponseHeadersAsync;
        await call.ResponseAsync;

        foreach (var received in new[] { headers, call.GetTrailers() })
        {
            Assert.Equal("plain", received.GetValue("x-probe-text"));
            Assert.Equal(bytes, received.GetValueBytes("x-probe-raw-bin"));
            // The client joins what was sent under one name, as HTTP allows.
            Assert.Equal("1, 2", string.Join(", ", received.GetAll("x-probe-twice").Select(e => e.Value)));
        }
    }

    [Fact]
    public async Task Unary_Headers_AreMarkedByTheServersInterceptor()
    {
        using var call = host.Client().EchoAsync(new EchoRequest());
        await call;

        Assert.Equal("Unary", call.GetTrailers().GetValue("marked"));
    }

    [Fact]
    public async Task ClientInterceptors_Two_AreCalledInTheOrderGiven()
    {
        var client = host.Client(Door.Service, new MarkingClientInterceptor("outer"), new MarkingClientInterceptor("inner"));

        using var call = client.EchoAsync(new EchoRequest());
        await call;

        // Each puts its own before what it is given, so the inner one's comes first.
        Assert.Equal("inner, outer", call.GetTrailers().GetValue("x-probe-order"));
    }

    [Fact]
    public void ClientInterceptor_BeforeABlockingCall_IsCalled()
    {
        var reply = host.Client(Door.Service, new MarkingClientInterceptor("blocking")).Echo(new EchoRequest());

        Assert.Equal("blocking", reply.Saw["x-probe-order"]);
    }

    [Fact]
    public async Task HeadersFunction_BeforeAChannel_ChangesEveryCall()
    {
        using var channel = host.Channel();
        var client = new Probe.ProbeClient(channel.Intercept(headers =>
        {
            headers.Add("x-probe-added", "yes");
            return headers;
        }));

        var reply = await client.EchoAsync(new EchoRequest());

        Assert.Equal("yes", reply.Saw["x-probe-added"]);
    }

    [Fact]
    public async Task ClientInterceptor_BeforeAStream_IsCalled()
    {
        using var call = host.Client(Door.Service, new MarkingClientInterceptor("stream")).Chat();
        await call.RequestStream.WriteAsync(new EchoRequest());
        Assert.True(await call.ResponseStream.MoveNext());

        Assert.Equal("stream", call.ResponseStream.Current.Saw["x-probe-order"]);
        await call.RequestStream.CompleteAsync();
    }

    [Fact]
    public async Task WithHost_AnotherName_ReachesTheInterceptors()
    {
        var interceptor = new MarkingClientInterceptor("host");

        await host.Client(Door.Service, interceptor).WithHost("elsewhere.example").EchoAsync(new EchoRequest());

        Assert.Equal("elsewhere.example", interceptor.LastHost);
    }
}
