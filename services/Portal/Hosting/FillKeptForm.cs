using Jtai.Portal.Calls;
using Jtai.Portal.Design;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Core.Infrastructure;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Jtai.Portal.Hosting;

/// <summary>
/// Keeps a form whose token belongs to another session of the same person, as after signing in again in another tab, and fills the
/// page of a kept form. Nothing of either is saved until its person presses the button again.
/// </summary>
internal sealed class FillKeptForm(KeptForms keptForms, CurrentPerson person) : IAsyncPageFilter, IAsyncAlwaysRunResultFilter
{
    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var executed = await next();
        if (HttpMethods.IsGet(context.HttpContext.Request.Method) && person.IsKnown && executed.Result is PageResult
            && await keptForms.ReadAsync(context.HttpContext.Request, person.SessionId) is { } typed)
        {
            Fill(context.ModelState, typed);
            FilledForm.Mark(context.HttpContext);
        }
    }

    public async Task OnResultExecutionAsync(ResultExecutingContext context, ResultExecutionDelegate next)
    {
        if (context.Result is IAntiforgeryValidationFailedResult && person.IsKnown
            && await keptForms.KeepAsync(context.HttpContext.Request, person.SessionId) is { } formId)
        {
            context.Result = new LocalRedirectResult(KeptForms.PageOf(context.HttpContext.Request, formId));
        }

        await next();
    }

    private static void Fill(ModelStateDictionary page, IReadOnlyDictionary<string, string?[]> typed)
    {
        foreach (var (field, values) in typed)
        {
            page.SetModelValue(field, new ValueProviderResult(values));
            // Nobody has checked it yet, and it is no error.
            page.MarkFieldSkipped(field);
        }
    }
}
