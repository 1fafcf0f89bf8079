using System.Diagnostics;
using System.Globalization;
using Jtai.Portal.Calls;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Jtai.Portal.Journeys.Errors;

/// <summary>Shown in place of a page that could not be; the trace has the rest.</summary>
[IgnoreAntiforgeryToken]
[ResponseCache(NoStore = true)]
public sealed class ErrorModel : PageModel
{
    private static readonly Dictionary<int, ErrorWords> Known = new()
    {
        [400] = new("Sorry, we could not read that form",
            "It may have been open for too long, or hold a character that came along with something that was pasted.",
            "Go back, reload the page and try again."),
        [403] = new("You cannot do this",
            "Your role in this partnership does not include this page or this step.",
            "If you think that it should, ask your partnership manager."),
        [404] = new("Page not found",
            "If you typed the address, check that it is correct. If you pasted it, check that you copied all of it.",
            "The page may also belong to a partnership that has not shared it with you."),
        [413] = new("This is too much to send at once",
            "A form can have up to 12 MB, and a letter up to 10 MB. Nothing was saved.",
            "Go back, then shorten what you typed or choose a smaller file."),
        [429] = new("Too many requests",
            "You, or others of your partnership or agency, asked for too many pages in a short time. Wait a few seconds and try again.",
            "If you were saving something, it was not saved. Reload this page after a few seconds: your browser asks whether to send it again."),
        [500] = new("Sorry, there is a problem with the service",
            "Try again in a few minutes. What you had already saved is kept."),
        [503] = new("Sorry, the service is not available",
            "Part of the service is not answering. Try again in a few minutes. What you had already saved is kept."),
    };

    public ErrorWords Words { get; private set; } = Known[500];

    /// <summary>The trace's id, under which an operator finds what happened.</summary>
    public string Reference { get; private set; } = "";

    public void OnGet() => Show();

    public void OnPost() => Show();

    private void Show()
    {
        // From the route itself: to bind it would read the form again, and the form may be what cannot be read.
        var code = int.Parse((string)RouteData.Values["code"]!, CultureInfo.InvariantCulture);
        var known = Known.ContainsKey(code) ? code : code < 500 ? 404 : 500;
        Words = ErrorWords.LeftIn(HttpContext) ?? Known[known];
        Reference = Activity.Current?.TraceId.ToHexString() ?? HttpContext.TraceIdentifier;
        Response.StatusCode = known;
    }
}
