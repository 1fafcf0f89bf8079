using System.Net;
using System.Net.Sockets;
using MimeKit;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Jtai.Local;

/// <summary>Ports of a mailbox; 0 takes a free one.</summary>
public sealed record MailboxOptions
{
    /// <summary>Where mail is taken.</summary>
    public int SmtpPort { get; init; }

    /// <summary>Where it is shown.</summary>
    public int WebPort { get; init; }

    /// <summary>Where clients that break off are told of.</summary>
    public ILoggerFactory Logging { get; init; } = NullLoggerFactory.Instance;
}

/// <summary>
/// A mail server for one machine: it takes every mail, whomever it is to, keeps the newest in memory, and shows them on a page. Nothing
/// leaves it. Never deployed.
/// </summary>
public sealed class Mailbox : IAsyncDisposable
{
    /// <summary>Of one mail; told to the client, and held to.</summary>
    public const int LargestMail = 12 * 1024 * 1024;

    private const int MostMails = 200;
    private const long MostBytes = 32 * 1024 * 1024;

    private readonly TcpListener listener;
    private readonly CancellationTokenSource stopping = new();
    private readonly LinkedList<ReceivedMail> mails = new();
    private readonly MailboxPage page;
    private readonly ILogger logger;
    private Task accepting = Task.CompletedTask;
    private long held;
    private int received;

    private Mailbox(MailboxOptions options)
    {
        listener = new TcpListener(IPAddress.Loopback, options.SmtpPort);
        page = new MailboxPage(this, options);
        logger = options.Logging.CreateLogger("mailbox");
    }

    /// <summary>Where mail is taken, on loopback.</summary>
    public int SmtpPort => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Where it is shown.</summary>
    public string WebAddress => page.Address;

    /// <summary>Newest first.</summary>
    public IReadOnlyList<ReceivedMail> Mails
    {
        get
        {
            lock (mails)
            {
                return [.. mails];
            }
        }
    }

    /// <summary>What it answers to every recipient instead of taking the mail, e.g. <c>451 Try later</c>; null: it takes all.</summary>
    public string? Refusal { get; set; }

    /// <summary>Starts it.</summary>
    /// <exception cref="IOException">A port is taken.</exception>
    public static async Task<Mailbox> StartAsync(MailboxOptions options, CancellationToken cancellation = default)
    {
        var mailbox = new Mailbox(options);
        try
        {
            mailbox.listener.Start();
        }
        catch (SocketException taken)
        {
            throw new IOException($"Port {options.SmtpPort} is taken by another program.", taken);
        }

        mailbox.accepting = mailbox.AcceptAsync();
        await mailbox.page.StartAsync(cancellation);
        return mailbox;
    }

    /// <summary>Stops at once; what it held is gone.</summary>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Dispose();
        await accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await page.DisposeAsync();
        stopping.Dispose();
    }

    internal void Keep(string from, IReadOnlyList<string> to, byte[] raw)
    {
        lock (mails)
        {
            mails.AddFirst(new ReceivedMail(++received, from, to, raw));
            held += raw.Length;
            while (mails.Count > MostMails || (held > MostBytes && mails.Count > 1))
            {
                held -= mails.Last!.Value.Raw.Length;
                mails.RemoveLast();
            }
        }
    }

    private async Task AcceptAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            var client = await listener.AcceptTcpClientAsync(stopping.Token);
            _ = ServeAsync(client);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        try
        {
            using (client)
            {
                await new SmtpConversation(this, client.GetStream()).RunAsync(stopping.Token);
            }
        }
        catch (Exception failure) when (failure is IOException or SocketException or OperationCanceledException)
        {
            logger.LogInformation("A client broke off: {Failure}", failure.GetType().Name);
        }
    }
}

/// <summary>One mail as it came.</summary>
/// <param name="Number">From 1, in the order of arrival.</param>
/// <param name="From">Of the envelope.</param>
/// <param name="To">Of the envelope.</param>
/// <param name="Raw">As RFC 5322 has it.</param>
public sealed record ReceivedMail(int Number, string From, IReadOnlyList<string> To, byte[] Raw)
{
    /// <summary>Its subject, text and attachments.</summary>
    public MimeMessage Read() => MimeMessage.Load(new MemoryStream(Raw));
}
