namespace Jtai.Actions;

public static class StoredTime
{
    /// <summary>Now, as exactly as PostgreSQL keeps it: an event and the row it tells of then say the same.</summary>
    public static DateTimeOffset NowAsStored(this TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }
}
