using Grpc.Core;
using Jtai.Tests.Probe.V1;

namespace Jtai.GrpcTests;

public sealed class CredentialsTests(ProbeHost host) : IClassFixture<ProbeHost>
{
    [Fact]
    public async Task CallCredentials_OfAChannel_GoWithEveryCall()
    {
        using var channel = host.Channel(Door.Service, options =>
        {
            options.Credentials = ChannelCredentials.Create(ChannelCredentials.Insecure, Token("of-channel"));
            options.UnsafeUseInsecureChannelCallCredentials = true;
        });

        var reply = await new Probe.ProbeClient(channel).EchoAsync(new EchoRequest());

        Assert.Equal("Bearer of-channel", reply.Saw["authorization"]);
    }

    [Fact]
    public async Task CallCredentials_OfACall_AreToldWhatIsCalled()
    {
        using var channel = host.Channel(Door.Service, options => options.UnsafeUseInsecureChannelCallCredentials = true);
        var told = new List<string>();
        var spying = CallCredentials.FromInterceptor((context, _) =>
        {
            told.Add($"{context.ServiceUrl} {context.MethodName}");
            return Task.CompletedTask;
        });

        var reply = await new Probe.ProbeClient(channel).EchoAsync(
            new EchoRequest(), new CallOptions(credentials: CallCredentials.Compose(Token("of-call"), spying)));

        Assert.Equal("Bearer of-call", reply.Saw["authorization"]);
        Assert.Equal([$"{host.AddressOf(Door.Service)}/jtai.tests.probe.v1.Probe Echo"], told);
    }

    [Fact]
    public async Task CallCredentials_OverCleartext_AreNotSentUnlessAskedFor()
    {
        using var channel = host.Channel();

        var reply = await new Probe.ProbeClient(channel).EchoAsync(
            new EchoRequest(), new CallOptions(credentials: Token("secret")));

        Assert.DoesNotContain("authorization", reply.Saw.Keys);
    }

    private static CallCredentials Token(string token) => CallCredentials.FromInterceptor((_, metadata) =>
    {
        metadata.Add("Authorization", $"Bearer {token}");
        return Task.CompletedTask;
    });
}
