namespace Jtai.Portal.Shared;

/// <summary>A number that opens the list behind it, which has exactly so many.</summary>
public sealed record KeyFigure(int Value, string Label, string Href);
