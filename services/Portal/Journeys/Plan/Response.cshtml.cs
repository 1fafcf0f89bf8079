using Jtai.Actions.V1;
using Jtai.Inspections.V1;
using Jtai.Portal.Design;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Plan;

/// <summary>What the partners say to a finding: whether they accept it, whether they knew, why no action answers it, who should see it.</summary>
public sealed class ResponseModel(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : PlanStep(calls, membersReader, person, time)
{
    [FromRoute(Name = "finding")]
    public string FindingId { get; set; } = "";

    [BindProperty]
    public FindingPosition Position { get; set; }

    [BindProperty]
    public string? Words { get; set; }

    /// <summary>As <see cref="PartnershipMembers.LeadOf"/> reads it; empty for all partners.</summary>
    [BindProperty]
    public string? By { get; set; }

    [BindProperty]
    public bool KnownBefore { get; set; }

    [BindProperty]
    public string? KnownFrom { get; set; }

    [BindProperty]
    public string? NoActionBecause { get; set; }

    [BindProperty]
    public List<string> RoutedToBodyIds { get; set; } = [];

    [BindProperty]
    public string? RoutedNote { get; set; }

    /// <summary>Null where the plan's inspection has none such.</summary>
    public Finding? Finding { get; private set; }

    public static IEnumerable<Choice> FindingPositions { get; } =
        [.. new[] { FindingPosition.Accepted, FindingPosition.PartlyAccepted, FindingPosition.Disputed }
            .Select(position => new Choice(position.ToString(), PlanWords.Of(position)))];

    public IEnumerable<Choice> Leads => Members.LeadChoices.Prepend(new Choice("", "All partners together"));

    public bool ShowsMore => KnownBefore || RoutedToBodyIds.Count > 0 || !string.IsNullOrEmpty(KnownFrom) || !string.IsNullOrEmpty(RoutedNote)
        || new[] { nameof(KnownBefore), nameof(KnownFrom), nameof(RoutedToBodyIds), nameof(RoutedNote) }.Any(name => ModelState[name] is { Errors.Count: > 0 });

    private FindingResponse? Saved => Parts.Responses.FirstOrDefault(response => response.FindingId == FindingId);

    protected override long CurrentVersion => Saved?.Version ?? 0;

    protected override IActionResult? Refusal => base.Refusal ?? (Finding is null ? NotFound() : null);

    public Task<IActionResult> OnPostAsync(string id, CancellationToken ct) => TryAsync(
        id,
        "Response saved",
        () => Calls.Actions.RespondToFindingAsync(
            new RespondToFindingRequest
            {
                PlanId = id,
                FindingId = FindingId,
                ExpectedVersion = Version,
                Position = Position,
                By = PartnershipMembers.LeadOf(By),
                Words = Words ?? "",
                KnownBefore = KnownBefore,
                KnownFrom = KnownFrom ?? "",
                NoActionBecause = NoActionBecause ?? "",
                RoutedToBodyIds = { RoutedToBodyIds },
                RoutedNote = RoutedNote ?? "",
            },
            cancellationToken: ct).ResponseAsync,
        ct);

    protected override async Task<long> ReadAsync(string id, CancellationToken ct)
    {
        var version = await base.ReadAsync(id, ct);
        var findings = await Calls.Inspections.ListFindingsAsync(new ListFindingsRequest { InspectionId = Plan.InspectionId }, cancellationToken: ct);
        Finding = findings.Findings.FirstOrDefault(finding => finding.FindingId == FindingId);
        return version;
    }

    protected override void Fill()
    {
        if (Saved is { } saved)
        {
            (Position, Words, By) = (saved.Position, saved.Words, PartnershipMembers.ChoiceOf(saved.By));
            (KnownBefore, KnownFrom, NoActionBecause) = (saved.KnownBefore, saved.KnownFrom, saved.NoActionBecause);
            (RoutedToBodyIds, RoutedNote) = ([.. saved.RoutedToBodyIds], saved.RoutedNote);
        }
    }

    // Back to where the finding stands in the plan.
    protected override string AddressOf(string id) => $"{Addresses.Plan(Partnership, id)}#{FindingId}";
}
