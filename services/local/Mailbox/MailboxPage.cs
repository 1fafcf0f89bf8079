using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MimeKit;

namespace Jtai.Local;

/// <summary>The mails as pages: plain HTML with one style sheet and no script. What a mail holds is shown as text, and never as a page.</summary>
internal sealed partial class MailboxPage : IAsyncDisposable
{
    private const string StyleSheet = """
        * { box-sizing: border-box }
        body { margin: 0; font: 1.1875rem/1.4 Arial, Helvetica, sans-serif; color: #0b0c0c; background: #fff }
        header { background: #12436d; color: #fff; padding: 0.75rem 1rem }
        header p, main { max-width: 60rem; margin: 0 auto }
        header p { font-weight: bold }
        main { padding: 2rem 1rem 3rem }
        h1 { font-size: 2.25rem; line-height: 1.15; margin: 0 0 1.25rem }
        table { border-collapse: collapse; width: 100% }
        th, td { text-align: left; vertical-align: top; padding: 0.5rem 1rem 0.5rem 0; border-bottom: 1px solid #b1b4b6 }
        pre { font: inherit; white-space: pre-wrap; overflow-wrap: anywhere; border: 1px solid #b1b4b6; padding: 1rem }
        a { color: #1a65a6; text-underline-offset: 0.15em }
        a:focus { outline: 3px solid transparent; background: #fd0; color: #0b0c0c; box-shadow: 0 -2px #fd0, 0 4px #0b0c0c; text-decoration: none }
        """;

    private readonly Mailbox mailbox;
    private readonly WebApplication web;
    private ListenOptions? address;

    public MailboxPage(Mailbox mailbox, MailboxOptions options)
    {
        this.mailbox = mailbox;
        web = Build(options);
    }

    public string Address => $"http://localhost:{address!.IPEndPoint!.Port}";

    public Task StartAsync(CancellationToken ct) => web.StartAsync(ct);

    public ValueTask DisposeAsync() => web.DisposeAsync();

    private WebApplication Build(MailboxOptions options)
    {
        // Empty: neither the environment nor a settings file of the process that hosts us has a say here.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(options.Logging);
        builder.Services.AddSingleton<IHostLifetime, LifetimeOfOwner>();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, options.WebPort, listen => address = listen);
        });
        var app = builder.Build();
        app.Use(SetHeaders);
        app.UseRouting();
        app.MapGet("/", (RequestDelegate)ListAsync);
        app.MapGet("/{number:int}", (RequestDelegate)ShowAsync);
        app.MapGet("/{number:int}/{file:int}", (RequestDelegate)FileAsync);
        app.MapGet("/style.css", (RequestDelegate)(context =>
        {
            context.Response.ContentType = "text/css; charset=utf-8";
            return context.Response.WriteAsync(StyleSheet);
        }));
        // Browsers ask for it, and a 404 would be an error in their console.
        app.MapGet("/favicon.ico", (RequestDelegate)(context =>
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        }));
        app.UseEndpoints(_ => { });
        return app;
    }

    private Task ListAsync(HttpContext context)
    {
        var mails = mailbox.Mails;
        var html = new StringBuilder("<p>Mails of this run, newest first. Nothing leaves this machine.</p>");
        if (mails.Count == 0)
        {
            return WriteAsync(context, "Mailbox", html.Append("<p>Nothing has come yet.</p>").ToString());
        }

        html.Append("<table><thead><tr><th scope=\"col\">Subject</th><th scope=\"col\">To</th><th scope=\"col\">Sent</th></tr></thead><tbody>");
        foreach (var mail in mails)
        {
            using var message = mail.Read();
            html.Append(CultureInfo.InvariantCulture,
                $"""<tr><td><a href="/{mail.Number}">{Encode(message.Subject is { Length: > 0 } subject ? subject : "(no subject)")}</a></td><td>{Encode(string.Join(", ", mail.To))}</td><td>{message.Date.UtcDateTime:yyyy-MM-dd HH:mm} UTC</td></tr>""");
        }

        return WriteAsync(context, "Mailbox", html.Append("</tbody></table>").ToString());
    }

    private Task ShowAsync(HttpContext context)
    {
        if (Find(context) is not { } mail)
        {
            return NotFoundAsync(context);
        }

        using var message = mail.Read();
        var html = new StringBuilder();
        html.Append(CultureInfo.InvariantCulture, $"<p>From {Encode(mail.From)} to {Encode(string.Join(", ", mail.To))}</p><pre>")
            .Append(Links().Replace(Encode(message.TextBody ?? ""), link => $"""<a href="{link.Value}">{link.Value}</a>""")).Append("</pre>");
        var files = message.Attachments.OfType<MimePart>().ToList();
        foreach (var (file, at) in files.Select((file, at) => (file, at)))
        {
            html.Append(CultureInfo.InvariantCulture,
                $"""<p><a href="/{mail.Number}/{at}">{Encode(file.FileName ?? "file")}</a> ({BytesOf(file).Length:N0} bytes)</p>""");
        }

        return WriteAsync(context, message.Subject is { Length: > 0 } subject ? subject : "(no subject)", html.Append("<p><a href=\"/\">All mails</a></p>").ToString());
    }

    private async Task FileAsync(HttpContext context)
    {
        using var message = Find(context)?.Read();
        var files = message?.Attachments.OfType<MimePart>().ToList() ?? [];
        if (int.Parse((string)context.Request.RouteValues["file"]!, CultureInfo.InvariantCulture) is var at && at >= files.Count)
        {
            await NotFoundAsync(context);
            return;
        }

        context.Response.ContentType = "application/octet-stream";
        context.Response.Headers.ContentDisposition = $"attachment; filename*=UTF-8''{Uri.EscapeDataString(files[at].FileName ?? "file")}";
        await context.Response.Body.WriteAsync(BytesOf(files[at]), context.RequestAborted);
    }

    private ReceivedMail? Find(HttpContext context) =>
        mailbox.Mails.FirstOrDefault(mail => mail.Number.ToString(CultureInfo.InvariantCulture) == (string?)context.Request.RouteValues["number"]);

    private static byte[] BytesOf(MimePart file)
    {
        using var content = new MemoryStream();
        file.Content!.DecodeTo(content);
        return content.ToArray();
    }

    private static Task NotFoundAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return WriteAsync(context, "There is no such mail", "<p><a href=\"/\">All mails</a></p>");
    }

    private static Task WriteAsync(HttpContext context, string title, string content)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync($"""
            <!DOCTYPE html>
            <html lang="en-GB">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{Encode(title)} - Local mailbox</title>
            <link rel="stylesheet" href="/style.css">
            </head>
            <body>
            <header><p>Local mailbox</p></header>
            <main>
            <h1>{Encode(title)}</h1>
            {content}
            </main>
            </body>
            </html>
            """);
    }

    private static Task SetHeaders(HttpContext context, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        headers.CacheControl = "no-store";
        headers.ContentSecurityPolicy = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        return next(context);
    }

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);

    [GeneratedRegex("http://localhost:[0-9]+/[a-z0-9/-]+", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Links();

    /// <summary>Ctrl-C is for the process that hosts us to act on, in its own order.</summary>
    private sealed class LifetimeOfOwner : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
