using Jtai.Actions.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Plan;

/// <summary>Closes many actions as transferred to another plan or body.</summary>
public sealed class TransferModel(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : ManyActionsStep(calls, membersReader, person, time)
{
    [BindProperty]
    public string? TransferredTo { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    public Task<IActionResult> OnPostAsync(string id, CancellationToken ct) => TryManyAsync(
        id,
        Numbers.Of(Chosen.Count, "action") + " transferred",
        () => Calls.Actions.TransferActionsAsync(
            new TransferActionsRequest { Actions = { ReadChosen() }, TransferredTo = TransferredTo ?? "", Reason = Reason ?? "" },
            cancellationToken: ct).ResponseAsync,
        ct);
}
