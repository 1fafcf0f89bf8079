using System.Net;
using System.Net.Sockets;

namespace Jtai.Local;

internal static class LoopbackPort
{
    /// <summary>Below those that the kernel gives away by itself, so that nobody gets it before its process listens.</summary>
    public static int Free()
    {
        while (true)
        {
            var port = Random.Shared.Next(10_000, 32_000);
            if (!IsTaken(port))
            {
                return port;
            }
        }
    }

    public static bool IsTaken(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return false;
        }
        catch (SocketException)
        {
            return true;
        }
    }
}
