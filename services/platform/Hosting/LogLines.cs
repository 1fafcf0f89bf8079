using System.Diagnostics;
using Jtai.Errors;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Jtai.Hosting;

/// <summary>
/// Logs of one line each, without what users write. The frameworks' entries about requests hold addresses with their queries
/// (search words, sign-in codes), so frameworks begin at warnings; exceptions are written without their messages.
/// </summary>
internal sealed class LogLines() : ConsoleFormatter(FormatterName)
{
    private const string FormatterName = "lines";
    private static readonly (string Category, LogLevel Least)[] Frameworks =
    [
        ("Microsoft.AspNetCore", LogLevel.Warning), ("System.Net.Http", LogLevel.Warning), ("Grpc", LogLevel.Warning), ("Yarp", LogLevel.Warning),
        // Writes a stack for what is no message; UnreadableRequests has a short line for it.
        ("Grpc.AspNetCore.Server.ServerCallHandler", LogLevel.Critical),
    ];

    public static void Add(ILoggingBuilder logging)
    {
        logging.ClearProviders()
            .AddConsole(options => options.FormatterName = FormatterName)
            .AddConsoleFormatter<LogLines, ConsoleFormatterOptions>();
        // After the configuration's own rules and for every provider they name: no general level there opens these. A longer
        // category does, e.g. Logging:LogLevel:Yarp.ReverseProxy.
        logging.Services.PostConfigure<LoggerFilterOptions>(options =>
        {
            foreach (var provider in options.Rules.Select(rule => rule.ProviderName).Append(null).Distinct().ToList())
            {
                foreach (var (category, least) in Frameworks)
                {
                    options.Rules.Add(new LoggerFilterRule(provider, category, least, filter: null));
                }
            }
        });
    }

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var message = logEntry.Formatter(logEntry.State, logEntry.Exception);
        var failure = logEntry.Exception is { } exception ? " " + Failures.WithoutContent(exception) : "";
        textWriter.WriteLine(
            $"{DateTime.UtcNow:yyyy-MM-ddTHH:mm:ss.fffZ} {Level(logEntry.LogLevel)}: {logEntry.Category}[{logEntry.EventId.Id}] "
            + (message + failure).ReplaceLineEndings(" ")
            // The reference of an error page.
            + (Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity ? $" trace={activity.TraceId}" : ""));
    }

    private static string Level(LogLevel level) => level switch
    {
        LogLevel.Critical => "crit",
        LogLevel.Error => "fail",
        LogLevel.Warning => "warn",
        LogLevel.Information => "info",
        _ => "dbug",
    };
}
