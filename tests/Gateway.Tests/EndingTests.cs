using Grpc.Core;
using Jtai.Tests.Probe.V1;

namespace Jtai.Gateway.Tests;

public sealed class EndingTests(ProbeHost host) : IClassFixture<ProbeHost>
{
    // 200 tries: without UseEarlyEndings 41 to 72 of 400 such calls ended as "HTTP status code: 502", and 20 tries passed by luck.
    [Fact]
    public async Task Failure_BeforeTheRequestEnds_KeepsItsStatusThroughTheGateway()
    {
        var ends = new List<string>();
        for (var i = 0; i < 200; i++)
        {
            using var channel = host.Channel(Door.Gateway);
            var client = new Probe.ProbeClient(channel);
            using var chat = client.Chat();
            await chat.RequestStream.WriteAsync(new EchoRequest { FailWith = (int)StatusCode.Aborted });
            ends.Add((await Assert.ThrowsAsync<RpcException>(() => chat.ResponseStream.MoveNext())).Status.Detail);
            ends.Add((await Assert.ThrowsAsync<RpcException>(async () => await client.EchoAsync(
                new EchoRequest { Text = new string('b', 8 * ProbeHost.MaxMessageBytes) }))).StatusCode.ToString());
        }

        Assert.Equal(
            [("ResourceExhausted", 200), ("told to fail", 200)],
            ends.GroupBy(end => end).Select(same => (same.Key, same.Count())).Order());
    }
}
