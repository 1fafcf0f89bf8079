namespace Jtai.Portal.Shared;

/// <summary>Why a list is empty, and what to do about it.</summary>
public sealed record EmptyList(string Why, string? Then = null, string? LinkText = null, string? LinkHref = null);
