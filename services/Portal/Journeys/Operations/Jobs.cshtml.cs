using Grpc.Core;
using Jtai.Operating.V1;
using Jtai.Portal.Calls;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Operations;

/// <summary>Work that is done after an answer: what waits, what runs, and what was laid aside and can be done now.</summary>
public sealed class JobsModel(OperatorCalls calls, CurrentPerson person, TimeProvider time) : OperatorPage(calls, person)
{
    private const int PageSize = 25;

    /// <summary>One part alone, from a place in its list on.</summary>
    [BindProperty(SupportsGet = true, Name = "part")]
    public string? Part { get; set; }

    [BindProperty(SupportsGet = true, Name = "after")]
    public string? After { get; set; }

    public IReadOnlyList<(string Part, ListJobsReply? Answer)> Asked { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct) => Asked = await AskAsync(
        Parts.Where(part => string.IsNullOrEmpty(Part) || part.Key == Part),
        part => part.ListJobs(new() { PageSize = PageSize, PageToken = After ?? "" }, ct));

    public async Task<IActionResult> OnPostAsync(string of, string tenant, string kind, string job, CancellationToken ct)
    {
        if (Parts.FirstOrDefault(part => part.Key == of) is not { } part)
        {
            return NotFound();
        }

        try
        {
            await part.RetryJob(new() { TenantId = tenant ?? "", Kind = kind ?? "", JobId = job ?? "" }, ct);
            return Done("It is done when its tenant’s turn comes, within seconds where nothing else waits.", Jobs);
        }
        catch (RpcException failure) when (failure.StatusCode == Grpc.Core.StatusCode.NotFound)
        {
            return Done("It was done meanwhile.", Jobs);
        }
        catch (RpcException failure) when (ModelState.TryAddErrors(failure))
        {
        }

        await OnGetAsync(ct);
        return Page();
    }

    public bool IsLaidAside(WaitingJob job) => job.HeldUntil is null && job.NotBefore?.ToDateTimeOffset() > time.GetUtcNow();

    public bool Runs(WaitingJob job) => job.HeldUntil?.ToDateTimeOffset() > time.GetUtcNow();

    public static string More(string part, string token) => Jobs + new QueryBuilder { { "part", part }, { "after", token } }.ToQueryString();
}
