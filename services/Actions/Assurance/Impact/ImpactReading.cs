using Google.Protobuf.WellKnownTypes;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Store;

namespace Jtai.Actions;

/// <summary>What a measure came to on a day.</summary>
public sealed record ImpactReading
{
    public Guid ReadingId { get; init; }
    public Guid MeasureId { get; init; }
    public decimal Value { get; init; }
    public DateOnly ReadOn { get; init; }
    public string Source { get; init; } = "";
    public Guid PersonId { get; init; }
    public DateTimeOffset RecordedAt { get; init; }
    public long Version { get; init; }

    /// <summary>The day of a request; today where it gives none.</summary>
    public static DateOnly DayOf(V1.RecordImpactReadingRequest request, DateOnly today, RequestCheck check)
    {
        var on = check.Date("on", request.On, "The day of the reading");
        check.That(!(on > today), "on", "The day of the reading cannot be in the future.");
        return on ?? today;
    }

    /// <summary>What a request makes of that day's reading; of a new one the version is 0.</summary>
    /// <exception cref="Invalid">A field cannot be accepted.</exception>
    /// <exception cref="Refused">It says so already.</exception>
    public ImpactReading Say(V1.RecordImpactReadingRequest request, bool countsPeople, Guid by, DateTimeOffset at, RequestCheck check)
    {
        var value = Figure.Read("value", request.Value, "The reading", countsPeople, check);
        var source = check.Text("source", request.Source, "Where it comes from", 200, required: true);
        check.That(request.Value.Length > 0, "value", "Enter the reading.").ThrowIfRefused();
        return value != Value || source != Source || Version == 0
            ? this with { Value = value.GetValueOrDefault(), Source = source, PersonId = by, RecordedAt = at, Version = Version + 1 }
            : throw new Refused("Nothing is changed: the reading of this day says so already.");
    }

    /// <summary>For the measure's history: what it was on that day before, and is now.</summary>
    public static IReadOnlyList<V1.FieldChange> Changes(ImpactReading? before, ImpactReading after) =>
    [
        new() { Field = "reading.on", From = before?.ReadOn.ToIso() ?? "", To = after.ReadOn.ToIso() },
        .. FieldChanges.Within("reading", before?.ToProto() ?? new(), after.ToProto(), "value", "source"),
    ];

    /// <summary>What it has become, for audit and event.</summary>
    public Change Changed() => new(ReadingId.ToString(), Version, new V1.ImpactReadingRecorded { Reading = ToProto() });

    public V1.ImpactReading ToProto() => new()
    {
        ReadingId = ReadingId.ToString(),
        MeasureId = MeasureId.ToString(),
        Value = Figure.ToText(Value),
        On = ReadOn.ToIso(),
        Source = Source,
        PersonId = PersonId.ToString(),
        At = Timestamp.FromDateTimeOffset(RecordedAt),
        Version = Version,
    };
}
