namespace Jtai.Portal.Shared;

/// <summary>One entry of a timeline, newest first.</summary>
/// <param name="By">Who did it.</param>
/// <param name="Text">Their words; line breaks are kept.</param>
public sealed record TimelineEntry(string Title, DateTimeOffset At, string? By = null, string? Text = null);
