using Jtai.Actions.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;
using ActionProto = Jtai.Actions.V1.Action;

namespace Jtai.Portal.Journeys.Plan;

/// <summary>Removes a theme under which no action stands.</summary>
public sealed class RemoveThemeModel(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : PlanStep(calls, membersReader, person, time)
{
    [FromRoute(Name = "theme")]
    public string ThemeId { get; set; } = "";

    public Theme? Theme => Parts.Themes.FirstOrDefault(one => one.ThemeId == ThemeId);

    /// <summary>Those under it.</summary>
    public IReadOnlyList<ActionProto> Actions { get; private set; } = [];

    protected override long CurrentVersion => Theme?.Version ?? 0;

    protected override IActionResult? Refusal => base.Refusal ?? (Theme is null ? NotFound() : null);

    public Task<IActionResult> OnPostAsync(string id, CancellationToken ct) => TryAsync(
        id,
        "Theme removed",
        () => Calls.Actions.RemoveThemeAsync(new RemoveThemeRequest { ThemeId = ThemeId, ExpectedVersion = Version }, cancellationToken: ct).ResponseAsync,
        ct);

    protected override async Task<long> ReadAsync(string id, CancellationToken ct)
    {
        var version = await base.ReadAsync(id, ct);
        var actions = await Calls.ListPlanActionsAsync(id, ct);
        Actions = [.. actions.Where(action => action.ThemeId == ThemeId)];
        return version;
    }

    protected override string AddressOf(string id) => Addresses.Themes(Partnership, id);
}
