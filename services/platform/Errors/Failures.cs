using System.Data.Common;
using System.Net.Sockets;
using System.Text;
using Grpc.Core;

namespace Jtai.Errors;

/// <summary>How failures are written down: types, codes and stacks, never messages, which may repeat content.</summary>
public static class Failures
{
    /// <summary>The exception and its causes.</summary>
    public static string WithoutContent(Exception exception)
    {
        var text = new StringBuilder();
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            text.Append(cause.GetType().FullName);
            if (cause is DbException { SqlState: { } state })
            {
                text.Append(" SQLSTATE ").Append(state);
            }

            text.AppendLine().AppendLine(cause.StackTrace);
        }

        return text.ToString();
    }

    /// <summary>In one word: the database's code, a call's status, or the exception's type.</summary>
    public static string Kind(Exception exception) => exception switch
    {
        DbException { SqlState: { } state } => $"SQLSTATE {state}",
        RpcException call => call.StatusCode.ToString(),
        _ => exception.GetType().Name,
    };

    /// <summary>
    /// True where the database was not there: no connection, or PostgreSQL ending it (classes 08 and 57P). A failed
    /// statement is not an outage.
    /// </summary>
    internal static bool IsOutage(Exception exception) => exception is DbException failure && (failure.SqlState is { } state
        ? state.StartsWith("08", StringComparison.Ordinal) || state.StartsWith("57P", StringComparison.Ordinal) || state is "53300"
        : failure.IsTransient || failure.InnerException is SocketException or IOException or TimeoutException);
}
