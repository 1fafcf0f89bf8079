using Jtai.Actions.V1;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Evidence;

/// <summary>Changes what evidence says of itself.</summary>
public sealed class DescribeModel(PartnershipCalls calls, CurrentPerson person, TimeProvider time) : EvidenceStep(calls, person, time), IAskForDescription
{
    [BindProperty]
    public string? Shows { get; set; }

    [BindProperty]
    public DescriptionEntry More { get; set; } = new();

    public Task<IActionResult> OnPostAsync(string id, CancellationToken ct)
    {
        var request = new DescribeEvidenceRequest
        {
            EvidenceId = id,
            ExpectedVersion = Version,
            Shows = Shows ?? "",
            DatedOn = More.DatedOn.ReadIso(ModelState, "More.DatedOn", "date"),
            Kind = More.Kind,
            Level = More.Level,
            Marking = More.Marking,
            Audience = More.Audience,
        };
        return TryAsync(
            id,
            "Evidence changed",
            () => Calls.Evidence.DescribeEvidenceAsync(request, cancellationToken: ct).ResponseAsync,
            ct,
            DescriptionEntry.Names);
    }

    protected override void Fill() => (Shows, More) = (Item.Shows, DescriptionEntry.Of(Item));
}
