using System.Globalization;
using Grpc.Core;
using Jtai.Operating.V1;
using Jtai.Portal.Calls;
using Jtai.Portal.Design;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Operations;

/// <summary>One event in quarantine: have it tried again, or discard it with a reason.</summary>
public sealed class QuarantinedEventModel(OperatorCalls calls, CurrentPerson person) : OperatorPage(calls, person)
{
    [BindProperty(SupportsGet = true, Name = "part")]
    public string? Part { get; set; }

    [BindProperty(SupportsGet = true, Name = "tenant")]
    public string? Tenant { get; set; }

    [BindProperty(SupportsGet = true, Name = "model")]
    public string? ReadModel { get; set; }

    [BindProperty(SupportsGet = true, Name = "type")]
    public string? Type { get; set; }

    [BindProperty(SupportsGet = true, Name = "record")]
    public string? Record { get; set; }

    [BindProperty(SupportsGet = true, Name = "version")]
    public long Version { get; set; }

    [BindProperty]
    public DiscardReason? Reason { get; set; }

    public static IEnumerable<Choice> Reasons =>
        [.. Enum.GetValues<DiscardReason>().Select(reason => new Choice(reason == default ? "" : reason.ToString(), OperationsWords.Of(reason)))];

    /// <summary>The page's own address with what the form does.</summary>
    public string AddressOf(string handler) => $"{Quarantine}/event" + new QueryBuilder
    {
        { "part", Part ?? "" }, { "tenant", Tenant ?? "" }, { "model", ReadModel ?? "" }, { "type", Type ?? "" }, { "record", Record ?? "" },
        { "version", Version.ToString(CultureInfo.InvariantCulture) }, { "handler", handler },
    }.ToQueryString();

    private PlatformPart? Asked => Parts.FirstOrDefault(part => part.Key == Part);

    private QuarantineName Name => new() { TenantId = Tenant ?? "", ReadModel = ReadModel ?? "", Type = Type ?? "", RecordId = Record ?? "" };

    public IActionResult OnGet() => Asked is null || string.IsNullOrEmpty(Tenant) ? NotFound() : Page();

    public Task<IActionResult> OnPostReplayAsync(CancellationToken ct) => DoAsync(
        part => part.Replay(new() { Name = Name, ExpectedVersion = Version }, ct).ResponseAsync,
        "It is tried again within seconds. If it stays in the list, the failure there is the new one.");

    public Task<IActionResult> OnPostDiscardAsync(CancellationToken ct)
    {
        if (Reason is not { } reason || reason == default)
        {
            ModelState.AddModelError(nameof(Reason), "Choose why the event is discarded");
            return Task.FromResult(OnGet());
        }

        return DoAsync(
            part => part.Discard(new() { Name = Name, ExpectedVersion = Version, Reason = reason }, ct).ResponseAsync,
            "The event was discarded. The copy stays without it until the record’s next version.");
    }

    private async Task<IActionResult> DoAsync(Func<PlatformPart, Task> act, string done)
    {
        if (Asked is not { } part || string.IsNullOrEmpty(Tenant))
        {
            return NotFound();
        }

        try
        {
            await act(part);
            return Done(done, Quarantine);
        }
        catch (RpcException failure) when (failure.StatusCode == Grpc.Core.StatusCode.NotFound)
        {
            return Done("It has left quarantine meanwhile.", Quarantine);
        }
        catch (RpcException failure) when (failure.IsStale(out _))
        {
            ModelState.AddModelError("", "A newer version of the record is in quarantine by now. Go back to the list and open that one.");
        }
        catch (RpcException failure) when (ModelState.TryAddErrors(failure))
        {
        }

        return Page();
    }
}
