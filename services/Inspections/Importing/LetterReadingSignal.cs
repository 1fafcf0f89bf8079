namespace Jtai.Inspections;

/// <summary>Tells this process's reader of letters that one was handed in; its regular look covers the rest.</summary>
public sealed class LetterReadingSignal : IDisposable
{
    private readonly SemaphoreSlim waiting = new(0, 1);

    public void Wake()
    {
        try
        {
            waiting.Release();
        }
        catch (SemaphoreFullException)
        {
            // It has been woken and will see this letter too.
        }
    }

    public Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) => waiting.WaitAsync(atMost, cancellationToken);

    public void Dispose() => waiting.Dispose();
}
