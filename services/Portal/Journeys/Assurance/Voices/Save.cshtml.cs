using System.Globalization;
using Jtai.Access;
using Jtai.Actions.V1;
using Jtai.Portal.Design;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;
using ActionProto = Jtai.Actions.V1.Action;

namespace Jtai.Portal.Journeys.Assurance.Voices;

/// <summary>Records what children said about a plan's actions, or why none could be heard; or corrects that.</summary>
public sealed class SaveModel(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : ManyActionsStep(calls, membersReader, person, time)
{
    private VoiceRecord voice = new();

    /// <summary>Of the address; empty for a new one.</summary>
    [FromRoute(Name = "voice")]
    public string? VoiceId { get; set; }

    [BindProperty]
    public string? NoneHeardBecause { get; set; }

    [BindProperty]
    public DateEntry HeardOn { get; set; } = new();

    [BindProperty]
    public bool Directly { get; set; }

    [BindProperty]
    public string? From { get; set; }

    [BindProperty]
    public string? HowMany { get; set; }

    [BindProperty]
    public string? Said { get; set; }

    [BindProperty]
    public string? Dissent { get; set; }

    /// <summary>A page has a method of the shorter name.</summary>
    [BindProperty]
    public string? DoneAbout { get; set; }

    [BindProperty]
    public DateEntry ToldOn { get; set; } = new();

    public bool IsNew => string.IsNullOrEmpty(VoiceId);

    public static IEnumerable<Choice> Ways { get; } =
        [new("True", "Children themselves told us"), new("False", "Through an organisation that they told") { Hint = "It is said as such" }];

    public override string ChoiceHint => "Up to 50 of the plan, which they spoke about";

    protected override long CurrentVersion => voice.Version;

    protected override IActionResult? Refusal =>
        !Manages && !Person.IsAny([.. PlanVisibility.Owners]) ? Forbid()
        : Plan.Closing is not null ? Redirect(Addresses.Plan(Partnership, Plan.PlanId))
        : IsNew || (voice.PlanId == Plan.PlanId && voice.WithdrawnBecause.Length == 0) ? null
        : NotFound();

    public Task<IActionResult> OnPostAsync(string id, CancellationToken ct)
    {
        var heard = string.IsNullOrWhiteSpace(NoneHeardBecause);
        var request = new SaveVoiceRecordRequest
        {
            VoiceId = VoiceId ?? "",
            ExpectedVersion = Version,
            PlanId = id,
            ActionIds = { ReadChosen().Select(one => one.ActionId) },
            NoneHeardBecause = NoneHeardBecause ?? "",
            HeardOn = HeardOn.ReadIso(ModelState, nameof(HeardOn), "day on which children were heard", required: heard),
            // A choice among radios cannot be taken back, so it says nothing by itself.
            Directly = heard && Directly,
            From = From ?? "",
            HowMany = string.IsNullOrWhiteSpace(HowMany) ? 0 : int.TryParse(HowMany.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var many) ? many : -1,
            Said = Said ?? "",
            Dissent = Dissent ?? "",
            Done = DoneAbout ?? "",
            ToldOn = ToldOn.ReadIso(ModelState, nameof(ToldOn), "day on which children were told"),
        };
        return TryManyAsync(
            id,
            IsNew ? "What children said is recorded" : "Record corrected",
            () => Calls.Assurance.SaveVoiceRecordAsync(request, cancellationToken: ct).ResponseAsync,
            ct);
    }

    protected override bool IsChoosable(ActionProto action) => action.WithdrawnBecause.Length == 0;

    protected override string PropertyOf(string field) => field == "done" ? nameof(DoneAbout) : base.PropertyOf(field);

    protected override async Task<long> ReadAsync(string id, CancellationToken ct)
    {
        voice = IsNew ? new() : (await Calls.Assurance.ListVoiceRecordsAsync(
            new ListVoiceRecordsRequest { VoiceId = VoiceId }, cancellationToken: ct)).Records[0];
        return await base.ReadAsync(id, ct);
    }

    protected override void Fill()
    {
        base.Fill();
        if (!IsNew)
        {
            (NoneHeardBecause, Directly, From) = (voice.NoneHeardBecause, voice.Directly, voice.From);
            (Said, Dissent, DoneAbout) = (voice.Said, voice.Dissent, voice.Done);
            HowMany = voice.HowMany == 0 ? "" : voice.HowMany.ToString(CultureInfo.InvariantCulture);
            (HeardOn, ToldOn) = (DateEntry.OfIso(voice.HeardOn), DateEntry.OfIso(voice.ToldOn));
            Choose(voice.ActionIds);
        }
    }

    protected override string AddressOf(string id) => Addresses.Voices(Partnership);
}
