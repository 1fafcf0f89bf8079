using System.Globalization;
using Jtai.Actions.V1;
using Jtai.Portal.Design;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Plan;

/// <summary>Adds a theme of a plan, or changes its name, place or leading body.</summary>
public sealed class ThemeModel(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : PlanStep(calls, membersReader, person, time)
{
    /// <summary>Of the address; empty for a new one.</summary>
    [FromRoute(Name = "theme")]
    public string? ThemeId { get; set; }

    [BindProperty]
    public string? Name { get; set; }

    /// <summary>0: last.</summary>
    [BindProperty]
    public int Position { get; set; }

    [BindProperty]
    public string? LeadBodyId { get; set; }

    public bool IsNew => string.IsNullOrEmpty(ThemeId);

    /// <summary>Null for a new one.</summary>
    public Theme? Theme => Parts.Themes.FirstOrDefault(one => one.ThemeId == ThemeId);

    public IEnumerable<Choice> Positions =>
    [
        .. Enumerable.Range(1, Parts.Themes.Count).Select(place => new Choice(Text(place), place == 1 ? "First" : "After " + Before(place))),
        .. IsNew ? [new Choice("0", "Last")] : Array.Empty<Choice>(),
    ];

    public IEnumerable<Choice> LeadBodies => Members.BodiesBeside([LeadBodyId ?? ""]).Prepend(new Choice("", "None"));

    protected override long CurrentVersion => Theme?.Version ?? 0;

    protected override IActionResult? Refusal => base.Refusal ?? (IsNew || Theme is not null ? null : NotFound());

    public Task<IActionResult> OnPostAsync(string id, CancellationToken ct) => TryAsync(
        id,
        IsNew ? "Theme added" : "Theme changed",
        () => Calls.Actions.SaveThemeAsync(
            new SaveThemeRequest
            {
                PlanId = id, ThemeId = ThemeId ?? "", ExpectedVersion = Version, Name = Name ?? "", Position = Position, LeadBodyId = LeadBodyId ?? "",
            },
            cancellationToken: ct).ResponseAsync,
        ct,
        ("theme_id", nameof(Name)));

    protected override void Fill() => (Name, Position, LeadBodyId) = (Theme?.Name, Theme?.Position ?? 0, Theme?.LeadBodyId);

    protected override string AddressOf(string id) => Addresses.Themes(Partnership, id);

    // The theme before that place, once this one is taken out of its own.
    private string Before(int place) => Parts.Themes.Where(one => one.ThemeId != ThemeId).ElementAt(place - 2).Name;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
