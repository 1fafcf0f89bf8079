using Jtai.Actions.V1;
using Jtai.Portal.Calls;
using Jtai.Portal.Design;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Actions;

/// <summary>What an action waits for: other actions, and things outside in words.</summary>
public sealed class DependenciesModel(PartnershipCalls calls, CurrentPerson person, TimeProvider time) : ActionStep(calls, person, time)
{
    [BindProperty]
    public List<string> WaitsFor { get; set; } = [];

    /// <summary>A line for each.</summary>
    [BindProperty]
    public string? Outside { get; set; }

    /// <summary>What the listed actions are narrowed to, where they are many.</summary>
    [BindProperty(SupportsGet = true, Name = ActionSearch.Parameter)]
    public string? Words { get; set; }

    public ActionSearch Search { get; private set; } = new("", 0);

    /// <summary>Other actions of the plan, as they are searched for, and all that it waits for already.</summary>
    public IEnumerable<Choice> Others { get; private set; } = [];

    protected override IActionResult? Refusal => Manages || LeadsIt ? null : Forbid();

    public async Task<IActionResult> OnPostAsync(string id, CancellationToken ct)
    {
        await ReadAsync(id, ct);
        // The whole is saved: what this person does not see stays.
        var shown = Others.Select(choice => choice.Value).ToHashSet();
        var request = new SetDependenciesRequest
        {
            ActionId = id,
            ExpectedVersion = Version,
            DependsOn =
            {
                Action.DependsOn.Where(one => one.OnCase == Dependency.OnOneofCase.ActionId && !shown.Contains(one.ActionId)),
                WaitsFor.Select(other => new Dependency { ActionId = other }),
                (Outside ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(words => new Dependency { Outside = words }),
            },
        };
        return await TryAsync(
            id,
            "What the action waits for is saved",
            () => Calls.Actions.SetDependenciesAsync(request, cancellationToken: ct).ResponseAsync,
            failure => ModelState.TryAddErrors(failure, field => field.Contains("outside", StringComparison.Ordinal) || shown.Count == 0 ? nameof(Outside) : nameof(WaitsFor)),
            ct);
    }

    protected override async Task<long> ReadAsync(string id, CancellationToken ct)
    {
        var version = await base.ReadAsync(id, ct);
        var found = await Calls.FindPlanActionsAsync(Action.PlanId, Words, ct);
        Search = new(Words, found.Total);
        var listed = found.Actions.Where(other => other.ActionId != id).ToList();
        Others =
        [
            .. listed.Select(other => new Choice(other.ActionId, $"{other.Reference} {other.Title}") { Hint = $"{ActionWords.Of(other.Delivery).Text}, due {ActionStanding.Due(other)}" }),
            .. Record.Neighbours.Where(other => other.WaitedFor && listed.All(one => one.ActionId != other.ActionId))
                .Select(other => new Choice(other.ActionId, $"{other.Reference} {other.Title}") { Hint = "It waits for this already" }),
        ];
        return version;
    }

    protected override void Fill()
    {
        WaitsFor = [.. Action.DependsOn.Select(one => one.ActionId).Where(one => one.Length > 0)];
        Outside = string.Join('\n', Action.DependsOn.Select(one => one.Outside).Where(words => words.Length > 0));
    }
}
