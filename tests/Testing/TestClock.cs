using System.Globalization;
using Microsoft.Extensions.Time.Testing;

namespace Jtai.Testing;

/// <summary>
/// Time as a test says. From the present it moves a millisecond with each look, so that no two moments are alike; how long
/// something took grows by <see cref="FakeTimeProvider.Advance"/>, and the calendar is moved by itself.
/// </summary>
public sealed class TestClock : FakeTimeProvider
{
    private long shiftTicks;

    public TestClock()
        : base(DateTimeOffset.UtcNow) => AutoAdvanceAmount = TimeSpan.FromMilliseconds(1);

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref shiftTicks));

    // The base's own would take the calendar's move for time that has passed.
    public override long GetTimestamp() => base.GetUtcNow().Ticks;

    /// <summary>Makes it be this moment now, until disposed.</summary>
    public IDisposable At(string moment) => At(DateTimeOffset.Parse(moment, CultureInfo.InvariantCulture));

    /// <summary>Makes it be this moment now, until disposed.</summary>
    public IDisposable At(DateTimeOffset moment)
    {
        Interlocked.Exchange(ref shiftTicks, (moment - base.GetUtcNow()).Ticks);
        return new BackToThePresent(this);
    }

    private sealed class BackToThePresent(TestClock clock) : IDisposable
    {
        public void Dispose() => Interlocked.Exchange(ref clock.shiftTicks, 0);
    }
}
