using Jtai.Field;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;
using Jtai.Reporting.V1;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Jtai.Portal.Journeys.Across;

/// <summary>One action of another partnership as its grant shows it; the partnership sees that it was opened.</summary>
public sealed class SharedActionModel(AcrossCalls calls, CurrentPerson person, TimeProvider time) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "partnership")]
    public string Partnership { get; set; } = "";

    [BindProperty(SupportsGet = true, Name = "id")]
    public string ActionId { get; set; } = "";

    public SharedAction Shared { get; private set; } = new();

    public ActionRow Row => Shared.Row;

    /// <summary>In the partnership itself, as in the list.</summary>
    public bool MayUpdate => Row.OwnAgency && Row.Timeliness != Reporting.V1.Timeliness.Finished && person.MayUpdateIn(Partnership);

    public DateOnly Today => time.Today();

    public IReadOnlyList<TimelineEntry> Timeline =>
    [
        .. Shared.Updates.Select(update => new TimelineEntry(
            "Update: " + ActionWords.Of(update.Delivery).Text.ToLowerInvariant(),
            update.At.ToDateTimeOffset(),
            Text: TextOf(update))),
    ];

    public async Task OnGetAsync(CancellationToken ct) =>
        Shared = await calls.Reporting.GetSharedActionAsync(
            new GetSharedActionRequest { PartnershipId = Partnership, ActionId = ActionId }, cancellationToken: ct);

    private string TextOf(Jtai.Actions.V1.Update update) => string.Join("\n\n", new[]
    {
        update.Narrative,
        update.DifferenceForChildren.Length > 0 ? "Difference for children: " + update.DifferenceForChildren : "",
        ActionStanding.InWords(update.Assessment, LondonDates.TryFromIso(Row.DueOn), update.At.ToDateTimeOffset().DateInLondon()) is { } assessment
            ? "Status assessment: " + assessment
            : "",
    }.Where(part => part.Length > 0));
}
