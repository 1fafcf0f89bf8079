namespace Jtai.Portal.Hosting;

/// <summary>Everything that anybody may open: every other page demands somebody who is signed in.</summary>
public static class OpenPages
{
    public const string Health = "/health/live";

    public const string Error = "/Errors/Error";

    public static readonly IReadOnlyList<string> Names =
    [
        Error,
        "/Information/Accessibility",
        "/Information/Cookies",
        "/Information/Glossary",
        "/Information/Help",
        "/Information/Privacy",
        "/SigningIn/SignIn",
        "/SigningIn/SignOut",
        "/SigningIn/Start",
    ];
}
