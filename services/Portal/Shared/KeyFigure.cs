namespace Jtai.Portal.Layout;

/// <summary>A number that opens the list behind it.</summary>
/// <param name="Trend">In words: "up 3 since 10 October 2026".</param>
public sealed record KeyFigure(int Value, string Label, string Href, string? Trend = null);

/// <summary>Why a list is empty, and what to do about it.</summary>
public sealed record EmptyList(string Why, string? Then = null, string? LinkText = null, string? LinkHref = null);

/// <summary>One entry of the sub-navigation of a section.</summary>
public sealed record SubNavigationItem(string Text, string Href, bool Current = false);

/// <summary>One entry of a timeline, newest first.</summary>
/// <param name="By">Who did it, in which capacity.</param>
/// <param name="Text">What they wrote; its line breaks are kept.</param>
public sealed record TimelineEntry(string Title, DateTimeOffset At, string? By = null, string? Text = null);
