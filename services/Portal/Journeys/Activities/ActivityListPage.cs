using System.Globalization;
using Jtai.Activities.V1;
using Jtai.Field;
using Jtai.Portal.Design;
using Jtai.Portal.Shared;
using Jtai.Portal.Words;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Jtai.Portal.Journeys.Activities;

/// <summary>Who did what, of all services together. Filters and page stand in the address; a file holds exactly what is filtered.</summary>
public abstract class ActivityListPage(ActivityPlace place, TimeProvider time) : PageModel
{
    private const int PageSize = 25;

    /// <summary>Entries of a file: more than anybody reads, and less than a spreadsheet holds.</summary>
    public const int MostInFile = 10_000;

    // Of the calls that look through 20,000 entries each where few answer the filters.
    private const int LooksOfPage = 3;
    private const int LooksOfFile = 25;

    public ActivityFilter Filter { get; private set; } = new();

    public DateEntry From => Filter.From;

    public DateEntry Through => Filter.Through;

    public IReadOnlyList<ShownActivity> Shown { get; private set; } = [];

    public MergedActivity Merged { get; private set; } = new([], null, null);

    public ActivityPlace Place => place;

    public IEnumerable<Choice> People => place.People.Prepend(new Choice("", "Anybody"));

    public static IEnumerable<Choice> Kinds =>
    [
        new("", "Any"),
        .. Enum.GetValues<ActivityKind>().Where(kind => kind != default).Select(kind => new Choice(kind.ToString(), ActivityWords.Of(kind))),
    ];

    public static IEnumerable<Choice> Entities => ActivityWords.AllRecords.Select(one => new Choice(one.Entity, one.Words)).Prepend(new Choice("", "Any"));

    /// <summary>Null where nothing is older.</summary>
    public string? OlderAddress => Merged.Position is { } position ? Filter.AddressOn(place.Address, KeyValuePair.Create("older", position)) : null;

    public string FileAddress => Filter.AddressOn(place.Address, KeyValuePair.Create("handler", "File"));

    public async Task<IActionResult> OnGetAsync(string? older, CancellationToken ct)
    {
        if (!place.MayRead)
        {
            return Forbid();
        }

        await place.ReadAsync(this, ct);
        if (ReadFilter(PageSize) is { } request)
        {
            await ReadAsync(request, older, LooksOfPage, ct);
        }

        return Page();
    }

    /// <summary>The same as a file, from the newest on.</summary>
    public async Task<IActionResult> OnGetFileAsync(CancellationToken ct)
    {
        if (!place.MayRead)
        {
            return Forbid();
        }

        if (ReadFilter(200, export: true) is not { } request)
        {
            return await OnGetAsync(null, ct);
        }

        await place.ReadAsync(this, ct);
        var rows = new List<IEnumerable<string>>();
        string? position = null;
        do
        {
            await ReadAsync(request, position, LooksOfFile, ct);
            rows.AddRange(Shown.Select(Row));
            position = Merged.Position;
        }
        while (position is not null && rows.Count < MostInFile && Shown.Count > 0);
        if (position is not null)
        {
            var through = Shown.Count > 0 ? Shown[^1].At : Merged.LookedThrough!.Value;
            rows.Add([$"Cut: there may be more entries before {Dates.WithTime(through)}. Choose an earlier last day for a file of them."]);
        }

        var marked = ViewData.ContainsKey(EmbargoMarking.Key);
        return CsvFile.Of(
            $"{(marked ? "OFFICIAL-SENSITIVE-" : "")}{place.Key}-activity-{time.Today():yyyy-MM-dd}.csv",
            ["When (UTC)", "Who", "Agency", "Did", "Record", "Record id", "Version or times refused", "Kind", "Log", "Entry"],
            rows);
    }

    /// <summary>The address of all that was done to one record.</summary>
    public string HistoryOf(ShownActivity shown) => new ActivityFilter { Record = shown.Entry.RecordId }.AddressOn(place.Address);

    private static IEnumerable<string> Row(ShownActivity shown) =>
    [
        shown.At.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture), shown.Who, shown.Entry.AgencyId, shown.What, shown.Record,
        shown.Entry.RecordId, shown.Entry.Version.ToString(CultureInfo.InvariantCulture), shown.Why, shown.Source.Key,
        shown.Entry.EntryId.ToString(CultureInfo.InvariantCulture),
    ];

    /// <returns>Null after saying beside the dates what is wrong with them.</returns>
    private ListActivityRequest? ReadFilter(int pageSize, bool export = false)
    {
        Filter = ActivityFilter.Read(Request.Query);
        var (from, through) = (From.ReadIso(ModelState, nameof(From), "first day"), Through.ReadIso(ModelState, nameof(Through), "last day"));
        // ISO dates sort as text.
        if (ModelState.IsValid && from.Length > 0 && through.Length > 0 && string.CompareOrdinal(from, through) > 0)
        {
            ModelState.AddModelError(nameof(Through), "The last day must not be before the first");
        }

        return ModelState.IsValid ? Filter.ToRequest(from, through, pageSize, export) : null;
    }

    private async Task ReadAsync(ListActivityRequest request, string? position, int looks, CancellationToken ct)
    {
        Merged = await MergedActivity.ReadAsync(place.Sources, request, position, looks, ct);
        Shown = [.. Merged.Entries.Select(one => ShownActivity.Of(one.Entry, one.Source, place))];
    }
}
