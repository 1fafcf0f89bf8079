using System.Diagnostics;
using Jtai.Operating.V1;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Operations;

/// <summary>What a request did, by the reference that somebody was shown: its trace, and its entries in the audit logs of all parts.</summary>
public sealed class TraceModel(OperatorCalls calls, CurrentPerson person, TraceLink viewer) : OperatorPage(calls, person)
{
    /// <summary>As somebody quotes it, or a whole traceparent.</summary>
    [BindProperty(SupportsGet = true, Name = "reference")]
    public string? Reference { get; set; }

    /// <summary>Empty until a reference was given.</summary>
    public string TraceId { get; private set; } = "";

    public string? ViewerAddress => viewer.To(TraceId);

    public IReadOnlyList<(string Part, ListActsOfTraceReply? Answer)> Asked { get; private set; } = [];

    public IEnumerable<(string Part, TracedAct Act)> Acts => Asked
        .SelectMany(one => one.Answer?.Acts.Select(act => (one.Part, act)) ?? []).OrderBy(one => one.act.At.ToDateTimeOffset());

    public async Task OnGetAsync(CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(Reference))
        {
            return;
        }

        var given = Reference.Trim().ToLowerInvariant();
        if (!ActivityContext.TryParse(given.Length == 32 ? $"00-{given}-0000000000000001-00" : given, null, out var trace))
        {
            ModelState.AddModelError(nameof(Reference), "Enter the reference as the error page shows it: 32 digits and letters from a to f");
            return;
        }

        TraceId = trace.TraceId.ToHexString();
        Asked = await AskAsync(Parts, part => part.ListActsOfTrace(new() { TraceId = TraceId }, ct));
    }
}
