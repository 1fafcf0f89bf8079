using System.Globalization;

namespace Jtai.Reporting.Tests;

/// <summary>The system's clock with two shifts: one of the calendar, one of the time that has passed.</summary>
public sealed class TestClock : TimeProvider
{
    private long calendarTicks;
    private long passedTicks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref calendarTicks));

    public override long GetTimestamp() => Environment.TickCount64 * TimeSpan.TicksPerMillisecond + Interlocked.Read(ref passedTicks);

    /// <summary>Makes it be this moment now, until disposed.</summary>
    public IDisposable At(string moment)
    {
        var wanted = DateTimeOffset.Parse(moment, CultureInfo.InvariantCulture);
        Interlocked.Exchange(ref calendarTicks, (wanted - base.GetUtcNow()).Ticks);
        return new BackToThePresent(this);
    }

    /// <summary>As if so much time had passed, for whoever measures it.</summary>
    public void Pass(TimeSpan time) => Interlocked.Add(ref passedTicks, time.Ticks);

    private sealed class BackToThePresent(TestClock clock) : IDisposable
    {
        public void Dispose() => Interlocked.Exchange(ref clock.calendarTicks, 0);
    }
}
