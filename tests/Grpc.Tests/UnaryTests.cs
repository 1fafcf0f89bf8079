using Grpc.Core;
using Grpc.Net.Client;
using Jtai.Tests.Probe.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Jtai.GrpcTests;

public sealed class UnaryTests
{
    [Fact]
    public async Task Echo_OverLoopback_Answers()
    {
        var b = WebApplication.CreateBuilder();
        b.WebHost.ConfigureKestrel(k => k.ListenLocalhost(0 + 50999, o => o.Protocols = HttpProtocols.Http2));
        b.Services.AddGrpc();
        await using var app = b.Build();
        app.MapGrpcService<P>();
        await app.StartAsync();
        using var ch = GrpcChannel.ForAddress("http://localhost:50999");
        var r = await new Probe.ProbeClient(ch).EchoAsync(new EchoRequest { Text = "x" });
        Assert.Equal("x", r.Text);
    }
    sealed class P : Probe.ProbeBase
    {
        public override Task<EchoReply> Echo(EchoRequest request, ServerCallContext context) => Task.FromResult(new EchoReply { Text = request.Text });
    }
}
