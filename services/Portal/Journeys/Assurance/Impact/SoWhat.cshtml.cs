using Jtai.Actions.V1;
using Jtai.Portal.Design;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Assurance.Impact;

/// <summary>What a measure means for children, and who is to agree that.</summary>
public sealed class SoWhatModel(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : MeasureStep(calls, person, time)
{
    private PartnershipMembers members = null!;

    [BindProperty]
    public string? SoWhat { get; set; }

    [BindProperty]
    public string? AgreedBy { get; set; }

    public IEnumerable<Choice> People => members.CurrentPeopleByAgency(Today).Prepend(new Choice("", "Nobody"));

    public Task<IActionResult> OnPostAsync(string id, CancellationToken ct) => TryAsync(
        id,
        "What it means for children is saved",
        () => Calls.Assurance.SaySoWhatAsync(
            new SaySoWhatRequest { MeasureId = id, ExpectedVersion = Version, SoWhat = SoWhat ?? "", AgreedBy = AgreedBy ?? "" },
            cancellationToken: ct).ResponseAsync,
        ct);

    protected override void Fill() => (SoWhat, AgreedBy) = (Measure.SoWhat, Measure.SoWhatAgreedBy);

    protected override async Task<long> ReadAsync(string id, CancellationToken ct)
    {
        var version = await base.ReadAsync(id, ct);
        members = await membersReader.ReadAsync(ct);
        return version;
    }
}
