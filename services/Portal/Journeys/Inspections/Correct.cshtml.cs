using Jtai.Field;
using Jtai.Inspections.V1;
using Jtai.Portal.Design;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Inspections;

/// <summary>Puts right what was recorded of an inspection, with a reason; the form begins with what is saved.</summary>
public sealed class CorrectModel(PartnershipCalls calls, CurrentPerson person, TimeProvider time) : InspectionStep(calls, person, time)
{
    [BindProperty]
    public string? Theme { get; set; }

    [BindProperty]
    public DateEntry NotifiedOn { get; set; } = new();

    [BindProperty]
    public DateEntry FieldworkStartsOn { get; set; } = new();

    [BindProperty]
    public DateEntry FieldworkEndsOn { get; set; } = new();

    [BindProperty]
    public DateEntry LetterReceivedOn { get; set; } = new();

    [BindProperty]
    public DateEntry LetterDated { get; set; } = new();

    [BindProperty]
    public DateEntry PublishedOn { get; set; } = new();

    [BindProperty]
    public string? PublishedUrl { get; set; }

    [BindProperty]
    public DateEntry StatementDueOn { get; set; } = new();

    [BindProperty]
    public string? StatementDueAsPrinted { get; set; }

    [BindProperty]
    public string? StatementPreparedBy { get; set; }

    [BindProperty]
    public string? StatementSentBy { get; set; }

    [BindProperty]
    public string? StatementSentTo { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    public bool IsPublished => Inspection.Phase == InspectionPhase.Published;

    public Task<IActionResult> OnPostAsync(string id, CancellationToken ct)
    {
        var request = new CorrectInspectionRequest
        {
            InspectionId = id,
            ExpectedVersion = Version,
            Reason = Reason ?? "",
            Theme = Theme ?? "",
            NotifiedOn = Read(NotifiedOn, nameof(NotifiedOn), "day of notification"),
            FieldworkStartsOn = Read(FieldworkStartsOn, nameof(FieldworkStartsOn), "first day of fieldwork"),
            FieldworkEndsOn = Read(FieldworkEndsOn, nameof(FieldworkEndsOn), "last day of fieldwork"),
            LetterReceivedOn = Read(LetterReceivedOn, nameof(LetterReceivedOn), "day on which the letter was received"),
            LetterDated = Read(LetterDated, nameof(LetterDated), "date of the letter"),
            PublishedOn = Read(PublishedOn, nameof(PublishedOn), "day of publication"),
            PublishedUrl = PublishedUrl?.Trim() ?? "",
            StatementDueOn = Read(StatementDueOn, nameof(StatementDueOn), "deadline of the statement"),
            StatementDueAsPrinted = StatementDueAsPrinted ?? "",
            StatementPreparedBy = StatementPreparedBy ?? "",
            StatementSentBy = StatementSentBy ?? "",
            StatementSentTo = StatementSentTo ?? "",
        };
        return TryAsync(
            id,
            "Inspection corrected",
            () => Calls.Inspections.CorrectInspectionAsync(request, cancellationToken: ct).ResponseAsync,
            ct);
    }

    protected override void Fill()
    {
        (Theme, PublishedUrl) = (Inspection.Theme, Inspection.PublishedUrl);
        (NotifiedOn, PublishedOn) = (Of(Inspection.NotifiedOn), Of(Inspection.PublishedOn));
        (FieldworkStartsOn, FieldworkEndsOn) = (Of(Inspection.FieldworkStartsOn), Of(Inspection.FieldworkEndsOn));
        (LetterReceivedOn, LetterDated) = (Of(Inspection.LetterReceivedOn), Of(Inspection.LetterDated));
        (StatementDueOn, StatementDueAsPrinted) = (Of(Inspection.StatementDueOn), Inspection.StatementDueAsPrinted);
        (StatementPreparedBy, StatementSentBy) = (Inspection.StatementPreparedBy, Inspection.StatementSentBy);
        StatementSentTo = Inspection.StatementSentTo;
    }

    private string Read(DateEntry typed, string property, string called) => typed.ReadIso(ModelState, property, called);

    private static DateEntry Of(string iso) => LondonDates.TryFromIso(iso) is { } date ? DateEntry.Of(date) : new();
}
