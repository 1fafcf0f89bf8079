using Grpc.Core;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Jtai.Portal.Journeys.SigningIn;

/// <summary>Back from the identity provider: a code becomes an id token, and the id token a session.</summary>
public sealed class CallbackModel(IdentityProviderClient provider, SignInAttempts attempts, Sessions sessions) : PageModel
{
    public string Why { get; private set; } = "";

    /// <summary>Registered at the identity provider; the gateway says by which address the browser came.</summary>
    public static string AddressOf(HttpRequest request) => $"{request.Scheme}://{request.Host}/sign-in/callback";

    public async Task<IActionResult> OnGetAsync(string? code, string? state, string? iss, string? error, CancellationToken ct)
    {
        var attempt = attempts.Take(HttpContext);
        if (attempt is null || !attempt.Asked(state) || !provider.IsAnswerOf(iss))
        {
            return Refuse("This sign-in was started too long ago, or in another window. Start again.");
        }

        if (error is not null || string.IsNullOrEmpty(code))
        {
            return Refuse("Your organisation did not confirm who you are, or you stopped the sign-in.");
        }

        try
        {
            if (await provider.RedeemAsync(code, attempt, AddressOf(Request), ct) is not { } idToken)
            {
                return Refuse("This sign-in was used before or has run out. Start again.");
            }

            await SessionCookie.WriteAsync(HttpContext, await sessions.StartAsync(idToken, attempt.Nonce, ct));
            return LocalRedirect(attempt.Then);
        }
        catch (RpcException failure) when (failure.StatusCode == Grpc.Core.StatusCode.Unauthenticated)
        {
            return Refuse(failure.Status.Detail);
        }
        catch (HttpRequestException)
        {
            return StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
    }

    private PageResult Refuse(string why)
    {
        Why = why;
        Response.StatusCode = StatusCodes.Status403Forbidden;
        return Page();
    }
}
