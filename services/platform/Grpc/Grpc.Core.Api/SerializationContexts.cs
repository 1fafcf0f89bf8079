using System.Buffers;

namespace Grpc.Core;

/// <summary>Where one message is written to: either one array, or a length, a buffer writer and a completion.</summary>
public abstract class SerializationContext
{
    /// <summary>Takes the whole message.</summary>
    public virtual void Complete(byte[] payload) => throw new NotImplementedException();

    /// <summary>A writer for the message's bytes.</summary>
    public virtual IBufferWriter<byte> GetBufferWriter() => throw new NotImplementedException();

    /// <summary>Announces the length in bytes, before anything is written.</summary>
    public virtual void SetPayloadLength(int payloadLength)
    {
    }

    /// <summary>The message is written.</summary>
    public virtual void Complete() => throw new NotImplementedException();
}

/// <summary>Where one message is read from.</summary>
public abstract class DeserializationContext
{
    /// <summary>The message's length in bytes.</summary>
    public abstract int PayloadLength { get; }

    /// <summary>A copy of the message's bytes.</summary>
    public virtual byte[] PayloadAsNewBuffer() => throw new NotImplementedException();

    /// <summary>The message's bytes where they are; valid until the deserializer returns.</summary>
    public virtual ReadOnlySequence<byte> PayloadAsReadOnlySequence() => new(PayloadAsNewBuffer());
}
