using Google.Protobuf;
using Jtai.Field;

namespace Jtai.Store;

/// <summary>Why personal data was touched (the logging duty of the Data Protection Act 2018, section 62).</summary>
public enum AuditKind
{
    Collection,
    Alteration,
    Disclosure,
    Erasure,
}

/// <summary>
/// What one aggregate has become: one audit row, and one event for whoever subscribes. The id is unique among its type in the
/// tenant; the version is 1 for a new one, then rises by one; the state is the whole one, at most 180,000 bytes, its message's
/// full name the event's type. Where <see cref="Erased"/>, an empty message of that type.
/// </summary>
public sealed record Change(string AggregateId, long Version, IMessage State)
{
    /// <summary>A range of a stream is at most 200 KB, and holds at least one event.</summary>
    internal const int MaximumStateBytes = 180_000;

    private readonly AuditKind? kind;

    /// <summary>By default collection for version 1, erasure for a tombstone, else alteration.</summary>
    public AuditKind Kind
    {
        get => kind ?? (Erased ? AuditKind.Erasure : Version == 1 ? AuditKind.Collection : AuditKind.Alteration);
        init => kind = value;
    }

    /// <summary>True for a tombstone: consumers remove the aggregate, and its earlier states leave the outbox.</summary>
    public bool Erased { get; init; }

    /// <summary>Agency or person that the record was shown or given to; null where nothing was disclosed.</summary>
    public string? DisclosedTo { get; init; }

    /// <summary>Tenant of the row and the event where it is not that of the write; the write's scope must admit it.</summary>
    public TenantId? TenantId { get; init; }

    internal byte[] StateBytes()
    {
        var bytes = Erased ? [] : State.ToByteArray();
        return bytes.Length <= MaximumStateBytes
            ? bytes
            : throw new InvalidOperationException(
                $"The state of {State.Descriptor.FullName} is {bytes.Length} bytes; an event holds at most {MaximumStateBytes}.");
    }
}
