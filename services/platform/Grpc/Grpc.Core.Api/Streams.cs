namespace Grpc.Core;

/// <summary>Reads the messages of one direction of a call, one at a time.</summary>
/// <typeparam name="T">The message.</typeparam>
public interface IAsyncStreamReader<out T>
{
    /// <summary>The message that <see cref="MoveNext"/> has read.</summary>
    T Current { get; }

    /// <summary>Reads the next message; false at the stream's end.</summary>
    /// <exception cref="RpcException">The call ended with a status other than OK.</exception>
    Task<bool> MoveNext(CancellationToken cancellationToken);
}

/// <summary>Writes the messages of one direction of a call, one at a time.</summary>
/// <typeparam name="T">The message.</typeparam>
public interface IAsyncStreamWriter<in T>
{
    /// <summary>Hints for the next messages, or null.</summary>
    WriteOptions? WriteOptions { get; set; }

    /// <summary>Writes one message; await it before the next.</summary>
    Task WriteAsync(T message);

    /// <summary>Writes one message unless cancelled first.</summary>
    /// <exception cref="NotSupportedException">The token can be cancelled and this writer cannot.</exception>
    Task WriteAsync(T message, CancellationToken cancellationToken) => cancellationToken.CanBeCanceled
        ? throw new NotSupportedException("This writer cannot cancel a write.")
        : WriteAsync(message);
}

/// <summary>Writes the client's messages.</summary>
/// <typeparam name="T">The message.</typeparam>
public interface IClientStreamWriter<in T> : IAsyncStreamWriter<T>
{
    /// <summary>Says that no more follow.</summary>
    Task CompleteAsync();
}

/// <summary>Writes the server's messages; the stream ends with the method.</summary>
/// <typeparam name="T">The message.</typeparam>
public interface IServerStreamWriter<in T> : IAsyncStreamWriter<T>;

/// <summary>Reading without a cancellation token.</summary>
public static class AsyncStreamReaderExtensions
{
    /// <summary>Reads the next message; false at the stream's end.</summary>
    public static Task<bool> MoveNext<T>(this IAsyncStreamReader<T> streamReader)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(streamReader);
        return streamReader.MoveNext(CancellationToken.None);
    }
}
