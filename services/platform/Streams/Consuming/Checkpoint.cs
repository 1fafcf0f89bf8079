using System.Globalization;
using Jtai.Events.V1;

namespace Jtai.Streams;

/// <summary>How far a stream is applied, and the event that stood there.</summary>
/// <param name="Seq">0 before the first event.</param>
/// <param name="Mark">
/// Of that event, as the publisher names it; null where it is not known; empty where the stream is to be read from its start.
/// </param>
internal readonly record struct Checkpoint(long Seq, string? Mark)
{
    /// <summary>Names an event: another one under the same number has another mark. Its shape never changes, since it is kept.</summary>
    internal static string MarkOf(Event @event)
    {
        var microseconds = @event.RecordedAt.Seconds * 1_000_000 + @event.RecordedAt.Nanos / 1000;
        var mark = string.Create(CultureInfo.InvariantCulture, $"{@event.Type}/{@event.AggregateId}/{@event.Version}/{microseconds}");
        return @event.Traceparent.Length == 0 ? mark : $"{mark}/{@event.Traceparent}";
    }

    /// <summary>True where nothing is missing here that the publisher has, and nothing is here that it does not have.</summary>
    internal bool IsAt(StreamHead head) => Seq == head.Sequence && (Seq == 0 || !head.HasMark || Mark == head.Mark);

    /// <summary>
    /// True where a range that was pulled from here shows that the publisher's stream is not the one that was read: a database
    /// restored from an older copy gives its numbers once more.
    /// </summary>
    internal bool IsLostIn(EventRange range) =>
        range.After == Seq && Seq > 0 && Mark is not null && (Mark.Length == 0 || (range.HasAfterMark && Mark != range.AfterMark));

    /// <summary>True where a range has something new that goes on from here.</summary>
    internal bool IsFollowedBy(EventRange range) => range.After <= Seq && Seq < range.Through && !IsLostIn(range) && IsWithin(range);

    /// <summary>Where one stands after a range.</summary>
    internal static Checkpoint After(EventRange range) => new(
        range.Through,
        range.Events.LastOrDefault() is { } last && last.Sequence == range.Through ? MarkOf(last)
        : range.Events.Count == 0 && range.Through == range.After && range.AfterMark.Length > 0 ? range.AfterMark
        : null);

    // A range that begins before the checkpoint tells by the event that stands there.
    private bool IsWithin(EventRange range)
    {
        var (seq, mark) = this;
        return range.After == seq || mark is null || range.Events.Any(@event => @event.Sequence == seq && MarkOf(@event) == mark);
    }
}
