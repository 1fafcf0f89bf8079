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

    private readonly string tenantId;
    private readonly IReadOnlyList<AsyncServerStreamingCall<ExportPart>> calls;

    private ExportCalls(string tenantId, IReadOnlyList<AsyncServerStreamingCall<ExportPart>> calls) => (this.tenantId, this.calls) = (tenantId, calls);

    /// <summary>Asks all of them at once, so that what they tell is of the same moment as far as it can be.</summary>
    /// <exception cref="RpcException">One of them refuses, before anything is downloaded.</exception>
    public static async Task<ExportCalls> BeginAsync(CallsAsPerson person, string tenantId, CancellationToken ct)
    {
        var (request, deadline) = (new ExportTenantRequest(), DateTime.UtcNow + Longest);
        var begun = new ExportCalls(
            tenantId,
            [
                new Jtai.Partners.V1.Export.ExportClient(person.To("Partners", tenantId)).ExportTenant(request, deadline: deadline, cancellationToken: ct),
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

    /// <summary>Sends the archive as it is made. Where a service fails, the connection breaks: nobody takes a part for the whole.</summary>
    public async Task SendAsync(HttpContext context)
    {
        var response = context.Response;
        context.ServeAsUntrusted();
        response.ContentType = MediaTypeNames.Application.Zip;
        var name = new ContentDispositionHeaderValue("attachment");
        name.SetHttpFileName($"OFFICIAL-SENSITIVE-{tenantId.Replace(':', '-')}-everything.zip");
        response.Headers.ContentDisposition = name.ToString();
        try
        {
            using var archive = new ExportArchive(tenantId, response.Body);
            await archive.WriteAsync([.. calls.Select(call => call.ResponseStream)], context.RequestAborted);
        }
        catch (Exception failure) when (failure is RpcException or InvalidDataException or IOException or OperationCanceledException)
        {
            var logger = context.RequestServices.GetRequiredService<ILogger<ExportCalls>>();
            BrokeOff(logger, tenantId, (failure as RpcException)?.StatusCode.ToString() ?? failure.GetType().Name);
            context.Abort();
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The export of {Tenant} broke off: {Failure}")]
    static partial void BrokeOff(ILogger logger, string tenant, string failure);
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
