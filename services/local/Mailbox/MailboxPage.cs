using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using MimeKit;

namespace Jtai.Local;

/// <summary>The mails as pages. What a mail holds is shown as text, and never as a page.</summary>
internal sealed partial class MailboxPage : IAsyncDisposable
{
    private static readonly LocalPages Pages = new("Local mailbox");

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
        var app = LocalServer.CreateBuilder(options.Logging, kestrel => kestrel.Listen(IPAddress.Loopback, options.WebPort, listen => address = listen)).Build();
        LocalPages.Use(app);
        app.MapGet("/", (RequestDelegate)ListAsync);
        app.MapGet("/{number:int}", (RequestDelegate)ShowAsync);
        app.MapGet("/{number:int}/{file:int}", (RequestDelegate)FileAsync);
        app.UseEndpoints(_ => { });
        return app;
    }

    private Task ListAsync(HttpContext context)
    {
        var mails = mailbox.Mails;
        var html = new StringBuilder("<p>Mails of this run, newest first. Nothing leaves this machine.</p>");
        if (mails.Count == 0)
        {
            return Pages.WriteAsync(context, "Mailbox", html.Append("<p>Nothing has come yet.</p>").ToString());
        }

        html.Append("<table><thead><tr><th scope=\"col\">Subject</th><th scope=\"col\">To</th><th scope=\"col\">Sent</th></tr></thead><tbody>");
        foreach (var mail in mails)
        {
            using var message = mail.Read();
            html.Append(CultureInfo.InvariantCulture,
                $"""<tr><td><a href="/{mail.Number}">{LocalPages.Encode(message.Subject is { Length: > 0 } subject ? subject : "(no subject)")}</a></td><td>{LocalPages.Encode(string.Join(", ", mail.To))}</td><td>{message.Date.UtcDateTime:yyyy-MM-dd HH:mm} UTC</td></tr>""");
        }

        return Pages.WriteAsync(context, "Mailbox", html.Append("</tbody></table>").ToString());
    }

    private Task ShowAsync(HttpContext context)
    {
        if (Find(context) is not { } mail)
        {
            return NotFoundAsync(context);
        }

        using var message = mail.Read();
        var html = new StringBuilder();
        html.Append(CultureInfo.InvariantCulture, $"<p>From {LocalPages.Encode(mail.From)} to {LocalPages.Encode(string.Join(", ", mail.To))}</p><pre>")
            .Append(Links().Replace(LocalPages.Encode(message.TextBody ?? ""), link => $"""<a href="{link.Value}">{link.Value}</a>""")).Append("</pre>");
        var files = message.Attachments.OfType<MimePart>().ToList();
        foreach (var (file, at) in files.Select((file, at) => (file, at)))
        {
            html.Append(CultureInfo.InvariantCulture,
                $"""<p><a href="/{mail.Number}/{at}">{LocalPages.Encode(file.FileName ?? "file")}</a> ({BytesOf(file).Length:N0} bytes)</p>""");
        }

        return Pages.WriteAsync(context, message.Subject is { Length: > 0 } subject ? subject : "(no subject)", html.Append("<p><a href=\"/\">All mails</a></p>").ToString());
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
        return Pages.WriteAsync(context, "There is no such mail", "<p><a href=\"/\">All mails</a></p>");
    }

    [GeneratedRegex("http://localhost:[0-9]+/[a-z0-9/-]+", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Links();
}
