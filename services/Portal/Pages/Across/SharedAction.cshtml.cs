using Jtai.Portal.Calls;
using Jtai.Portal.Layout;
using Jtai.Portal.Words;
using Jtai.Reporting.V1;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Jtai.Portal.Pages.Across;

/// <summary>One action of another partnership as its grant shows it; the partnership sees that it was opened.</summary>
public sealed class SharedActionModel(AcrossCalls calls, TimeProvider time) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "partnership")]
    public string Partnership { get; set; } = "";

    [BindProperty(SupportsGet = true, Name = "id")]
    public string ActionId { get; set; } = "";

    public SharedAction Shared { get; private set; } = new();

    public ActionRow Row => Shared.Row;

    public DateOnly Today => Dates.Today(time);

    public IReadOnlyList<TimelineEntry> Timeline =>
    [
        .. Shared.Updates.Select(update => new TimelineEntry(
            "Update: " + ActionWords.Of(update.Delivery).Text.ToLowerInvariant(),
            update.At.ToDateTimeOffset(),
            Text: Told(update))),
    ];

    public async Task OnGetAsync(CancellationToken ct) =>
        Shared = await calls.Reporting.GetSharedActionAsync(
            new GetSharedActionRequest { PartnershipId = Partnership, ActionId = ActionId }, cancellationToken: ct);

    private static string Told(Jtai.Actions.V1.Update update) => string.Join("\n\n", new[]
    {
        update.Narrative,
        update.DifferenceForChildren.Length > 0 ? "What changed for children: " + update.DifferenceForChildren : "",
        update.Assessment is null ? "" : "Status assessment: " + ActionWords.Of(update.Assessment.Progress).ToLowerInvariant()
            + (update.Assessment.DateAchievable ? "" : ", the date cannot be met")
            + (update.Assessment.Reason.Length > 0 ? ". " + update.Assessment.Reason : ""),
    }.Where(part => part.Length > 0));
}
