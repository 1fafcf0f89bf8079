using Grpc.Core;
using Jtai.Portal.Calls;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Jtai.Portal.SigningIn;

/// <summary>What the portal adds to the OpenID Connect handler: the session at Partners, and words where there is none.</summary>
internal sealed partial class SignInEvents(Sessions sessions, ILogger<SignInEvents> logger) : OpenIdConnectEvents
{
    private const string UsedBefore = "This sign-in was used before or has run out. Start again.";
    private const string StartAgain = "This sign-in was started too long ago, or in another window. Start again.";

    /// <summary>Before a code is redeemed: a provider that names itself must be the one that was asked (RFC 9207).</summary>
    public override async Task AuthorizationCodeReceived(AuthorizationCodeReceivedContext context)
    {
        var provider = await context.Options.ConfigurationManager!.GetConfigurationAsync(context.HttpContext.RequestAborted);
        var named = context.ProtocolMessage.GetParameter("iss");
        if (named is null ? provider.AuthorizationResponseIssParameterSupported : named != provider.Issuer)
        {
            context.Fail("The answer does not come from the provider that was asked.");
        }
    }

    public override async Task TokenValidated(TokenValidatedContext context)
    {
        try
        {
            var idToken = context.TokenEndpointResponse!.IdToken;
            var sessionId = await sessions.StartAsync(idToken, context.Nonce ?? "", context.HttpContext.RequestAborted);
            context.Principal = SessionCookie.PrincipalOf(sessionId);
            // The cookie would keep what else the handler noted of the attempt.
            context.Properties = new AuthenticationProperties { RedirectUri = context.Properties?.RedirectUri };
        }
        catch (RpcException failure)
        {
            context.Fail(failure);
        }
    }

    public override async Task RemoteFailure(RemoteFailureContext context)
    {
        var (status, why) = AnswerTo(context.Failure, isProvidersError: context.Request.Query.ContainsKey("error"));
        if (why is StartAgain or UsedBefore && await IsSignedInAsync(context.HttpContext))
        {
            // By another tab, or by this very answer, loaded again.
            context.Response.Redirect(context.Properties?.RedirectUri is ['/', not '/' and not '\\', ..] or "/" ? context.Properties.RedirectUri : "/");
            context.HandleResponse();
            return;
        }

        Failed(logger, context.Failure?.GetType().Name, status);
        if (why is not null)
        {
            new ErrorWords("You are not signed in", why, "If you cannot sign in, ask your partnership manager.")
            {
                Next = ("Try again", "/sign-in"),
            }.LeaveFor(context.HttpContext);
        }

        context.Response.StatusCode = status;
        context.HandleResponse();
    }

    private async Task<bool> IsSignedInAsync(HttpContext context)
    {
        var cookie = await context.AuthenticateAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        try
        {
            return cookie.Principal is { } person && await sessions.GetAsync(SessionCookie.Read(person) ?? "", context.RequestAborted) is not null;
        }
        catch (RpcException)
        {
            return false;
        }
    }

    /// <summary>The status, and the words for a person who can do something about it.</summary>
    private static (int Status, string? Why) AnswerTo(Exception? failure, bool isProvidersError) => failure switch
    {
        RpcException { StatusCode: StatusCode.Unauthenticated } refused => (StatusCodes.Status403Forbidden, refused.Status.Detail),
        RpcException other => (RpcFailures.StatusOf(other), null),
        OpenIdConnectProtocolInvalidNonceException => (StatusCodes.Status403Forbidden, StartAgain),
        OpenIdConnectProtocolException when isProvidersError =>
            (StatusCodes.Status403Forbidden, "Your organisation did not confirm who you are, or you stopped the sign-in."),
        OpenIdConnectProtocolException { Data: var data } when data["error"] is "invalid_grant" =>
            (StatusCodes.Status403Forbidden, UsedBefore),
        // The provider does not answer, or answers what cannot be relied on.
        OpenIdConnectProtocolException or SecurityTokenException or HttpRequestException or InvalidOperationException or OperationCanceledException =>
            (StatusCodes.Status503ServiceUnavailable, null),
        _ => (StatusCodes.Status403Forbidden, StartAgain),
    };

    // The message may repeat what came with the address.
    [LoggerMessage(Level = LogLevel.Warning, Message = "Sign-in failed: {Failure}, answered {Status}")]
    static partial void Failed(ILogger logger, string? failure, int status);
}
