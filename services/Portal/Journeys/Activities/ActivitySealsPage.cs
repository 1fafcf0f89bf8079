using System.Net.Mime;
using System.Text;
using Google.Protobuf;
using Grpc.Core;
using Jtai.Activities.V1;
using Jtai.Field;
using Jtai.Portal.Calls;
using Jtai.Portal.Words;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Jtai.Portal.Journeys.Activities;

/// <summary>The newest seal of each log, to be kept elsewhere; and a check of all entries against their seals and those that were kept.</summary>
public abstract class ActivitySealsPage(ActivityPlace place, TimeProvider time) : PageModel
{
    // A call checks some 10,000 entries: what is left is checked by the next press of the button.
    private const int CallsOfCheck = 20;

    public ActivityPlace Place => place;

    /// <summary>Segments that are listed of each log for the time that their entries claim.</summary>
    public const int MostFar = 10;

    [BindProperty]
    public string? Kept { get; set; }

    /// <summary>How far each log was checked, where the last check did not come to the end.</summary>
    [BindProperty]
    public Dictionary<string, string> Progress { get; set; } = [];

    /// <summary>Null where a log has no seal yet.</summary>
    public IReadOnlyList<(ActivitySource Source, Seal? Newest)> Newest { get; private set; } = [];

    /// <summary>Null before a check.</summary>
    public IReadOnlyList<(ActivitySource Source, CheckSealsReply Reply)>? Checked { get; private set; }

    public bool IsComplete => Checked?.All(one => one.Reply.Complete) == true;

    public static string Line(ActivitySource source, Seal seal) => KeptSeals.Line(source, seal);

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!place.MayRead)
        {
            return Forbid();
        }

        await ReadNewestAsync(ct);
        return Page();
    }

    /// <summary>The seals as a text to be kept.</summary>
    public async Task<IActionResult> OnGetFileAsync(CancellationToken ct)
    {
        if (!place.MayRead)
        {
            return Forbid();
        }

        await ReadNewestAsync(ct);
        var lines = Newest.Where(one => one.Newest is not null).Select(one => KeptSeals.Line(one.Source, one.Newest!));
        var text = string.Join("\r\n", lines.Prepend($"# Seals of the activity of {place.Name}, {Dates.Full(time.Today())}")) + "\r\n";
        return File(Encoding.UTF8.GetBytes(text), MediaTypeNames.Text.Plain + "; charset=utf-8", $"{place.Key}-seals-{time.Today():yyyy-MM-dd}.txt");
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!place.MayRead)
        {
            return Forbid();
        }

        var (kept, unreadable) = KeptSeals.Read(Kept ?? "", place.Sources);
        if (unreadable is not null)
        {
            ModelState.AddModelError(nameof(Kept), "Paste each seal as it was listed: the log, the number and the 64 characters of the seal on a line of its own");
        }
        else if (kept.Any(log => log.Count() > KeptSeals.Most))
        {
            ModelState.AddModelError(nameof(Kept), $"Paste {KeptSeals.Most} seals of a log or fewer");
        }
        else
        {
            await CheckAsync(kept, ct);
        }

        await ReadNewestAsync(ct);
        return Page();
    }

    private async Task ReadNewestAsync(CancellationToken ct) => Newest = await Task.WhenAll(place.Sources.Select(async source =>
        (source, (await source.ListSeals(new ListSealsRequest { PageSize = 1 }, ct)).Seals.FirstOrDefault())));

    private async Task CheckAsync(ILookup<string, KeptHead> kept, CancellationToken ct)
    {
        try
        {
            Checked = await Task.WhenAll(place.Sources.Select(async source => (source, await CheckAsync(source, kept[source.Key], ct))));
            Progress = IsComplete ? [] : Checked.ToDictionary(one => one.Source.Key, one => one.Reply.Progress.ToBase64());
            // Else the form would show what was posted.
            foreach (var key in ModelState.Keys.Where(key => key.StartsWith(nameof(Progress), StringComparison.Ordinal)).ToList())
            {
                ModelState.Remove(key);
            }
        }
        catch (RpcException failure) when (ModelState.TryAddErrors(failure))
        {
        }
    }

    private async Task<CheckSealsReply> CheckAsync(ActivitySource source, IEnumerable<KeptHead> kept, CancellationToken ct)
    {
        var request = new CheckSealsRequest { Progress = ProgressOf(source), Kept = { kept } };
        var reply = await source.Check(request, ct);
        var far = reply.SealedFarFromItsTime.ToList();
        for (var call = 1; call < CallsOfCheck && !reply.Complete; call++)
        {
            request.Progress = reply.Progress;
            reply = await source.Check(request, ct);
            far.AddRange(reply.SealedFarFromItsTime);
        }

        reply.SealedFarFromItsTime.Clear();
        reply.SealedFarFromItsTime.AddRange(far);
        return reply;
    }

    private ByteString ProgressOf(ActivitySource source)
    {
        var text = Progress.GetValueOrDefault(source.Key) ?? "";
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var written) ? ByteString.CopyFrom(bytes, 0, written) : ByteString.Empty;
    }
}
