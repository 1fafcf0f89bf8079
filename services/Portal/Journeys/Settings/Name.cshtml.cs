using Jtai.Partners.V1;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Settings;

/// <summary>Gives the partnership another name from now on.</summary>
public sealed class NameModel(PartnershipCalls calls, CurrentPerson person, TimeProvider time) : SettingsStep(calls, person, time)
{
    [BindProperty]
    public string? Name { get; set; }

    public Task<IActionResult> OnPostAsync(CancellationToken ct) => TryAsync(
        "",
        "Name saved. It is shown to each person once their pages are read anew.",
        () => Calls.Settings.RenamePartnershipAsync(new RenamePartnershipRequest { ExpectedVersion = Version, Name = Name ?? "" }, cancellationToken: ct).ResponseAsync,
        ct);

    protected override void Fill() => Name = PartnershipName;
}
