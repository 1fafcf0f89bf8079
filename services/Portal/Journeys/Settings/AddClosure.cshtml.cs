using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Settings;

/// <summary>Adds a stretch of days to the working calendar.</summary>
public sealed class AddClosureModel(PartnershipCalls calls, CurrentPerson person, TimeProvider time) : ClosureStep(calls, person, time)
{
    public Task<IActionResult> OnPostAsync(CancellationToken ct) => SaveAsync("", "Closure added", ct);
}
