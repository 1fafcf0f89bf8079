using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Jtai.Portal.Journeys.SigningIn;

/// <summary>To the identity provider, remembering what was asked.</summary>
public sealed class StartModel(IdentityProviderClient provider, SignInAttempts attempts) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "then")]
    public string? Then { get; set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        var attempt = SignInAttempt.To(Url.IsLocalUrl(Then) ? Then! : "/");
        try
        {
            var address = await provider.AuthorizeAddressAsync(attempt, CallbackModel.AddressOf(Request), ct);
            attempts.Keep(HttpContext, attempt);
            return Redirect(address);
        }
        catch (InvalidOperationException)
        {
            // The provider's description cannot be had: it is not answering.
            return StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
    }
}
