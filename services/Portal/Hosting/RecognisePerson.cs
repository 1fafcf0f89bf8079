using Grpc.Core;
using Jtai.Portal.Calls;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Jtai.Portal.Hosting;

/// <summary>
/// Before a page runs: asks Partners who the session's person is and fills the page's frame. A partnership in which they do
/// not work is answered like one that does not exist.
/// </summary>
internal sealed class RecognisePerson(RequestDelegate next, Sessions sessions, SessionEnd sessionEnd, PageQuota quota)
{
    public async Task InvokeAsync(HttpContext context, CurrentPerson person, PageFrame frame)
    {
        var endpoint = context.GetEndpoint();
        // An error page is shown with what was known when the error came.
        if (endpoint?.Metadata.GetMetadata<PageActionDescriptor>() is not null && !person.IsKnown
            && SessionCookie.Read(context) is { } sessionId)
        {
            var isOpen = endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null;
            if (!await RecogniseAsync(context, person, sessionId, isOpen))
            {
                return;
            }

            if (IsInPartnership(endpoint) && !person.Enter(context.GetRouteValue("partnership") as string ?? ""))
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return;
            }

            if (IsInWorkspace(endpoint) && !person.EnterWorkspace())
            {
                if (person.SuspendedWorkspace is { } workspace)
                {
                    new ErrorWords(
                        "This workspace is suspended",
                        $"Nobody can work in the workspace of {workspace.Name} for now, or look at what partnerships share with it. Your roles in partnerships are as they were.",
                        "Ask whoever runs the platform when it will be back.").LeaveFor(context);
                }

                context.Response.StatusCode = StatusCodes.Status403Forbidden;
                return;
            }

            if (person.Partnership is { Suspended: true } suspended)
            {
                new ErrorWords(
                    "This partnership is suspended",
                    $"Nobody can work in {suspended.Name} for now. What it has shared with others, they go on seeing.",
                    "Ask your partnership manager, or whoever runs the platform, when it will be back.").LeaveFor(context);
                context.Response.StatusCode = StatusCodes.Status403Forbidden;
                return;
            }

            if (person.IsKnown && !quota.Admits(person))
            {
                context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
                return;
            }

            if (person.IsKnown)
            {
                SignedInFrame.Fill(frame, person, context.Request.Path);
            }
        }

        await next(context);
    }

    private static bool IsInPartnership(Endpoint endpoint) => IsBelow(endpoint, "partnerships/{partnership}");

    private static bool IsInWorkspace(Endpoint endpoint) => IsBelow(endpoint, "agency/");

    private static bool IsBelow(Endpoint endpoint, string start) =>
        endpoint is RouteEndpoint { RoutePattern.RawText: { } pattern } && pattern.TrimStart('/').StartsWith(start, StringComparison.Ordinal);

    /// <returns>False where the request has been answered.</returns>
    private async Task<bool> RecogniseAsync(HttpContext context, CurrentPerson person, string sessionId, bool isOpen)
    {
        try
        {
            person.Recognise(sessionId, await sessions.GetAsync(sessionId, context.RequestAborted));
            return true;
        }
        catch (RpcException) when (isOpen)
        {
            return true;
        }
        catch (RpcException failure) when (failure.StatusCode == StatusCode.Unauthenticated)
        {
            context.Response.Redirect(await sessionEnd.SignInAgainAsync(context, sessionId));
            return false;
        }
        catch (RpcException failure)
        {
            context.Response.StatusCode = RpcFailures.StatusOf(failure);
            return false;
        }
    }
}
