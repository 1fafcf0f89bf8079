using System.Text;
using Jtai.Portal.Calls;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Jtai.Portal.Hosting;

/// <summary>
/// Refuses, for every page, a NUL or half a surrogate pair in address or form: no database takes them, and nobody types them.
/// </summary>
internal sealed class RefuseUnreadableText : IAsyncResourceFilter
{
    private static readonly ErrorWords Words = new(
        "There is a character that we cannot read",
        "The address or the form holds a character that is no text. It may have come along with something that was pasted.",
        "Go back, remove what was pasted, and type it.");

    public async Task OnResourceExecutionAsync(ResourceExecutingContext context, ResourceExecutionDelegate next)
    {
        // The error page is shown for the very request that was refused.
        if (context.ActionDescriptor is PageActionDescriptor { ViewEnginePath: OpenPages.Error } || await IsReadableAsync(context))
        {
            await next();
            return;
        }

        Words.LeaveFor(context.HttpContext);
        context.Result = new BadRequestResult();
    }

    private static async Task<bool> IsReadableAsync(ResourceExecutingContext context)
    {
        var request = context.HttpContext.Request;
        var texts = context.RouteData.Values.Values.OfType<string>()
            .Concat(request.Query.SelectMany(one => one.Value.Append(one.Key)));
        if (request.HasFormContentType)
        {
            // Read already, within the request's bounds, for the antiforgery token.
            var form = await request.ReadFormAsync(context.HttpContext.RequestAborted);
            texts = texts.Concat(form.SelectMany(one => one.Value.Append(one.Key))).Concat(form.Files.SelectMany(file => new[] { file.Name, file.FileName }));
        }

        return texts.All(IsReadable);
    }

    private static bool IsReadable(string? text)
    {
        for (var rest = text.AsSpan(); !rest.IsEmpty;)
        {
            if (rest[0] == '\0' || Rune.DecodeFromUtf16(rest, out _, out var length) != System.Buffers.OperationStatus.Done)
            {
                return false;
            }

            rest = rest[length..];
        }

        return true;
    }
}
