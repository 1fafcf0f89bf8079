using System.Data.Common;
using System.Net.Sockets;
using System.Text;

namespace Jtai.Errors;

/// <summary>How failures are written down: types, database codes and stacks, never messages, which may repeat content.</summary>
public static class Failures
{
    /// <summary>The exception and its causes without their messages.</summary>
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
}

internal static class Outages
{
    /// <summary>
    /// True where the database was not there: no connection, or PostgreSQL ending it (classes 08 and 57P). A failed
    /// statement is not an outage.
    /// </summary>
    internal static bool IsOutage(Exception exception) => exception switch
    {
        DbException { SqlState: { } state } => state.StartsWith("08", StringComparison.Ordinal)
            || state.StartsWith("57P", StringComparison.Ordinal)
            || state is "53300",
        DbException { InnerException: SocketException or IOException or TimeoutException } => true,
        DbException { IsTransient: true } => true,
        _ => false,
    };
}
