using Grpc.Core;
using Jtai.Partners.V1;
using Jtai.Portal.Calls;
using Jtai.Portal.Design;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Jtai.Portal.Journeys.Settings;

/// <summary>What the signed-in person is told of, in all of their partnerships.</summary>
public sealed class PreferencesModel(OwnCalls calls) : PageModel
{
    [BindProperty]
    public long Version { get; set; }

    /// <summary>One for each kind, in the order of <see cref="SettingsWords.NotificationKinds"/>.</summary>
    [BindProperty]
    public List<NotificationTiming> Timings { get; set; } = [];

    public static IEnumerable<Choice> Choices { get; } = [.. SettingsWords.NotificationTimings.Select(timing => new Choice(timing.ToString(), SettingsWords.Of(timing)))];

    public async Task OnGetAsync(CancellationToken ct) => Fill(await calls.Settings.GetPreferencesAsync(new GetPreferencesRequest(), cancellationToken: ct));

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        try
        {
            await calls.Settings.SavePreferencesAsync(
                new SavePreferencesRequest
                {
                    ExpectedVersion = Version,
                    Preferences = { SettingsWords.NotificationKinds.Zip(Timings, (kind, timing) => new NotificationPreference { Kind = kind, Timing = timing }) },
                },
                cancellationToken: ct);
            TempData["Done"] = "Saved. It holds in all of your partnerships.";
            // An address of its own, so that Back leads to the form as it was opened.
            return Redirect(Addresses.Preferences + "?saved=yes");
        }
        catch (RpcException failure) when (failure.IsStale(out var current))
        {
            ModelState.AddModelError("", "You changed this in another window. What you chose here is still shown: save again if that is right.");
            ModelState.Remove(nameof(Version));
            Version = current;
        }
        catch (RpcException failure) when (ModelState.TryAddErrors(failure, ("preferences", "Timings[0]"), ("preferences.timing", "Timings[0]")))
        {
        }

        var saved = await calls.Settings.GetPreferencesAsync(new GetPreferencesRequest(), cancellationToken: ct);
        Version = ModelState.SaysSavedBefore() ? saved.Version : Version;
        if (Timings.Count != SettingsWords.NotificationKinds.Count)
        {
            Fill(saved);
        }

        return Page();
    }

    private void Fill(NotificationPreferences saved)
    {
        Version = saved.Version;
        Timings = [.. SettingsWords.NotificationKinds.Select(kind => saved.Preferences.FirstOrDefault(one => one.Kind == kind)?.Timing ?? NotificationTiming.AtOnce)];
    }
}
