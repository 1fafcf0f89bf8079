namespace Jtai.Portal.Calls;

/// <summary>An error in plain words. Whoever refuses a request may leave its own for the error page.</summary>
public sealed record ErrorWords(string Title, params IReadOnlyList<string> Paragraphs)
{
    /// <summary>What to do next; null leads to the start page.</summary>
    public (string Text, string Href)? Next { get; init; }

    public void LeaveFor(HttpContext context) => context.Items[typeof(ErrorWords)] = this;

    /// <summary>Those left for this request, or null.</summary>
    public static ErrorWords? LeftIn(HttpContext context) => context.Items[typeof(ErrorWords)] as ErrorWords;
}
