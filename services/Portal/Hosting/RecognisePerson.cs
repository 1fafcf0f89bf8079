using Grpc.Core;
using Jtai.Portal.Calls;
using Jtai.Portal.Layout;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Jtai.Portal.SigningIn;

/// <summary>
/// Before a page runs: asks who the session's person is and names them and their partnership in the frame. A partnership
/// in which they do not work is answered like one that does not exist.
/// </summary>
internal sealed class RecognisePerson(RequestDelegate next, Sessions sessions)
{
    public async Task InvokeAsync(HttpContext context, CurrentPerson person, PageFrame frame)
    {
        var endpoint = context.GetEndpoint();
        // An error page is rendered with whatever was known when the error came.
        if (endpoint?.Metadata.GetMetadata<PageActionDescriptor>() is { } page && !person.IsKnown
            && SessionCookie.Read(context) is { } sessionId)
        {
            var isOpen = endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null;
            if (!await RecogniseAsync(context, person, sessionId, isOpen))
            {
                return;
            }

            if (page.ViewEnginePath.StartsWith("/Partnerships/", StringComparison.Ordinal)
                && !person.Enter(context.GetRouteValue("partnership") as string ?? ""))
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return;
            }

            if (person.IsKnown)
            {
                FrameOf.Fill(frame, person, page.ViewEnginePath);
            }
        }

        await next(context);
    }

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
            await SessionCookie.DeleteAsync(context);
            context.Response.Redirect(RpcFailures.SignInAgain(context.Request));
            return false;
        }
        catch (RpcException failure)
        {
            context.Response.StatusCode = RpcFailures.StatusOf(failure);
            return false;
        }
    }
}
