using Jtai.Errors;
using Jtai.Field;
using Jtai.Store;

namespace Jtai.Actions;

/// <summary>What shows whether actions changed something for children. Rules only.</summary>
public sealed record ImpactMeasure
{
    public const int MostOfAPlan = 200;
    public const int MostReadings = 1000;

    public Guid MeasureId { get; init; }
    public Guid PlanId { get; init; }
    public Guid InspectionId { get; init; }

    /// <summary>In the order chosen; rows of their own.</summary>
    public Guid[] ActionIds { get; init; } = [];
    public string What { get; init; } = "";
    public string Unit { get; init; } = "";
    public V1.MeasureDirection Direction { get; init; }
    public decimal? Baseline { get; init; }
    public DateOnly? BaselineOn { get; init; }

    /// <summary>Null for a figure for context.</summary>
    public decimal? Target { get; init; }
    public DateOnly? TargetOn { get; init; }
    public DateOnly? NotExpectedBefore { get; init; }
    public bool CountsPeople { get; init; }
    public string SoWhat { get; init; } = "";

    /// <summary>Who alone may agree that paragraph.</summary>
    public Guid? SoWhatAgreedBy { get; init; }

    /// <summary>Null while nobody has agreed it as it stands.</summary>
    public DateOnly? SoWhatAgreedOn { get; init; }
    public string WithdrawnBecause { get; init; } = "";
    public long Version { get; init; }

    /// <summary>That of the latest day, and how many there are; rows of their own.</summary>
    public ImpactReading? LastReading { get; init; }
    public int Readings { get; init; }

    /// <summary>What a request makes of it; of a new one the version is 0.</summary>
    /// <param name="request">As it came.</param>
    /// <param name="actionIds">What it is about.</param>
    /// <param name="today">The day in London.</param>
    /// <param name="check">Collects what is refused.</param>
    /// <exception cref="Invalid">A field cannot be accepted.</exception>
    /// <exception cref="Refused">It was withdrawn, or says so already.</exception>
    public ImpactMeasure Say(V1.SaveImpactMeasureRequest request, Guid[] actionIds, DateOnly today, RequestCheck check)
    {
        check.Known("direction", request.Direction, "which way is better, or that it is a figure for context");
        var said = this with
        {
            ActionIds = actionIds,
            What = check.Text("what", request.What, "What is measured", 200, required: true),
            Unit = check.Text("unit", request.Unit, "The unit", 40, required: true),
            Direction = request.Direction,
            Baseline = Figure.Read("baseline", request.Baseline, "The figure at the start", request.CountsPeople, check),
            BaselineOn = check.Date("baseline_on", request.BaselineOn, "The day of the figure at the start"),
            Target = Figure.Read("target", request.Target, "The target", request.CountsPeople, check),
            TargetOn = check.Date("target_on", request.TargetOn, "The day of the target"),
            NotExpectedBefore = check.Date("not_expected_before", request.NotExpectedBefore, "The day before which no change is expected"),
            CountsPeople = request.CountsPeople,
        };
        said.CheckBaseline(request, today, check);
        said.CheckTarget(request, check);
        check.ThrowIfRefused();
        RefuseIfWithdrawn();
        return said != this
            ? said with { Version = Version + 1 }
            : throw new Refused("Nothing is changed: the measure says all of this already.");
    }

    /// <summary>With a reading more, or with that of its day replaced.</summary>
    /// <param name="reading">As it is now.</param>
    /// <param name="replaced">That of the day before; null where there was none.</param>
    public ImpactMeasure With(ImpactReading reading, ImpactReading? replaced) => this with
    {
        LastReading = LastReading is null || LastReading.ReadOn <= reading.ReadOn ? reading : LastReading,
        Readings = Readings + (replaced is null ? 1 : 0),
        Version = Version + 1,
    };

    /// <summary>Says what the change means for children, and who is to agree it. Another paragraph, or another person, is not agreed.</summary>
    /// <exception cref="Refused">It was withdrawn, or says so already.</exception>
    public ImpactMeasure SaySoWhat(string words, Guid? agreedBy)
    {
        RefuseIfWithdrawn();
        return words != SoWhat || agreedBy != SoWhatAgreedBy
            ? this with { SoWhat = words, SoWhatAgreedBy = agreedBy, SoWhatAgreedOn = null, Version = Version + 1 }
            : throw new Refused("Nothing is changed: the paragraph and who agrees it are these already.");
    }

    public bool MayBeAgreedBy(Guid personId) =>
        WithdrawnBecause.Length == 0 && SoWhat.Length > 0 && SoWhatAgreedBy == personId && SoWhatAgreedOn is null;

    /// <exception cref="Forbidden">Somebody else is named, or nobody.</exception>
    /// <exception cref="Refused">It was withdrawn, or is agreed already.</exception>
    public ImpactMeasure Agree(Guid personId, DateOnly today)
    {
        if (SoWhatAgreedBy != personId)
        {
            throw new Forbidden("Only the person who is named to agree this paragraph can agree it.");
        }

        RefuseIfWithdrawn();
        return SoWhatAgreedOn is { } day
            ? throw new Refused($"This paragraph was agreed on {day.InWords()}.")
            : this with { SoWhatAgreedOn = today, Version = Version + 1 };
    }

    public ImpactMeasure Withdraw(string reason)
    {
        RefuseIfWithdrawn();
        return this with { WithdrawnBecause = reason, Version = Version + 1 };
    }

    /// <exception cref="Refused">It was withdrawn.</exception>
    public void RefuseIfWithdrawn()
    {
        if (WithdrawnBecause.Length > 0)
        {
            throw new Refused("This measure was withdrawn. Add another one.");
        }
    }

    /// <summary>What differs, for its history. What a reading says is added by whoever records it.</summary>
    public static IReadOnlyList<V1.FieldChange> Changes(ImpactMeasure? before, ImpactMeasure after) => FieldChanges.Between(
        before?.ToProto() ?? new(), after.ToProto(),
        "what", "unit", "direction", "baseline", "baseline_on", "target", "target_on", "not_expected_before", "counts_people", "action_ids", "so_what",
        "so_what_agreed_by", "so_what_agreed_on");

    /// <summary>What it has become, for audit and event.</summary>
    public Change Changed() => new(MeasureId.ToString(), Version, new V1.ImpactMeasureChanged { Measure = ToProto() });

    public V1.AssuranceReply ToReply() => new() { RecordId = MeasureId.ToString(), Version = Version };

    public V1.ImpactMeasure ToProto() => new()
    {
        MeasureId = MeasureId.ToString(),
        PlanId = PlanId.ToString(),
        InspectionId = InspectionId.ToString(),
        ActionIds = { ActionIds.Select(id => id.ToString()) },
        What = What,
        Unit = Unit,
        Direction = Direction,
        Baseline = Figure.ToText(Baseline),
        BaselineOn = BaselineOn.ToIso(),
        Target = Figure.ToText(Target),
        TargetOn = TargetOn.ToIso(),
        NotExpectedBefore = NotExpectedBefore.ToIso(),
        CountsPeople = CountsPeople,
        SoWhat = SoWhat,
        SoWhatAgreedBy = SoWhatAgreedBy?.ToString() ?? "",
        SoWhatAgreedOn = SoWhatAgreedOn.ToIso(),
        LastReading = LastReading?.ToProto(),
        Readings = Readings,
        WithdrawnBecause = WithdrawnBecause,
        Version = Version,
    };

    private void CheckBaseline(V1.SaveImpactMeasureRequest request, DateOnly today, RequestCheck check) => check
        .That((request.Baseline.Length == 0) == (request.BaselineOn.Length == 0), "baseline_on", "Enter the figure at the start and its day, or neither.")
        .That(!(BaselineOn > today), "baseline_on", "The day of the figure at the start cannot be in the future.");

    private void CheckTarget(V1.SaveImpactMeasureRequest request, RequestCheck check)
    {
        if (Direction == V1.MeasureDirection.Context)
        {
            check.That(request.Target.Length == 0 && request.TargetOn.Length == 0, "target", "A figure for context has no target. Leave it out.");
            return;
        }

        check.That(request.Target.Length > 0, "target", "Enter the target, or say that it is a figure for context.")
            .That(request.TargetOn.Length > 0, "target_on", "Enter by when the target is to be reached.")
            .That(
                Direction != V1.MeasureDirection.UpIsBetter || !(Target <= Baseline), "target",
                "Where more is better the target is above the figure at the start.")
            .That(
                Direction != V1.MeasureDirection.DownIsBetter || !(Target >= Baseline), "target",
                "Where less is better the target is below the figure at the start.")
            .That(!(TargetOn <= BaselineOn), "target_on", "The day of the target must be after that of the figure at the start.")
            .That(!(NotExpectedBefore > TargetOn), "not_expected_before", "A change must be expected by the day of the target.");
    }
}
