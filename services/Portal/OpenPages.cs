namespace Jtai.Portal;

/// <summary>The pages that anybody may open, and the whole of them: the fallback policy closes everything else.</summary>
public static class OpenPages
{
    public static readonly IReadOnlyList<string> Names =
    [
        "/Accessibility",
        "/Cookies",
        "/Error",
        "/Glossary",
        "/Help",
        "/Privacy",
        "/SignIn",
    ];
}
