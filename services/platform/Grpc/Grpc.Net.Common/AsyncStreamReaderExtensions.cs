using System.Runtime.CompilerServices;

namespace Grpc.Core;

/// <summary>Lets a stream of messages be read by <c>await foreach</c>.</summary>
public static class AsyncStreamReaderExtensions
{
    /// <summary>Yields each message until the stream ends.</summary>
    /// <exception cref="RpcException">The call ended with a status other than OK.</exception>
    public static IAsyncEnumerable<T> ReadAllAsync<T>(
        this IAsyncStreamReader<T> streamReader, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(streamReader);
        return Read(streamReader, cancellationToken);
    }

    private static async IAsyncEnumerable<T> Read<T>(
        IAsyncStreamReader<T> streamReader, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await streamReader.MoveNext(cancellationToken).ConfigureAwait(false))
        {
            yield return streamReader.Current;
        }
    }
}
