namespace Jtai.Store;

/// <summary>
/// A writer wakes the relay of its own process after its commit. NOTIFY would do it across processes, but takes a lock of
/// the whole cluster at commit; the poll of every relay covers the rest, a writer that died after its commit among them.
/// </summary>
internal sealed class OutboxSignal : IDisposable
{
    private readonly SemaphoreSlim wake = new(0, 1);

    internal void Wake()
    {
        // Woken already: the relay will see this write too.
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
            // Another writer came between.
        }
    }

    public void Dispose() => wake.Dispose();

    internal Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) => wake.WaitAsync(atMost, cancellationToken);
}
