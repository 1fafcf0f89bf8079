namespace Jtai.Portal;

/// <summary>What anybody may open, and the whole of it: every other page demands somebody who is signed in.</summary>
public static class OpenPages
{
    public const string Health = "/health/live";

    public static readonly IReadOnlyList<string> Names =
    [
        "/Accessibility",
        "/Cookies",
        "/Error",
        "/Glossary",
        "/Help",
        "/Privacy",
        "/SignIn",
        "/SigningIn/Callback",
        "/SigningIn/Out",
        "/SigningIn/Start",
    ];
}
