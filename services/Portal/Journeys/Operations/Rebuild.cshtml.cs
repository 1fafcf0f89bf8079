using Grpc.Core;
using Jtai.Portal.Calls;
using Jtai.Portal.Design;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Operations;

/// <summary>Has the copies that a part keeps of one tenant's records made again from their owner's stream.</summary>
public sealed class RebuildModel(OperatorCalls calls, CurrentPerson person) : OperatorPage(calls, person)
{
    [BindProperty]
    public string? Part { get; set; }

    [BindProperty]
    public string? Publisher { get; set; }

    [BindProperty]
    public string? Tenant { get; set; }

    public IEnumerable<Choice> Choices => Parts.Select(part => new Choice(part.Key, OperationsWords.Name(part.Key))).Prepend(new Choice("", "Choose a part"));

    public void OnGet()
    {
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        var part = Parts.FirstOrDefault(part => part.Key == Part);
        if (part is null)
        {
            ModelState.AddModelError(nameof(Part), "Choose the part that keeps the copies");
        }

        if (string.IsNullOrEmpty(Publisher))
        {
            ModelState.AddModelError(nameof(Publisher), "Choose whose records they are copies of");
        }

        if (string.IsNullOrWhiteSpace(Tenant))
        {
            ModelState.AddModelError(nameof(Tenant), "Enter the tenant’s id");
        }

        if (!ModelState.IsValid)
        {
            return Page();
        }

        try
        {
            await part!.Rebuild(new() { TenantId = Tenant!.Trim(), Publisher = Publisher }, ct);
            return Done("The copies are made again, beginning within seconds. Readers see the old ones until the new ones are complete.", FirstScreens.Operations);
        }
        catch (RpcException failure) when (failure.StatusCode == Grpc.Core.StatusCode.NotFound)
        {
            ModelState.AddModelError(nameof(Tenant), $"{OperationsWords.Name(Part!)} keeps nothing of {OperationsWords.Name(Publisher!)} for this tenant. Check its id in the list of tenants");
        }
        catch (RpcException failure) when (ModelState.TryAddErrors(failure))
        {
        }

        return Page();
    }
}
