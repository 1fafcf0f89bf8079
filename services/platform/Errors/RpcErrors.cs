namespace Jtai.Errors;

/// <summary>An expected failure that the caller is told about. <see cref="ErrorInterceptor"/> maps each kind to one status.</summary>
public abstract class RpcError(string message) : Exception(message);

/// <summary>The record does not exist, or belongs to a tenant that the caller does not work in: the answer is the same.</summary>
/// <param name="what">The kind of record, e.g. "action"; never its id or content.</param>
public sealed class NotFound(string what) : RpcError($"There is no such {what}.");

/// <summary>One or more fields of the request cannot be accepted; each violation says what to do.</summary>
public sealed class Invalid : RpcError
{
    public Invalid(string field, string message) : this([(field, message)])
    {
    }

    public Invalid(IReadOnlyList<(string Field, string Message)> violations)
        : base(violations.Count == 1 ? violations[0].Message : "Some fields cannot be accepted.") => Violations = violations;

    /// <summary>Proto field name (snake_case) and a sentence for the person who filled it in.</summary>
    public IReadOnlyList<(string Field, string Message)> Violations { get; }
}

/// <summary>Texts seem to hold what a child could be known by, and no reason was given why none can.</summary>
public sealed class ChildIdentifierFound(IReadOnlyList<DoubtedText> doubts) : RpcError(
    doubts is [var only] ? only.Sentence : "Some fields seem to hold what a child could be known by.")
{
    public IReadOnlyList<DoubtedText> Doubts { get; } = doubts;
}

/// <summary>A rule of the field forbids the act in the record's present state.</summary>
/// <param name="message">The reason and what to do, in a sentence that is shown to the person.</param>
public sealed class Refused(string message) : RpcError(message);

/// <summary>The key of this write was used before, for a write that said something else; that one is saved.</summary>
/// <param name="savedAt">When it was saved.</param>
public sealed class KeyUsed(DateTimeOffset savedAt)
    : RpcError("This idempotency key was already used for another request. Use a new key for each new act.")
{
    public DateTimeOffset SavedAt { get; } = savedAt;
}

/// <summary>Bytes of an upload before these are missing.</summary>
/// <param name="offset">Where to go on.</param>
public sealed class UploadGap(long offset) : RpcError($"Bytes before these are missing. Go on at offset {offset}.")
{
    public long Offset { get; } = offset;
}

/// <summary>Somebody else changed the record first.</summary>
/// <param name="currentVersion">The version that the record has now.</param>
public sealed class Conflict(long currentVersion)
    : RpcError("Somebody else changed this since you opened it. Look at the present version and try again.")
{
    public long CurrentVersion { get; } = currentVersion;
}

/// <summary>The caller's own tenant has the record, but the caller's capacity does not allow the act.</summary>
public sealed class Forbidden(string message) : RpcError(message);

/// <summary>Too many requests for now.</summary>
public sealed class TooMany(TimeSpan retryAfter) : RpcError("Too many requests. Try again later.")
{
    public TimeSpan RetryAfter { get; } = retryAfter;
}

/// <summary>Something that the answer depends on cannot be reached; trying again later may work.</summary>
public sealed class Unavailable(string message) : RpcError(message);
