using Jtai.Portal.SigningIn;

namespace Jtai.Portal.Hosting;

/// <summary>What happens to a request whose session is over: its form is kept, and the person signs in again and comes back.</summary>
public sealed class SessionEnd(KeptForms keptForms)
{
    /// <summary>In the address of the sign-in page: why it is shown.</summary>
    public const string Parameter = "ended";

    /// <summary>Nothing had been typed.</summary>
    public const string Plain = "yes";

    /// <summary>What was typed is kept.</summary>
    public const string Kept = "kept";

    /// <summary>What was typed could not be kept.</summary>
    public const string NotKept = "not-kept";

    /// <returns>Where to sign in.</returns>
    public async Task<string> SignInAgainAsync(HttpContext context, string sessionId)
    {
        var formId = await keptForms.KeepAsync(context.Request, sessionId);
        var ended = HttpMethods.IsPost(context.Request.Method) ? formId is null ? NotKept : Kept : Plain;
        await SessionCookie.DeleteAsync(context);
        return $"/sign-in?then={Uri.EscapeDataString(KeptForms.PageOf(context.Request, formId))}&{Parameter}={ended}";
    }
}
