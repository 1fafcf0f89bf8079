using Jtai.Actions.V1;
using Jtai.Field;
using Jtai.Portal.Design;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;
using Microsoft.AspNetCore.Mvc;
using ActionProto = Jtai.Actions.V1.Action;

namespace Jtai.Portal.Journeys.Succession;

/// <summary>Who succeeds the partnership, how far its actions are allotted, and the form that allots them.</summary>
public sealed class AllotModel(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : ManyActionsStep(calls, membersReader, person, time)
{
    private const string Unallotted = "successor";

    /// <summary>Ids of successors, or <see cref="SuccessionWords.Neither"/>.</summary>
    [BindProperty]
    public List<string> To { get; set; } = [];

    [BindProperty]
    public string? Reason { get; set; }

    public Partners.V1.Succession Succession { get; private set; } = new();

    public bool HasCome => LondonDates.TryFromIso(Succession.TakesEffectOn) <= Today;

    public override string ChoiceHint => "Finished ones too, up to 100 at once. Either all of them are allotted, or none is";

    public override IEnumerable<Choice> Lacking => base.Lacking.Append(new Choice(Unallotted, "A successor, or neither"));

    public IEnumerable<Choice> Successors => Succession.To
        .Select(to => new Choice(to.PartnershipId, to.Name))
        .Append(new Choice("", "") { Divider = "or" })
        .Append(new Choice(SuccessionWords.Neither, "Neither of them") { Exclusive = true, Hint = "Say why below. An open one is closed as not pursued" });

    /// <summary>How many go to whom: a line for each successor alone, for several, for neither and for what is left.</summary>
    public IEnumerable<(string Words, int Open, int Finished)> Counts => Choosable
        .GroupBy(action => action.Allotment is { } allotment ? SuccessionWords.Of(allotment, Succession) : "Not said yet")
        .OrderBy(group => group.Key, StringComparer.Ordinal)
        .Select(group => (Sentence(group.Key), group.Count(ActionStanding.IsOpen), group.Count(action => !ActionStanding.IsOpen(action))));

    /// <summary>Open ones of which nobody has said who takes them: they stand in the way of the hand-over.</summary>
    public int Left => Choosable.Count(action => ActionStanding.IsOpen(action) && action.Allotment is null);

    protected override IActionResult? Refusal => base.Refusal ?? (Succession.SuccessionId.Length == 0 ? NotFound() : null);

    public async Task<IActionResult> OnPostAsync(string id, CancellationToken ct)
    {
        var reason = Reason ?? "";
        if (To.Count == 0 || (To.Contains(SuccessionWords.Neither) && To.Count > 1))
        {
            Version = await ReadAsync(id, ct);
            ModelState.AddModelError(nameof(To), To.Count == 0 ? "Choose who takes these actions over, or neither." : "Choose successors, or neither of them.");
            return Refusal ?? Page();
        }

        return await TryManyAsync(
            id,
            Numbers.Of(Chosen.Count, "action") + " allotted",
            () => Calls.Actions.AllotActionsAsync(
                new AllotActionsRequest
                {
                    SuccessionId = Succession.SuccessionId,
                    Actions = { ReadChosen() },
                    ToPartnershipIds = { To.Where(to => to != SuccessionWords.Neither) },
                    Reason = reason,
                },
                cancellationToken: ct).ResponseAsync,
            ct);
    }

    protected override async Task<long> ReadAsync(string id, CancellationToken ct)
    {
        Succession = await Calls.ReadSuccessionAsync(ct) ?? new();
        return await base.ReadAsync(id, ct);
    }

    protected override bool IsChoosable(ActionProto action) => true;

    protected override string HintOf(ActionProto action) =>
        $"{base.HintOf(action)}. {(action.Allotment is { } allotment ? $"Goes to {SuccessionWords.Of(allotment, Succession)}" : "Nobody has said who takes it over")}";

    protected override bool Lacks(ActionProto action) => base.Lacks(action) && (Without != Unallotted || action.Allotment is null);

    // Not the form's own address: Back from what was saved leads to the form.
    protected override string AddressOf(string id) => Addresses.Succession(Partnership, id) + "?allotted=yes";

    private static string Sentence(string words) => char.ToUpperInvariant(words[0]) + words[1..];
}
