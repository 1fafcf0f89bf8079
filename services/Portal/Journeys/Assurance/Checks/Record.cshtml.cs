using System.Globalization;
using Grpc.Core;
using Jtai.Actions.V1;
using Jtai.Partners.V1;
using Jtai.Portal.Calls;
using Jtai.Portal.Design;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Assurance.Checks;

/// <summary>What a second check found, of one action or of many in one sitting: all of it is saved, or none.</summary>
public sealed class RecordModel(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : PartnershipPage(person, time)
{
    /// <summary>As many as one act takes.</summary>
    private const int Most = 100;

    /// <summary>Items of evidence of each action, the newest.</summary>
    private const int MostEvidence = 25;

    private Dictionary<string, ActionToCheck> waiting = [];
    private Dictionary<string, ListEvidenceReply> evidence = [];

    /// <summary>Ids of actions; none: all that this person may check.</summary>
    [BindProperty(SupportsGet = true, Name = "chosen")]
    public List<string> Chosen { get; set; } = [];

    [BindProperty]
    public List<CheckEntry> Actions { get; set; } = [];

    [BindProperty]
    public DateEntry On { get; set; } = new();

    [BindProperty]
    public string? SubGroup { get; set; }

    [BindProperty]
    public List<string> Present { get; set; } = [];

    public PartnershipMembers Members { get; private set; } = null!;

    public bool ChairsASubGroup => Person.IsAny(Capacity.SubGroupChair);

    public static IEnumerable<Choice> Verdicts { get; } =
    [
        new(nameof(CheckVerdict.Confirmed), "Confirm: it is done, and complete"),
        new(nameof(CheckVerdict.Returned), "Return it: something is missing"),
        new(nameof(CheckVerdict.Unspecified), "Leave it for another time"),
    ];

    public IEnumerable<Choice> SubGroups =>
        Members.BodiesChairedBy(Person.Person.PersonId, Today).Prepend(new Choice("", Person.IsAny(Capacity.Verifier) ? "None: I checked it myself" : "Choose the sub-group"));

    public ActionToCheck Of(CheckEntry entry) => waiting[entry.ActionId];

    public IReadOnlyList<Choice> EvidenceOf(CheckEntry entry) =>
        [.. (evidence.GetValueOrDefault(entry.ActionId)?.Items ?? []).Select(one => new Choice(one.Item.EvidenceId, one.Item.Shows))];

    /// <summary>How many older items there are, which are looked at on the action's own page.</summary>
    public int MoreEvidenceOf(CheckEntry entry) => evidence.GetValueOrDefault(entry.ActionId) is { } listed ? listed.Total - listed.Items.Count : 0;

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!Person.IsAny(Capacity.Verifier, Capacity.SubGroupChair))
        {
            return Forbid();
        }

        await ReadAsync(ct);
        Actions =
        [
            .. waiting.Values.Where(one => Chosen.Count == 0 || Chosen.Contains(one.Action.ActionId))
                .Select(one => new CheckEntry { ActionId = one.Action.ActionId, Version = one.Action.Version }),
        ];
        await ReadEvidenceAsync(ct);
        On = DateEntry.Of(Today);
        return Actions.Count > 0 ? Page() : Redirect(Addresses.Checks(Partnership));
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        var said = Actions.Where(entry => entry.Verdict != CheckVerdict.Unspecified).ToList();
        if (said.Count == 0)
        {
            ModelState.AddModelError("Actions[0].Verdict", "Say of at least one action whether you confirm or return it");
        }
        else
        {
            try
            {
                await calls.Assurance.CheckActionsAsync(
                    new CheckActionsRequest
                    {
                        Actions = { said.Select(entry => entry.ToProto()) },
                        On = On.ReadIso(ModelState, nameof(On), "day of the check"),
                        SubGroupBodyId = SubGroup ?? "",
                        PresentAgencyIds = { string.IsNullOrEmpty(SubGroup) ? [] : Present },
                    },
                    cancellationToken: ct);
                return Done(InWords(said), Addresses.Checks(Partnership));
            }
            catch (RpcException failure) when (failure.IsStale(out _))
            {
                ModelState.AddModelError("", "Somebody else changed one of these actions while you had this page open. They are shown as they are now, with what you typed: save again if that is still right.");
            }
            catch (RpcException failure) when (ModelState.TryAddErrors(failure, field => PropertyOf(field, said)))
            {
            }
        }

        return await ShowAgainAsync(ct);
    }

    /// <summary>With what was typed, and the actions as they are now; what waits no more is left out.</summary>
    private async Task<IActionResult> ShowAgainAsync(CancellationToken ct)
    {
        await ReadAsync(ct);
        if (Actions.Any(entry => !waiting.ContainsKey(entry.ActionId)))
        {
            // The fields of the others move up.
            return Redirect(Addresses.Checks(Partnership));
        }

        foreach (var (entry, place) in Actions.Select((entry, place) => (entry, place)))
        {
            ModelState.Remove(string.Create(CultureInfo.InvariantCulture, $"Actions[{place}].Version"));
            entry.Version = waiting[entry.ActionId].Action.Version;
        }

        await ReadEvidenceAsync(ct);
        return Page();
    }

    private static string InWords(List<CheckEntry> said)
    {
        var confirmed = said.Count(entry => entry.Verdict == CheckVerdict.Confirmed);
        return (confirmed, said.Count - confirmed) switch
        {
            (var all, 0) => Numbers.Of(all, "action") + " confirmed",
            (0, var returned) => Numbers.Of(returned, "action") + " returned",
            var (some, others) => $"{Numbers.Of(some, "action")} confirmed, {others} returned",
        };
    }

    /// <summary>"actions[2].words" of those that were sent is the field of the action on the page.</summary>
    private string PropertyOf(string field, List<CheckEntry> said)
    {
        if (!field.StartsWith("actions", StringComparison.Ordinal))
        {
            return RpcFailures.PropertyOf(field, ("sub_group_body_id", nameof(SubGroup)), ("present_agency_ids", nameof(Present)));
        }

        var end = field.IndexOf("].", StringComparison.Ordinal);
        var sent = end > 8 && int.TryParse(field[8..end], CultureInfo.InvariantCulture, out var place) && place < said.Count ? place : 0;
        var property = end > 8 ? RpcFailures.PropertyOf(field[(end + 2)..]) : nameof(CheckEntry.Verdict);
        var index = Actions.IndexOf(said[sent]);
        // Without evidence there is nothing to choose: the reason is what is missing.
        property = property == nameof(CheckEntry.EvidenceIds) && EvidenceOf(said[sent]).Count == 0 ? nameof(CheckEntry.NoEvidenceBecause) : property;
        return string.Create(CultureInfo.InvariantCulture, $"Actions[{index}].{property}");
    }

    private async Task ReadAsync(CancellationToken ct)
    {
        var members = membersReader.ReadAsync(ct);
        await this.MarkActionsAsync(calls, ct, withDeadlines: false);
        var reply = await calls.Assurance.ListActionsToCheckAsync(new ListActionsToCheckRequest { PageSize = Most }, cancellationToken: ct);
        waiting = reply.Actions.Where(one => one.MayNotBecause.Length == 0).ToDictionary(one => one.Action.ActionId);
        Members = await members;
    }

    private async Task ReadEvidenceAsync(CancellationToken ct)
    {
        var asked = Actions.Where(entry => Of(entry).EvidenceItems > 0).Select(async entry => (
            entry.ActionId,
            Listed: await calls.Evidence.ListEvidenceAsync(new ListEvidenceRequest { ActionId = entry.ActionId, PageSize = MostEvidence }, cancellationToken: ct)));
        evidence = (await Task.WhenAll(asked)).ToDictionary(one => one.ActionId, one => one.Listed);
    }
}
