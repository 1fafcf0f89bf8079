using Jtai.Inspections.V1;
using Jtai.Portal.Design;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Inspections;

/// <summary>Moves an inspection to another phase before publication; back with a reason.</summary>
public sealed class PhaseModel(PartnershipCalls calls, CurrentPerson person, TimeProvider time) : InspectionStep(calls, person, time)
{
    [BindProperty]
    public InspectionPhase Phase { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    public bool IsPublished => Inspection.Phase == InspectionPhase.Published;

    /// <summary>Always the same: a list that changes would shift what was chosen in it.</summary>
    public static IEnumerable<Choice> Phases { get; } = [.. InspectionWords.BeforePublication
        .Select(phase => new Choice(phase.ToString(), InspectionWords.Of(phase).Text) { Hint = InspectionWords.Explain(phase) })];

    public Task<IActionResult> OnPostAsync(string id, CancellationToken ct) => TryAsync(
        id,
        "Phase changed",
        () => Calls.Inspections.ChangePhaseAsync(
            new ChangePhaseRequest { InspectionId = id, Phase = Phase, ExpectedVersion = Version, Reason = Reason ?? "" }, cancellationToken: ct).ResponseAsync,
        ct);
}
