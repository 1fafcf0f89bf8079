using Jtai.Actions.V1;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Assurance.Impact;

/// <summary>The named person agrees what a measure means for children, as it stands.</summary>
public sealed class AgreeModel(PartnershipCalls calls, CurrentPerson person, TimeProvider time) : MeasureStep(calls, person, time)
{
    protected override bool May => Record.MayAgree;

    public Task<IActionResult> OnPostAsync(string id, CancellationToken ct) => TryAsync(
        id,
        "Paragraph agreed",
        () => Calls.Assurance.AgreeSoWhatAsync(new AgreeSoWhatRequest { MeasureId = id, ExpectedVersion = Version }, cancellationToken: ct).ResponseAsync,
        ct);
}
