using Grpc.Core;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Portal.Calls;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Standing;

/// <summary>
/// Whether the partnership closes, and whether somebody is proposed as its manager: for those who can do something about it. Of an
/// agency's own workspace, whether it closes.
/// </summary>
public sealed class IndexModel(PartnershipCalls calls, CurrentPerson person, TimeProvider time) : PartnershipPage(person, time)
{
    [BindProperty]
    public long Version { get; set; }

    public GetTenantReply Shown { get; private set; } = new();

    public bool MayAppoint => Person.IsAny(Capacity.LeadSafeguardingPartner);

    public bool MayRefuse => Person.IsAny(Capacity.LeadSafeguardingPartner, Capacity.DelegatedSafeguardingPartner);

    /// <summary>What it is called in a sentence.</summary>
    public string What => IsWorkspace ? "workspace" : "partnership";

    public string ClosesOn => InWords(Shown.Standing.ClosesOn);

    public string TakesEffectOn => InWords(Shown.Recovery.TakesEffectOn);

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!Manages && !MayRefuse && !(IsWorkspace && Person.AnswersForWorkspace))
        {
            return Forbid();
        }

        Shown = await calls.Tenants.GetTenantAsync(new(), cancellationToken: ct);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        try
        {
            await calls.Tenants.CallOffClosingAsync(new() { ExpectedVersion = Version }, cancellationToken: ct);
            return Done($"Called off. This {What} stays open.", Addresses.Standing(Partnership));
        }
        catch (RpcException failure) when (failure.IsStale(out _))
        {
            ModelState.AddModelError("", "Somebody else changed this while you had the page open. See what it is now.");
        }
        catch (RpcException failure) when (ModelState.TryAddErrors(failure))
        {
        }

        return await OnGetAsync(ct);
    }

    private static string InWords(string day) => LondonDates.TryFromIso(day) is { } date ? Dates.Full(date) : "";
}
