using Google.Rpc;
using Grpc.Core;
using Jtai.Tests.Probe.V1;
using RpcStatus = Google.Rpc.Status;

namespace Jtai.GrpcTests;

public sealed class EndingTests(ProbeHost host) : IClassFixture<ProbeHost>
{
    [Theory, InlineData(Door.Service), InlineData(Door.Gateway)]
    public async Task Failure_WithDetails_CarriesThemToTheClient(Door door)
    {
        var client = host.Client(door);

        var error = await Assert.ThrowsAsync<RpcException>(async () =>
            await client.EchoAsync(new EchoRequest { FailWith = (int)StatusCode.InvalidArgument }));

        Assert.Equal(StatusCode.InvalidArgument, error.StatusCode);
        Assert.Equal("told to fail", error.Status.Detail);
        var details = RpcStatus.Parser.ParseFrom(error.Trailers.GetValueBytes("grpc-status-details-bin"));
        Assert.Equal("fail_with", details.Details[0].Unpack<BadRequest>().FieldViolations.Single().Field);
        Assert.Equal("TOLD_TO_FAIL", details.Details[1].Unpack<ErrorInfo>().Reason);
    }

    [Theory, InlineData(Door.Service), InlineData(Door.Gateway)]
    public async Task Failure_AmidAStream_ComesAfterTheRepliesBeforeIt(Door door)
    {
        using var call = host.Client(door).Chat();
        await call.RequestStream.WriteAsync(new EchoRequest { Text = "fine" });
        Assert.True(await call.ResponseStream.MoveNext());
        await call.RequestStream.WriteAsync(new EchoRequest { FailWith = (int)StatusCode.Aborted });

        var error = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext());

        Assert.Equal(StatusCode.Aborted, error.StatusCode);
        Assert.NotNull(error.Trailers.GetValueBytes("grpc-status-details-bin"));
    }

    [Theory, InlineData(Door.Service), InlineData(Door.Gateway)]
    public async Task Deadline_Passed_EndsTheCallAtBothSides(Door door)
    {
        var call = $"deadline-{door}";
        var client = host.Client(door);

        var error = await Assert.ThrowsAsync<RpcException>(async () => await client.EchoAsync(
            new EchoRequest { Text = call, DelayMs = 30_000 }, deadline: DateTime.UtcNow.AddMilliseconds(300)));

        Assert.Equal(StatusCode.DeadlineExceeded, error.StatusCode);
        Assert.True(await host.Witness.WasCancelledAsync(call));
    }

    [Fact]
    public async Task Deadline_NotReached_IsKnownToTheServer()
    {
        var reply = await host.Client().EchoAsync(new EchoRequest(), deadline: DateTime.UtcNow.AddSeconds(30));

        Assert.Equal("set", reply.Saw["deadline"]);
    }

    [Theory, InlineData(Door.Service), InlineData(Door.Gateway)]
    public async Task Cancellation_AmidAStream_ReachesTheServer(Door door)
    {
        var name = $"cancelled-{door}";
        using var cancellation = new CancellationTokenSource();
        using var call = host.Client(door).Count(
            new CountRequest { Count = 1000, PauseMs = 50, Call = name }, cancellationToken: cancellation.Token);
        Assert.True(await call.ResponseStream.MoveNext());

        await cancellation.CancelAsync();
        var error = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            while (await call.ResponseStream.MoveNext())
            {
            }
        });

        Assert.Equal(StatusCode.Cancelled, error.StatusCode);
        Assert.True(await host.Witness.WasCancelledAsync(name));
    }

    [Fact]
    public async Task Disposal_OfACallUnderWay_ReachesTheServer()
    {
        var call = host.Client().EchoAsync(new EchoRequest { Text = "disposed", DelayMs = 30_000 });
        await call.ResponseHeadersAsync;

        call.Dispose();

        Assert.True(await host.Witness.WasCancelledAsync("disposed"));
    }

    // Twenty each: without UseEarlyEndings about half end as "HTTP status code: 502".
    [Fact]
    public async Task Failure_BeforeTheRequestEnds_KeepsItsStatusThroughTheGateway()
    {
        var ends = new List<string>();
        for (var i = 0; i < 20; i++)
        {
            using var channel = host.Channel(Door.Gateway);
            var client = new Probe.ProbeClient(channel);
            using var chat = client.Chat();
            await chat.RequestStream.WriteAsync(new EchoRequest { FailWith = (int)StatusCode.Aborted });
            ends.Add((await Assert.ThrowsAsync<RpcException>(() => chat.ResponseStream.MoveNext())).Status.Detail);
            ends.Add((await Assert.ThrowsAsync<RpcException>(async () => await client.EchoAsync(
                new EchoRequest { Text = new string('b', 8 * ProbeHost.MaxMessageBytes) }))).StatusCode.ToString());
        }

        Assert.Equal(["ResourceExhausted", "told to fail"], ends.Distinct().Order());
    }

    [Fact]
    public async Task NobodyListening_IsUnavailable()
    {
        using var channel = global::Grpc.Net.Client.GrpcChannel.ForAddress("http://127.0.0.1:1");

        var error = await Assert.ThrowsAsync<RpcException>(async () =>
            await new Probe.ProbeClient(channel).EchoAsync(new EchoRequest()));

        Assert.Equal(StatusCode.Unavailable, error.StatusCode);
        Assert.NotNull(error.Status.DebugException);
    }
}
