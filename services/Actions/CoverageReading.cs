using System.Text.Json;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Store;

namespace Jtai.Actions;

/// <summary>How far an action reaches on a day: "41 of 70 GP practices". It is never changed.</summary>
public sealed record CoverageReading
{
    private static readonly JsonSerializerOptions AsColumn = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public Guid ReadingId { get; init; }
    public Guid ActionId { get; init; }
    public int Done { get; init; }
    public int OfAll { get; init; }
    public string What { get; init; } = "";
    public DateOnly TakenOn { get; init; }
    public Guid PersonId { get; init; }

    /// <exception cref="Invalid">A field cannot be accepted.</exception>
    public static CoverageReading Read(V1.RecordCoverageRequest request, Guid actionId, Guid personId, DateOnly today)
    {
        var check = new RequestCheck();
        var what = check.Text("what", request.What, "What is counted", 100, required: true);
        var on = check.Date("on", request.On, "The day of the reading");
        check.That(request.Of >= 1, "of", "Enter how many there are in all, at least 1.");
        check.That(
            request.Done >= 0 && (request.Done <= request.Of || request.Of < 1),
            "done",
            "Enter a number from 0 to how many there are in all.");
        check.That(!(on > today), "on", "The day of the reading cannot be in the future.");
        check.ThrowIfRefused();
        return new CoverageReading
        {
            ReadingId = Guid.CreateVersion7(),
            ActionId = actionId,
            Done = request.Done,
            OfAll = request.Of,
            What = what,
            TakenOn = on ?? today,
            PersonId = personId,
        };
    }

    public static CoverageReading? FromJson(string? reading) =>
        reading is null ? null : JsonSerializer.Deserialize<CoverageReading>(reading, AsColumn);

    public string ToJson() => JsonSerializer.Serialize(this, AsColumn);

    /// <summary>For audit and event.</summary>
    public Change Recorded() => new(ReadingId.ToString(), 1, new V1.CoverageRecorded { Reading = ToProto() });

    public V1.CoverageReading ToProto() => new()
    {
        ReadingId = ReadingId.ToString(),
        ActionId = ActionId.ToString(),
        Done = Done,
        Of = OfAll,
        What = What,
        On = TakenOn.ToIso(),
        PersonId = PersonId.ToString(),
    };
}
