using Jtai.Portal.Design;

namespace Jtai.Portal.Hosting;

/// <summary>
/// What surrounds a page: whose it is, and where one can go. One per request; whoever knows the signed-in
/// person fills it in before the page is rendered. Empty, it is the frame of a page open to anybody.
/// </summary>
public sealed class PageFrame
{
    public const string ServiceName = "Joint inspection action plans";

    /// <summary>Carries TempData["Done"], what was just saved, across the redirect after a post.</summary>
    public const string MessageCookie = "jtai-message";

    /// <summary>The partnership one is in, always named; null when there is none.</summary>
    public string? Partnership { get; set; }

    /// <summary>The agency for which the person looks where they are in no partnership.</summary>
    public string? Agency { get; set; }

    /// <summary>Where to change partnership; null for a person who has only one.</summary>
    public string? SwitchHref { get; set; }

    public string SwitchText { get; set; } = "Change partnership";

    /// <summary>"Asha Verma, action owner, Lannick Constabulary".</summary>
    public string? SignedInAs { get; set; }

    public string HomeHref { get; set; } = "/";

    public IReadOnlyList<NavigationItem> Navigation { get; set; } = [];

    /// <summary>Path of a partnership's accent stylesheet, which sets --jtai-accent.</summary>
    public string? AccentStylesheet { get; set; }
}
