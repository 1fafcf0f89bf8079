using Jtai.Actions.V1;
using Jtai.Portal.Design;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Assurance.Strengths;

/// <summary>What a look at a strength found: by the lead of the agency that keeps it, or the manager.</summary>
public sealed class CheckModel(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : StrengthStep(calls, membersReader, person, time)
{
    [BindProperty]
    public StrengthResult Result { get; set; }

    [BindProperty]
    public string? Words { get; set; }

    [BindProperty]
    public DateEntry On { get; set; } = new();

    [BindProperty]
    public DateEntry NextCheckOn { get; set; } = new();

    public static IEnumerable<Choice> Results { get; } = [.. StrengthWords.Results.Select(result => new Choice(result.ToString(), StrengthWords.Of(result).Text))];

    protected override IActionResult? Refusal => Record.Strength is null ? NotFound() : MayCheck(this, Record) ? null : Forbid();

    public Task<IActionResult> OnPostAsync(string id, CancellationToken ct)
    {
        var request = new CheckStrengthRequest
        {
            FindingId = FindingId,
            ExpectedVersion = Version,
            Result = Result,
            Words = Words ?? "",
            On = On.ReadIso(ModelState, nameof(On), "day of the look", required: true),
            NextCheckOn = NextCheckOn.ReadIso(ModelState, nameof(NextCheckOn), "day of the next look", required: true),
        };
        return TryAsync(id, "Look at the strength recorded", () => Calls.Assurance.CheckStrengthAsync(request, cancellationToken: ct).ResponseAsync, ct);
    }

    protected override void Fill() => On = DateEntry.Of(Today);
}
