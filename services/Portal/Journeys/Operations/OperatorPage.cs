using Grpc.Core;
using Jtai.Partners.V1;
using Jtai.Portal.Calls;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Jtai.Portal.Journeys.Operations;

/// <summary>A page for whoever runs the platform; the services say so again. One part that is away keeps the others from nobody.</summary>
public abstract class OperatorPage(OperatorCalls calls, CurrentPerson person) : PageModel
{
    public const string Quarantine = FirstScreens.Operations + "/quarantine";
    public const string Jobs = FirstScreens.Operations + "/jobs";
    public const string Trace = FirstScreens.Operations + "/trace";
    public const string Trust = FirstScreens.Operations + "/trust";
    public const string Rebuild = FirstScreens.Operations + "/rebuild";

    public const string Tenants = FirstScreens.Operations + "/tenants";
    public const string Invitations = FirstScreens.Operations + "/invitations";

    public static string TenantAddress(string tenantId) => $"{Tenants}/{Uri.EscapeDataString(tenantId)}";

    public static string Runbook(string anchor) => $"{FirstScreens.Operations}/runbook#{anchor}";

    protected IReadOnlyList<PlatformPart> Parts { get; } = PlatformPart.All(calls);

    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        if (!person.RunsPlatform)
        {
            context.Result = Forbid();
        }
    }

    /// <summary>What each part answers; null of one that cannot be reached, or fails.</summary>
    protected static async Task<IReadOnlyList<(string Part, T? Answer)>> AskAsync<T>(IEnumerable<PlatformPart> parts, Func<PlatformPart, AsyncUnaryCall<T>> ask)
        where T : class =>
        await Task.WhenAll(parts.Select(async part =>
        {
            try
            {
                return (part.Key, await ask(part));
            }
            catch (RpcException failure) when (failure.StatusCode is Grpc.Core.StatusCode.Unavailable or Grpc.Core.StatusCode.DeadlineExceeded
                or Grpc.Core.StatusCode.Internal or Grpc.Core.StatusCode.Unimplemented)
            {
                return (part.Key, (T?)null);
            }
        }));

    /// <summary>Of the register.</summary>
    protected static string NameOf(ListAgenciesReply register, string agencyId) =>
        register.Agencies.FirstOrDefault(agency => agency.AgencyId == agencyId)?.Name ?? agencyId;

    /// <summary>An act on a record that somebody else may have changed; refused, the page is shown again with the reason.</summary>
    protected async Task<IActionResult> DoAsync(
        Func<Task> act, string done, string address, Func<Task<IActionResult>> again, params (string Field, string Property)[] names)
    {
        try
        {
            await act();
            return Done(done, address);
        }
        catch (RpcException failure) when (failure.IsStale(out _))
        {
            ModelState.AddModelError("", "Somebody else changed this while you had the page open. See what it is now, and do it again if it is still right.");
            ModelState.Remove("Version");
        }
        catch (RpcException failure) when (ModelState.TryAddErrors(failure, names))
        {
        }

        return await again();
    }

    /// <summary>POST, redirect, GET: the next page says what was done.</summary>
    protected RedirectResult Done(string what, string address)
    {
        TempData["Done"] = what;
        return Redirect(address);
    }
}
