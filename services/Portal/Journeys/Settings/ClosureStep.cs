using Jtai.Partners.V1;
using Jtai.Portal.Design;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Settings;

/// <summary>One stretch of days of the working calendar, as a form has it.</summary>
public abstract class ClosureStep(PartnershipCalls calls, CurrentPerson person, TimeProvider time) : SettingsStep(calls, person, time)
{
    [BindProperty]
    public ClosureKind Kind { get; set; }

    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public DateEntry From { get; set; } = new();

    [BindProperty]
    public DateEntry To { get; set; } = new();

    public static IEnumerable<Choice> Kinds { get; } = [.. SettingsWords.ClosureKinds.Select(kind => new Choice(kind.ToString(), SettingsWords.Of(kind)))];

    protected override string AddressOf(string id) => Addresses.Settings(Partnership) + "#calendar";

    /// <param name="id">Empty for a new one.</param>
    protected Task<IActionResult> SaveAsync(string id, string done, CancellationToken ct) => TryAsync(
        id,
        done,
        () => Calls.Settings.SaveClosureAsync(
            new SaveClosureRequest
            {
                ExpectedVersion = Version,
                Closure = new()
                {
                    ClosureId = id,
                    Kind = Kind,
                    Name = Name ?? "",
                    From = From.ReadIso(ModelState, nameof(From), "first day", required: true),
                    To = To.ReadIso(ModelState, nameof(To), "last day", required: true),
                },
            },
            cancellationToken: ct).ResponseAsync,
        ct,
        ("closure.kind", nameof(Kind)), ("closure.name", nameof(Name)), ("closure.from", nameof(From)), ("closure.to", nameof(To)));
}
