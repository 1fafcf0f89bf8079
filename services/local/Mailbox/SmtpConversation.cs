using System.Globalization;
using System.Text;

namespace Jtai.Local;

/// <summary>One client's conversation (RFC 5321): EHLO, MAIL, RCPT, DATA, RSET, NOOP, QUIT, and a limit on size; no TLS, no passwords.</summary>
internal sealed class SmtpConversation(Mailbox mailbox, Stream stream)
{
    private const int LongestLine = 2048;
    private const int MostRecipients = 100;

    // What MimeKit sends is at most 998 characters a line; anything longer ends the conversation.
    private readonly byte[] buffer = new byte[8192];
    private readonly List<string> to = [];
    private int start;
    private int end;
    private string? from;

    public async Task RunAsync(CancellationToken ct)
    {
        await SayAsync("220 localhost mailbox of this machine", ct);
        while (await LineAsync(ct) is { } bytes)
        {
            var line = Encoding.UTF8.GetString(bytes);
            var verb = line.Split(' ', ':')[0].ToUpperInvariant();
            if (verb == "QUIT")
            {
                await SayAsync("221 Bye", ct);
                return;
            }

            await SayAsync(verb == "DATA" ? await DataAsync(ct) : Answer(verb, line), ct);
        }
    }

    private string Answer(string verb, string line)
    {
        switch (verb)
        {
            case "EHLO":
                return string.Create(CultureInfo.InvariantCulture, $"250-localhost\r\n250-SIZE {Mailbox.LargestMail}\r\n250 8BITMIME");
            case "HELO" or "NOOP":
                return "250 OK";
            case "RSET":
                Forget();
                return "250 OK";
            case "MAIL":
                Forget();
                if (SizeIn(line) > Mailbox.LargestMail)
                {
                    return "552 Too large";
                }

                from = AddressIn(line);
                return "250 OK";
            case "RCPT" when from is null:
                return "503 MAIL first";
            case "RCPT" when mailbox.Refusal is { } refusal:
                return refusal;
            case "RCPT" when to.Count == MostRecipients:
                return "452 Too many recipients";
            case "RCPT":
                to.Add(AddressIn(line));
                return "250 OK";
            default:
                return "502 Not here";
        }
    }

    private async Task<string> DataAsync(CancellationToken ct)
    {
        if (to.Count == 0)
        {
            return "503 RCPT first";
        }

        await SayAsync("354 Go on, end with a dot", ct);
        using var mail = new MemoryStream();
        var tooLarge = false;
        while (await LineAsync(ct) is { } line)
        {
            if (line is [(byte)'.'])
            {
                if (tooLarge)
                {
                    return "552 Too large";
                }

                mailbox.Keep(from!, [.. to], mail.ToArray());
                Forget();
                return "250 Taken";
            }

            // What begins with a dot was given another.
            var content = line is [(byte)'.', ..] ? line.AsMemory(1) : line;
            tooLarge = tooLarge || mail.Length + content.Length + 2 > Mailbox.LargestMail;
            if (!tooLarge)
            {
                mail.Write(content.Span);
                mail.Write("\r\n"u8);
            }
        }

        throw new EndOfStreamException();
    }

    private void Forget()
    {
        from = null;
        to.Clear();
    }

    private Task SayAsync(string answer, CancellationToken ct) => stream.WriteAsync(Encoding.ASCII.GetBytes(answer + "\r\n"), ct).AsTask();

    /// <summary>The next line without its end; null at the end of the conversation.</summary>
    private async Task<byte[]?> LineAsync(CancellationToken ct)
    {
        while (true)
        {
            var at = Array.IndexOf(buffer, (byte)'\n', start, end - start);
            if (at >= 0)
            {
                var line = buffer[start..(at > start && buffer[at - 1] == '\r' ? at - 1 : at)];
                start = at + 1;
                return line;
            }

            if (end - start > LongestLine)
            {
                throw new IOException("A line is too long.");
            }

            buffer.AsSpan(start, end - start).CopyTo(buffer);
            (start, end) = (0, end - start);
            var read = await stream.ReadAsync(buffer.AsMemory(end), ct);
            if (read == 0)
            {
                return null;
            }

            end += read;
        }
    }

    private static string AddressIn(string line) =>
        line.IndexOf('<', StringComparison.Ordinal) is >= 0 and var open && line.IndexOf('>', open) is > 0 and var close ? line[(open + 1)..close] : "";

    private static long SizeIn(string line) =>
        line.IndexOf("SIZE=", StringComparison.OrdinalIgnoreCase) is > 0 and var at
        && long.TryParse(line[(at + 5)..].Split(' ')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : 0;
}
