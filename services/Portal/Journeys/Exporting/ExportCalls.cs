using System.Diagnostics;
using System.Net.Mime;
using Grpc.Core;
using Jtai.Exporting.V1;
using Jtai.Portal.Calls;
using Jtai.Portal.Hosting;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Net.Http.Headers;

namespace Jtai.Portal.Journeys.Exporting;

/// <summary>The four services, asked for everything of a partnership or workspace.</summary>
public sealed partial class ExportCalls : IDisposable
{
    // As long as a service takes at most.
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    // Often, since a token is asked for anew only once it has ended.
    private static readonly TimeSpan BetweenChecks = TimeSpan.FromSeconds(3);

    // As long as a token is good: whoever cannot be asked has not refused.
    private static readonly TimeSpan LongestUnchecked = TimeSpan.FromSeconds(45);

    private static readonly TimeSpan LongestToComplete = TimeSpan.FromSeconds(10);

    private readonly string tenantId;
    private readonly Jtai.Partners.V1.Export.ExportClient partners;
    private readonly IReadOnlyList<AsyncServerStreamingCall<ExportPart>> calls;

    private ExportCalls(string tenantId, Jtai.Partners.V1.Export.ExportClient partners, IReadOnlyList<AsyncServerStreamingCall<ExportPart>> calls) =>
        (this.tenantId, this.partners, this.calls) = (tenantId, partners, calls);

    /// <summary>Asks all of them at once, so that what they tell is of the same moment as far as it can be.</summary>
    /// <exception cref="RpcException">One of them refuses, before anything is downloaded.</exception>
    public static async Task<ExportCalls> BeginAsync(CallsAsPerson person, string tenantId, CancellationToken ct)
    {
        var (request, deadline) = (new ExportTenantRequest(), DateTime.UtcNow + Longest);
        var partners = new Jtai.Partners.V1.Export.ExportClient(person.To("Partners", tenantId));
        var begun = new ExportCalls(
            tenantId,
            partners,
            [
                partners.ExportTenant(request, deadline: deadline, cancellationToken: ct),
                new Jtai.Inspections.V1.Export.ExportClient(person.To("Inspections", tenantId)).ExportTenant(request, deadline: deadline, cancellationToken: ct),
                new Jtai.Actions.V1.Export.ExportClient(person.To("Actions", tenantId)).ExportTenant(request, deadline: deadline, cancellationToken: ct),
                new Jtai.Reporting.V1.Export.ExportClient(person.To("Reporting", tenantId)).ExportTenant(request, deadline: deadline, cancellationToken: ct),
            ]);
        try
        {
            foreach (var call in begun.calls)
            {
                await call.ResponseStream.MoveNext(ct);
            }

            return begun;
        }
        catch
        {
            begun.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        foreach (var call in calls)
        {
            call.Dispose();
        }
    }

    /// <summary>
    /// Sends the archive as it is made. Where a service fails, or its person may not export any more, the connection breaks: nobody takes a
    /// part for the whole. Of what was taken to its last byte Partners is told.
    /// </summary>
    public async Task SendAsync(HttpContext context)
    {
        var response = context.Response;
        context.ServeAsUntrusted();
        response.ContentType = MediaTypeNames.Application.Zip;
        var name = new ContentDispositionHeaderValue("attachment");
        name.SetHttpFileName($"OFFICIAL-SENSITIVE-{tenantId.Replace(':', '-')}-everything.zip");
        response.Headers.ContentDisposition = name.ToString();
        var logger = context.RequestServices.GetRequiredService<ILogger<ExportCalls>>();
        using var sending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        var watching = BreakOffOnceRefusedAsync(sending);
        try
        {
            using var archive = new ExportArchive(tenantId, response.Body);
            await archive.WriteAsync([.. calls.Select(call => call.ResponseStream)], sending.Token);
            await response.CompleteAsync();
            // To a connection that is gone the server writes without a word.
            sending.Token.ThrowIfCancellationRequested();
        }
        catch (Exception failure) when (failure is RpcException or InvalidDataException or IOException or OperationCanceledException)
        {
            BrokeOff(logger, tenantId, (failure as RpcException)?.StatusCode.ToString() ?? failure.GetType().Name);
            context.Abort();
            return;
        }
        finally
        {
            await sending.CancelAsync();
            await watching;
        }

        await CompleteAsync(logger);
    }

    /// <summary>A stream's token is looked at when it begins; a session, a role or a tenant may end while it goes on.</summary>
    private async Task BreakOffOnceRefusedAsync(CancellationTokenSource sending)
    {
        var ct = sending.Token;
        var allowedAt = Stopwatch.GetTimestamp();
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(BetweenChecks, ct);
                await partners.CheckExportAsync(new(), deadline: DateTime.UtcNow + LongestToComplete, cancellationToken: ct);
                allowedAt = Stopwatch.GetTimestamp();
            }
            catch (Exception failure) when (failure is RpcException or OperationCanceledException)
            {
                var mayNot = failure is RpcException { StatusCode: StatusCode.Unauthenticated or StatusCode.PermissionDenied or StatusCode.FailedPrecondition };
                if (mayNot || Stopwatch.GetElapsedTime(allowedAt) > LongestUnchecked)
                {
                    await sending.CancelAsync();
                }
            }
        }
    }

    private async Task CompleteAsync(ILogger logger)
    {
        try
        {
            await partners.CompleteExportAsync(new(), deadline: DateTime.UtcNow + LongestToComplete);
        }
        catch (RpcException failure)
        {
            NotCompleted(logger, tenantId, failure.StatusCode);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The export of {Tenant} broke off: {Failure}")]
    static partial void BrokeOff(ILogger logger, string tenant, string failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The export of {Tenant} was taken whole, which could not be recorded ({Failure}): to close the tenant takes another")]
    static partial void NotCompleted(ILogger logger, string tenant, StatusCode failure);
}

/// <summary>An archive as the answer to a form.</summary>
public static class ExportAnswers
{
    /// <returns>The page again where a service refuses.</returns>
    public static async Task<IActionResult> ExportAsync(this PageModel page, CallsAsPerson calls, string tenantId)
    {
        var ct = page.HttpContext.RequestAborted;
        try
        {
            using var export = await ExportCalls.BeginAsync(calls, tenantId, ct);
            await export.SendAsync(page.HttpContext);
            return new EmptyResult();
        }
        catch (RpcException failure) when (page.ModelState.TryAddErrors(failure))
        {
            return page.Page();
        }
    }
}
