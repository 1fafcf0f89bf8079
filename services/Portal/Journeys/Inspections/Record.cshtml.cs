using Grpc.Core;
using Jtai.Field;
using Jtai.Inspections.V1;
using Jtai.Portal.Calls;
using Jtai.Portal.Design;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Inspections;

/// <summary>Records an inspection from the day of notification on; whoever records it is the first of its named list.</summary>
public sealed class RecordModel(PartnershipCalls calls, CurrentPerson person, TimeProvider time) : PartnershipPage(person, time)
{
    [BindProperty]
    public string? Theme { get; set; }

    [BindProperty]
    public InspectionPhase Phase { get; set; }

    [BindProperty]
    public DateEntry NotifiedOn { get; set; } = new();

    [BindProperty]
    public DateEntry FieldworkStartsOn { get; set; } = new();

    [BindProperty]
    public DateEntry FieldworkEndsOn { get; set; } = new();

    public static IEnumerable<Choice> Phases { get; } = [.. InspectionWords.BeforePublication.Select(phase =>
        new Choice(phase.ToString(), InspectionWords.Of(phase).Text) { Hint = InspectionWords.Explain(phase) })];

    public IActionResult OnGet() => Manages ? Page() : Forbid();

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        try
        {
            var reply = await calls.Inspections.RecordInspectionAsync(
                new RecordInspectionRequest
                {
                    Theme = Theme ?? "",
                    Phase = Phase,
                    NotifiedOn = NotifiedOn.ReadIso(ModelState, nameof(NotifiedOn), "day of notification", required: true),
                    FieldworkStartsOn = FieldworkStartsOn.ReadIso(ModelState, nameof(FieldworkStartsOn), "first day of fieldwork"),
                    FieldworkEndsOn = FieldworkEndsOn.ReadIso(ModelState, nameof(FieldworkEndsOn), "last day of fieldwork"),
                },
                cancellationToken: ct);
            return Done("Inspection recorded", Addresses.Inspection(Partnership, reply.InspectionId));
        }
        catch (RpcException failure) when (ModelState.TryAddErrors(failure))
        {
            return Page();
        }
    }
}
