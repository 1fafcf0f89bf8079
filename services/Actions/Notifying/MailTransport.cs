namespace Jtai.Actions;

/// <summary>One mail. It is made when it is sent, and kept nowhere.</summary>
/// <param name="MailId">The same for each attempt at it, so that a receiver can tell a repetition.</param>
/// <param name="To">Address.</param>
/// <param name="Subject">One line.</param>
/// <param name="Body">Plain text.</param>
public sealed record Mail(Guid MailId, string To, string Subject, string Body)
{
    public IReadOnlyList<MailFile> Files { get; init; } = [];

    /// <summary>Where answers go; null where nobody reads them.</summary>
    public string? ReplyTo { get; init; }
}

public sealed record MailFile(string Name, string MediaType, byte[] Content);

/// <summary>Hands a mail to whoever carries it.</summary>
public interface IMailTransport
{
    /// <summary>False where files cannot go with a mail.</summary>
    bool TakesFiles { get; }

    /// <exception cref="MailFailed">It was not taken.</exception>
    Task SendAsync(Mail mail, CancellationToken ct);
}

/// <summary>A mail was not taken; the message is for the manager and holds no address.</summary>
public sealed class MailFailed(string message, Exception cause) : Exception(message, cause);
