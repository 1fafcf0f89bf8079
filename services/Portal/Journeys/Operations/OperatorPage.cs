using Grpc.Core;
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

    /// <summary>POST, redirect, GET: the next page says what was done.</summary>
    protected RedirectResult Done(string what, string address)
    {
        TempData["Done"] = what;
        return Redirect(address);
    }
}
