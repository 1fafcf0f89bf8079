using Grpc.Core;
using Jtai.Errors;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;

namespace Jtai.Access;

/// <summary>The answer to a call that its policy does not admit.</summary>
internal sealed class PolicyRefusals : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler ordinary = new();

    public Task HandleAsync(
        RequestDelegate next,
        HttpContext context,
        AuthorizationPolicy policy,
        PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded || !Refusals.IsGrpc(context.Request))
        {
            return ordinary.HandleAsync(next, context, policy, authorizeResult);
        }

        return context.User.Identity?.IsAuthenticated == true
            ? Refusals.AnswerAsync(context, StatusCode.PermissionDenied, "Your access token does not allow this call here.")
            : Refusals.AnswerAsync(context, StatusCode.Unauthenticated, "The access token is missing, expired or not one of this platform.");
    }
}
