using Grpc.Core;
using Jtai.Portal.Calls;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace Jtai.Portal.Hosting;

/// <summary>What no page handles: a service's refusal becomes an error page, and the end of a session a new sign-in.</summary>
internal sealed partial class RpcFailureFilter(SessionEnd sessionEnd, CurrentPerson person, ILogger<RpcFailureFilter> logger) : IAsyncExceptionFilter
{
    public async Task OnExceptionAsync(ExceptionContext context)
    {
        if (context.Exception is not RpcException failure)
        {
            return;
        }

        if (failure.StatusCode == StatusCode.Unauthenticated)
        {
            context.Result = new LocalRedirectResult(await sessionEnd.SignInAgainAsync(context.HttpContext, person.SessionId));
        }
        else
        {
            var status = RpcFailures.StatusOf(failure);
            if (status >= 500)
            {
                Failed(logger, context.ActionDescriptor.DisplayName, failure.StatusCode);
            }

            context.Result = new StatusCodeResult(status);
        }
        context.ExceptionHandled = true;
    }

    // The detail of a status may repeat what somebody typed.
    [LoggerMessage(Level = LogLevel.Error, Message = "{Page}: a service answered {Status}")]
    static partial void Failed(ILogger logger, string? page, StatusCode status);
}
