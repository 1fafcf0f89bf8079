namespace Jtai.Store;

/// <summary>
/// Wakes a loop of this process that otherwise looks by itself now and then. A writer wakes the relay after its commit: NOTIFY
/// would do it across processes, but takes a lock of the whole cluster at commit; the poll of every relay covers the rest, a
/// writer that died after its commit among them.
/// </summary>
internal sealed class WakeUp : IDisposable
{
    private readonly SemaphoreSlim wake = new(0, 1);

    internal void Wake()
    {
        // Woken already: it will see this too.
        if (wake.CurrentCount > 0)
        {
            return;
        }

        try
        {
            wake.Release();
        }
        catch (SemaphoreFullException)
        {
            // Another came between.
        }
    }

    internal Task WaitAsync(TimeSpan atMost, CancellationToken ct) => wake.WaitAsync(atMost, ct);

    public void Dispose() => wake.Dispose();
}
