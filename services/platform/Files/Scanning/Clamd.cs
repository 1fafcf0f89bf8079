using System.Buffers.Binary;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Jtai.Files;

/// <summary>Hands a file to <c>clamd</c> by its own protocol: INSTREAM, pieces with their length before them, one line as answer.</summary>
public sealed class Clamd(string address, TimeSpan limit)
{
    private const int PieceBytes = 64 * 1024;
    private const int MostAnswerBytes = 1024;

    /// <returns>Null where nothing was found, else the name of what was.</returns>
    /// <exception cref="ScannerAway">It cannot be reached, does not answer in time, or says that it failed.</exception>
    public async Task<string?> ScanAsync(Stream content, CancellationToken ct)
    {
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(ct);
        timer.CancelAfter(limit);
        try
        {
            using var socket = await ConnectAsync(timer.Token);
            await using var connection = new NetworkStream(socket);
            var answer = await SendAsync(connection, content, timer.Token);
            return answer switch
            {
                "stream: OK" => null,
                _ when answer.StartsWith("stream: ", StringComparison.Ordinal) && answer.EndsWith(" FOUND", StringComparison.Ordinal) =>
                    answer["stream: ".Length..^" FOUND".Length],
                _ => throw new ScannerAway("It answered with an error."),
            };
        }
        catch (OperationCanceledException failure) when (!ct.IsCancellationRequested)
        {
            throw new ScannerAway("It did not answer in time.", failure);
        }
        catch (Exception failure) when (failure is SocketException or IOException { InnerException: SocketException })
        {
            throw new ScannerAway("It cannot be reached, or ended.", failure);
        }
    }

    internal static bool IsAddress(string address) => address.StartsWith('/')
        || (address.LastIndexOf(':') is > 0 and var colon
            && ushort.TryParse(address.AsSpan(colon + 1), CultureInfo.InvariantCulture, out var port) && port > 0);

    private async Task<Socket> ConnectAsync(CancellationToken ct)
    {
        var isPath = address.StartsWith('/');
        var socket = isPath ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) : new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            var colon = address.LastIndexOf(':');
            await (isPath
                ? socket.ConnectAsync(new UnixDomainSocketEndPoint(address), ct)
                : socket.ConnectAsync(address[..colon].Trim('[', ']'), ushort.Parse(address.AsSpan(colon + 1), CultureInfo.InvariantCulture), ct));
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task<string> SendAsync(NetworkStream connection, Stream content, CancellationToken ct)
    {
        var piece = new byte[sizeof(int) + PieceBytes];
        try
        {
            await connection.WriteAsync("zINSTREAM\0"u8.ToArray(), ct);
            int count;
            do
            {
                count = await content.ReadAtLeastAsync(piece.AsMemory(sizeof(int)), PieceBytes, throwOnEndOfStream: false, ct);
                BinaryPrimitives.WriteInt32BigEndian(piece, count);
                await connection.WriteAsync(piece.AsMemory(0, sizeof(int) + count), ct);
            }
            while (count > 0);
        }
        catch (IOException failure) when (failure.InnerException is SocketException)
        {
            // It closes as soon as it has seen enough, and may have said before what it saw.
        }

        var length = 0;
        for (int read; length < MostAnswerBytes && (read = await connection.ReadAsync(piece.AsMemory(length, MostAnswerBytes - length), ct)) > 0;)
        {
            length += read;
        }

        // An answer that breaks off is none.
        return length > 0 && piece[length - 1] == 0
            ? Encoding.UTF8.GetString(piece, 0, length - 1)
            : throw new ScannerAway("It ended before it had answered.");
    }
}

/// <summary>The scanner gave no answer for this file. The file is neither clean nor refused: it waits.</summary>
public sealed class ScannerAway(string message, Exception? cause = null) : IOException(message, cause);
