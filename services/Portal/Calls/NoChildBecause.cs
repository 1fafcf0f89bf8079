using System.Text;
using Grpc.Core;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace Jtai.Portal.Calls;

/// <summary>
/// Why no child can be known by what a form says, once for all its fields. A service asks for it where a text seems to hold a child's
/// identifier; the form then shows a box for it, and sends it with every call when it is posted again.
/// </summary>
/// <param name="Typed">As it was typed; empty where it is asked for the first time.</param>
public sealed record NoChildBecause(string Typed)
{
    /// <summary>The form's field, and the field of the service's violations.</summary>
    public const string Name = "no-child-because";

    /// <summary>Characters.</summary>
    public const int Longest = 500;

    /// <summary>Metadata of a call, in UTF-8.</summary>
    private const string Header = Name + "-bin";

    /// <summary>Null for a form that is not to ask: nothing is in doubt, or another form of the page asks already.</summary>
    internal static NoChildBecause? ForForm(ViewContext view)
    {
        var typed = Of(view.HttpContext.Request);
        var asked = view.ModelState.TryGetValue(Name, out var entry);
        return (asked || typed is not null) && view.HttpContext.Items.TryAdd(typeof(NoChildBecause), true)
            ? new NoChildBecause(typed ?? entry?.AttemptedValue ?? "")
            : null;
    }

    internal static void AddTo(Metadata headers, HttpRequest request)
    {
        if (Of(request) is { } reason)
        {
            // One character more than may be tells the service that there are too many: metadata have little room.
            var text = reason.ReplaceLineEndings("\n").Trim();
            headers.Add(Header, Encoding.UTF8.GetBytes(text.Length > Longest ? text[..(Longest + 1)] : text));
        }
    }

    private static string? Of(HttpRequest request) =>
        HttpMethods.IsPost(request.Method) && request.HasFormContentType && request.Form[Name] is [{ } typed] ? typed : null;
}
