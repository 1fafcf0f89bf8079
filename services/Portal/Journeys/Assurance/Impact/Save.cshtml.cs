using Jtai.Actions.V1;
using Jtai.Partners.V1;
using Jtai.Portal.Design;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;
using Microsoft.AspNetCore.Mvc;
using ActionProto = Jtai.Actions.V1.Action;

namespace Jtai.Portal.Journeys.Assurance.Impact;

/// <summary>Adds a measure of impact of a plan's actions, or changes what it says.</summary>
public sealed class SaveModel(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : ManyActionsStep(calls, membersReader, person, time)
{
    private ImpactMeasureRecord record = new();
    private string saved = "";

    /// <summary>Of the address; empty for a new one.</summary>
    [FromRoute(Name = "measure")]
    public string? MeasureId { get; set; }

    [BindProperty]
    public string? What { get; set; }

    [BindProperty]
    public string? Unit { get; set; }

    [BindProperty]
    public MeasureDirection Direction { get; set; }

    [BindProperty]
    public string? Baseline { get; set; }

    [BindProperty]
    public DateEntry BaselineOn { get; set; } = new();

    [BindProperty]
    public string? Target { get; set; }

    [BindProperty]
    public DateEntry TargetOn { get; set; } = new();

    [BindProperty]
    public DateEntry NotExpectedBefore { get; set; } = new();

    [BindProperty]
    public bool CountsPeople { get; set; }

    public bool IsNew => string.IsNullOrEmpty(MeasureId);

    /// <summary>As it is saved; empty for a new one.</summary>
    public ImpactMeasure Measure => record.Measure ?? new();

    public static IEnumerable<Choice> Directions { get; } =
        [.. ImpactWords.Directions.Select(direction => new Choice(direction.ToString(), ImpactWords.Of(direction)))];

    public static IEnumerable<Choice> YesOrNo { get; } = [new("True", "Yes"), new("False", "No")];

    public override string ChoiceHint => "Up to 50 of the plan, whose impact it shows";

    protected override long CurrentVersion => Measure.Version;

    protected override IActionResult? Refusal =>
        !(IsNew ? Person.IsAny(Capacity.PartnershipManager, Capacity.AgencyLead) : record.MayChange) ? Forbid()
        : Plan.Closing is not null ? Redirect(Addresses.Plan(Partnership, Plan.PlanId))
        : IsNew || Measure.PlanId == Plan.PlanId ? null
        : NotFound();

    public Task<IActionResult> OnPostAsync(string id, CancellationToken ct)
    {
        var request = new SaveImpactMeasureRequest
        {
            MeasureId = MeasureId ?? "",
            ExpectedVersion = Version,
            PlanId = id,
            ActionIds = { ReadChosen().Select(one => one.ActionId) },
            What = What ?? "",
            Unit = Unit ?? "",
            Direction = Direction,
            Baseline = FigureEntry.Read(Baseline),
            BaselineOn = BaselineOn.ReadIso(ModelState, nameof(BaselineOn), "day of the figure at the start"),
            Target = FigureEntry.Read(Target),
            TargetOn = TargetOn.ReadIso(ModelState, nameof(TargetOn), "day of the target"),
            NotExpectedBefore = NotExpectedBefore.ReadIso(ModelState, nameof(NotExpectedBefore), "day before which no change is expected"),
            CountsPeople = CountsPeople,
        };
        return TryManyAsync(
            id,
            IsNew ? "Measure added" : "Measure changed",
            async () => saved = (await Calls.Assurance.SaveImpactMeasureAsync(request, cancellationToken: ct)).RecordId,
            ct);
    }

    protected override bool IsChoosable(ActionProto action) => action.WithdrawnBecause.Length == 0;

    protected override async Task<long> ReadAsync(string id, CancellationToken ct)
    {
        record = IsNew ? new() : await Calls.Assurance.GetImpactMeasureAsync(new GetImpactMeasureRequest { MeasureId = MeasureId }, cancellationToken: ct);
        return await base.ReadAsync(id, ct);
    }

    protected override void Fill()
    {
        base.Fill();
        if (!IsNew)
        {
            (What, Unit, Direction, CountsPeople) = (Measure.What, Measure.Unit, Measure.Direction, Measure.CountsPeople);
            (Baseline, BaselineOn) = (Measure.Baseline, DateEntry.OfIso(Measure.BaselineOn));
            (Target, TargetOn) = (Measure.Target, DateEntry.OfIso(Measure.TargetOn));
            NotExpectedBefore = DateEntry.OfIso(Measure.NotExpectedBefore);
            Choose(Measure.ActionIds);
        }
    }

    protected override string AddressOf(string id) => Addresses.ImpactMeasure(Partnership, saved);
}
