namespace Grpc.Core;

/// <summary>Hints for one message.</summary>
[Flags]
#pragma warning disable CA1008, CA2217 // The members are given; none stands for zero.
public enum WriteFlags
{
    /// <summary>It need not be flushed at once.</summary>
    BufferHint = 1,

    /// <summary>It is not to be compressed.</summary>
    NoCompress = 2,
}
#pragma warning restore CA1008, CA2217

/// <summary>How messages are written.</summary>
/// <param name="flags">Hints for each message.</param>
public class WriteOptions(WriteFlags flags = default)
{
    /// <summary>No hints.</summary>
    public static readonly WriteOptions Default = new();

    /// <summary>Hints for each message.</summary>
    public WriteFlags Flags { get; } = flags;
}
