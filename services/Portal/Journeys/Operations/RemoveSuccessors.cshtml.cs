using Grpc.Core;
using Jtai.Portal.Calls;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Operations;

/// <summary>Takes a link away that was recorded in error.</summary>
public sealed class RemoveSuccessorsModel(OperatorCalls calls, CurrentPerson person) : OperatorPage(calls, person)
{
    private readonly OperatorCalls calls = calls;

    public async Task OnGetAsync(string id, CancellationToken ct)
    {
        var register = await calls.Partners.ListAgenciesAsync(new(), cancellationToken: ct);
        if (register.Successors.All(link => link.LinkId != id))
        {
            throw new RpcException(new Status(Grpc.Core.StatusCode.NotFound, "There is no such link."));
        }
    }

    public async Task<IActionResult> OnPostAsync(string id, CancellationToken ct)
    {
        try
        {
            await calls.Partners.UnlinkSuccessorsAsync(new() { LinkId = id }, cancellationToken: ct);
            return Done("Taken away", SuccessorsModel.Address);
        }
        catch (RpcException failure) when (ModelState.TryAddErrors(failure))
        {
            return Page();
        }
    }
}
