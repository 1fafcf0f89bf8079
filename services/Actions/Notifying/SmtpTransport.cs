using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using MimeKit.Utils;

namespace Jtai.Actions;

/// <summary>By a mail server of the partnership's or the platform's own.</summary>
public sealed class SmtpTransport(SmtpSettings settings) : IMailTransport
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    public bool TakesFiles => true;

    public async Task SendAsync(Mail mail, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Longest);
        try
        {
            using var message = MessageOf(mail);
            using var client = new SmtpClient();
            await client.ConnectAsync(settings.Host, settings.Port, Security, limit.Token);
            if (settings.User.Length > 0)
            {
                await client.AuthenticateAsync(settings.User, settings.Password, limit.Token);
            }

            await client.SendAsync(message, limit.Token);
            await client.DisconnectAsync(quit: true, limit.Token);
        }
        catch (Exception failure) when (!ct.IsCancellationRequested && Words(failure) is { } words)
        {
            throw new MailFailed(words, failure);
        }
    }

    private SecureSocketOptions Security => settings.Tls switch
    {
        "none" => SecureSocketOptions.None,
        "tls" => SecureSocketOptions.SslOnConnect,
        _ => SecureSocketOptions.StartTls,
    };

    private MimeMessage MessageOf(Mail mail)
    {
        var body = new BodyBuilder { TextBody = mail.Body };
        foreach (var file in mail.Files)
        {
            // As text a file would be given other line ends on its way, and another hash.
            ((MimePart)body.Attachments.Add(file.Name, file.Content, ContentType.Parse(file.MediaType))).ContentTransferEncoding = ContentEncoding.Base64;
        }

        var from = MailboxAddress.Parse(settings.From);
        var message = new MimeMessage
        {
            From = { from },
            To = { MailboxAddress.Parse(mail.To) },
            Subject = mail.Subject,
            Body = body.ToMessageBody(),
            MessageId = $"{mail.MailId:N}@{from.Domain}",
        };
        if (mail.ReplyTo is { } replyTo)
        {
            message.ReplyTo.Add(MailboxAddress.Parse(replyTo));
        }
        else
        {
            // Nobody's holiday notice needs to answer it.
            message.Headers.Add("Auto-Submitted", "auto-generated");
        }

        return message;
    }

    // The server's own words may repeat an address: its number says enough.
    private static string? Words(Exception failure) => failure switch
    {
        SmtpCommandException refused => $"The mail server refused it ({(int)refused.StatusCode}).",
        AuthenticationException or ServiceNotAuthenticatedException => "The mail server did not accept the platform’s user name and password.",
        SslHandshakeException => "No secure connection to the mail server could be made.",
        ParseException => "The address cannot be read.",
        NotSupportedException => "The mail server does not offer what the platform is set up to use.",
        ProtocolException or SocketException or IOException or OperationCanceledException or TimeoutException or ServiceNotConnectedException =>
            "The mail server could not be reached.",
        _ => null,
    };
}
