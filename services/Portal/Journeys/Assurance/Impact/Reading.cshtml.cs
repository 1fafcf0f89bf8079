using Jtai.Actions.V1;
using Jtai.Portal.Design;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Assurance.Impact;

/// <summary>What a measure came to on a day.</summary>
public sealed class ReadingModel(PartnershipCalls calls, CurrentPerson person, TimeProvider time) : MeasureStep(calls, person, time)
{
    [BindProperty]
    public string? Value { get; set; }

    [BindProperty]
    public DateEntry On { get; set; } = new();

    [BindProperty]
    public string? Source { get; set; }

    protected override bool May => Record.MayRecord;

    public Task<IActionResult> OnPostAsync(string id, CancellationToken ct)
    {
        var request = new RecordImpactReadingRequest
        {
            MeasureId = id,
            ExpectedVersion = Version,
            Value = FigureEntry.Read(Value),
            On = On.ReadIso(ModelState, nameof(On), "day of the reading", required: true),
            Source = Source ?? "",
        };
        return TryAsync(
            id, "Reading recorded", () => Calls.Assurance.RecordImpactReadingAsync(request, cancellationToken: ct).ResponseAsync, ct);
    }

    protected override void Fill() => (On, Source) = (DateEntry.Of(Today), Measure.LastReading?.Source);
}
