using System.Diagnostics;
using Jtai.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Jtai.Gateway.Tests;

/// <summary>What every process writes to its log, as <c>AddTelemetry</c> sets it up.</summary>
public sealed class LogTests
{
    [Theory]
    [InlineData("Microsoft.AspNetCore.Hosting.Diagnostics")]
    [InlineData("Microsoft.AspNetCore.Mvc.Infrastructure.RedirectResultExecutor")]
    [InlineData("System.Net.Http.HttpClient.Any.LogicalHandler")]
    [InlineData("Grpc.Net.Client.Internal.GrpcCall")]
    [InlineData("Yarp.ReverseProxy.Forwarder.HttpForwarder")]
    public async Task Requests_AtInformation_AreNotLogged(string framework)
    {
        await using var app = Build();
        var loggers = app.Services.GetRequiredService<ILoggerFactory>();

        Assert.False(loggers.CreateLogger(framework).IsEnabled(LogLevel.Information));
        Assert.True(loggers.CreateLogger(framework).IsEnabled(LogLevel.Warning));
        Assert.True(loggers.CreateLogger("Jtai.Streams.Relay").IsEnabled(LogLevel.Information));
    }

    [Fact]
    public async Task Failure_WithContentInItsMessage_IsLoggedByItsTypeInOneLine()
    {
        var console = Console.Out;
        using var written = new StringWriter();
        Console.SetOut(written);
        try
        {
            await using var app = Build();
            app.Logger.LogError(new FormatException("The input 'Kayleigh' was not in a correct format."), "The page failed\nfor {Reference}.", "a1b2");
        }
        finally
        {
            Console.SetOut(console);
        }

        var line = Assert.Single(written.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries), line => line.Contains("a1b2", StringComparison.Ordinal));
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z fail: .*The page failed for a1b2\. System\.FormatException", line);
        Assert.DoesNotContain("Kayleigh", written.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Line_WrittenForARequest_EndsWithItsTrace()
    {
        var console = Console.Out;
        using var written = new StringWriter();
        using var request = new Activity("request").SetIdFormat(ActivityIdFormat.W3C).Start();
        Console.SetOut(written);
        try
        {
            await using var app = Build();
            app.Logger.LogWarning("Something of {Reference}.", "c3d4");
        }
        finally
        {
            Console.SetOut(console);
        }

        var line = Assert.Single(written.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries), line => line.Contains("c3d4", StringComparison.Ordinal));
        Assert.EndsWith($"Something of c3d4. trace={request.TraceId}", line, StringComparison.Ordinal);
    }

    private static WebApplication Build()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(
            [new("Logging:LogLevel:Default", "Information"), new("Logging:LogLevel:Microsoft.AspNetCore", "Information"), new("Logging:Console:LogLevel:Default", "Information")]);
        builder.AddTelemetry("test");
        return builder.Build();
    }
}
