using Jtai.Inspections.V1;
using Jtai.Portal.Design;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Findings;

/// <summary>Corrects a finding's wording or kind; the letter's own words stay beside it.</summary>
public sealed class CorrectModel(PartnershipCalls calls, CurrentPerson person, TimeProvider time) : FindingStep(calls, person, time)
{
    [BindProperty]
    public FindingKind Kind { get; set; }

    [BindProperty]
    public string? Text { get; set; }

    public static IEnumerable<Choice> Kinds { get; } =
        [.. InspectionWords.Kinds.Select(kind => new Choice(kind.ToString(), InspectionWords.Of(kind).Text))];

    public Task<IActionResult> OnPostAsync(string id, CancellationToken ct) => TryAsync(
        id,
        "Finding corrected",
        () => Calls.Inspections.CorrectFindingAsync(
            new CorrectFindingRequest { FindingId = id, ExpectedVersion = Version, Kind = Kind, Text = Text ?? "", Reason = Reason ?? "" },
            cancellationToken: ct).ResponseAsync,
        ct);

    protected override void Fill() => (Kind, Text) = (Finding.Kind, Finding.Text);
}
