using Jtai.Portal.Design;

namespace Jtai.Portal.Hosting;

/// <summary>
/// What the layout shows around a page. One per request; <see cref="SignedInFrame"/> fills it for a signed-in person. Empty,
/// it is the frame of a page open to anybody.
/// </summary>
public sealed class PageFrame
{
    public const string ServiceName = "Joint inspection action plans";

    /// <summary>Carries TempData["Done"], what was just saved, across the redirect after a post.</summary>
    public const string MessageCookie = "jtai-message";

    /// <summary>The partnership of the page; null outside of one.</summary>
    public string? Partnership { get; set; }

    /// <summary>The address of the stylesheet of the partnership's own colour; null for the platform's.</summary>
    public string? AccentHref { get; set; }

    /// <summary>The person's agency, shown outside of any partnership.</summary>
    public string? Agency { get; set; }

    /// <summary>Where to change partnership; null for a person who has only one.</summary>
    public string? SwitchHref { get; set; }

    public string SwitchText { get; set; } = "Change partnership";

    /// <summary>"Asha Verma, action owner, Lannick Constabulary".</summary>
    public string? SignedInAs { get; set; }

    /// <summary>When the session ends in any case; null where nobody is signed in.</summary>
    public DateTimeOffset? SessionEndsAt { get; set; }

    /// <summary>What the person must know on every page of the partnership, each with where to see to it.</summary>
    public IReadOnlyList<(string Heading, string Text, string Href)> Notices { get; set; } = [];

    public string HomeHref { get; set; } = "/";

    public IReadOnlyList<NavigationItem> Navigation { get; set; } = [];
}
