using Jtai.Errors;
using Jtai.Field;
using Jtai.Inspections.V1;
using Jtai.Partners.V1;
using Jtai.Store;

namespace Jtai.Inspections;

/// <summary>
/// One joint targeted area inspection of one partnership: its phase, who may see it, and what its letter demands.
/// </summary>
public sealed partial record Inspection
{
    public const int LongestTheme = 300;

    public required Guid InspectionId { get; init; }
    public required string Reference { get; init; }
    public required string Theme { get; init; }
    public required InspectionPhase Phase { get; init; }
    public DateOnly? NotifiedOn { get; init; }
    public DateOnly? FieldworkStartsOn { get; init; }
    public DateOnly? FieldworkEndsOn { get; init; }
    public DateOnly? LetterReceivedOn { get; init; }
    public DateOnly? LetterDated { get; init; }
    public DateOnly? PublishedOn { get; init; }
    public string PublishedUrl { get; init; } = "";
    public DateOnly? StatementDueOn { get; init; }
    public string StatementDueAsPrinted { get; init; } = "";
    public string StatementPreparedBy { get; init; } = "";
    public string StatementSentBy { get; init; } = "";
    public string StatementSentTo { get; init; } = "";
    public IReadOnlyList<LetterWarning> Warnings { get; init; } = [];
    public string LetterSha256 { get; init; } = "";

    /// <summary>The import whose findings were confirmed; its paragraphs are the inspection's letter.</summary>
    public Guid? ConfirmedImportId { get; init; }
    public required Guid[] ReaderIds { get; init; }
    public string[] Addressees { get; init; } = [];
    public int PriorityActions { get; init; }
    public int Improvements { get; init; }
    public int Strengths { get; init; }

    /// <summary>Why it was taken out as recorded by mistake; empty where it was not.</summary>
    public string WithdrawnBecause { get; init; } = "";
    public required long Version { get; init; }

    /// <summary>From which predecessor it came; null where it is the partnership's own.</summary>
    public TakenOver? TakenOver { get; init; }

    /// <summary>The year in its reference; the references of its findings carry the same one.</summary>
    public int Year => int.Parse(Reference.Split('-')[1], System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>
    /// The series that its findings continue, once it has a reference itself. Of one that was taken over it is the partnership's
    /// own: each successor may add findings, and no two have one reference.
    /// </summary>
    /// <param name="last">The number given last in the partnership.</param>
    /// <param name="ownCode">The partnership's.</param>
    public ReferenceSeries ReferencesOfFindings(int last, string ownCode) =>
        new(TakenOver is null ? Reference.Split('-')[0] : ownCode, Year, ReferenceSeries.Findings, last);

    public bool IsPublished => Phase == InspectionPhase.Published;

    /// <summary>Records an inspection from notification on; whoever records it is the first of its named list.</summary>
    /// <exception cref="Invalid">All that is wrong with what was entered.</exception>
    public static Inspection Record(Guid id, RecordInspectionRequest request, Guid recordedBy)
    {
        var check = new RequestCheck();
        var theme = ReadTheme(request.Theme, check);
        check.That(
            request.Phase is >= InspectionPhase.Notified and <= InspectionPhase.PrePublication,
            "phase",
            "Choose the phase that the inspection is in, from notified to pre-publication. Publishing it is a step of its own.");
        var (notified, starts, ends) = ReadDates(request.NotifiedOn, request.FieldworkStartsOn, request.FieldworkEndsOn, check);
        check.ThrowIfRefused();
        return new Inspection
        {
            InspectionId = id,
            Reference = "",
            Theme = theme,
            Phase = request.Phase,
            NotifiedOn = notified,
            FieldworkStartsOn = starts,
            FieldworkEndsOn = ends,
            ReaderIds = [recordedBy],
            Version = 1,
        };
    }

    /// <summary>Goes on if nobody else changed it first.</summary>
    /// <exception cref="Conflict">The version is not the present one.</exception>
    /// <exception cref="Refused">It is withdrawn.</exception>
    public Inspection Expect(long version) => version == Version ? RefuseIfWithdrawn() : throw new Conflict(Version);

    /// <exception cref="Refused">It is withdrawn.</exception>
    public Inspection RefuseIfWithdrawn() => WithdrawnBecause.Length == 0
        ? this
        : throw new Refused("This inspection was withdrawn and takes no changes. Record it anew if it was withdrawn by mistake.");

    /// <param name="phase">Later or earlier than the present one.</param>
    /// <param name="reason">Why it goes back; may be empty to go forward.</param>
    /// <exception cref="Refused">The phase is the present one, or publication, which has its own act and stays.</exception>
    public Inspection MoveTo(InspectionPhase phase, string reason)
    {
        if (phase is InspectionPhase.Unspecified || !Enum.IsDefined(phase))
        {
            throw new Invalid("phase", "Choose a phase.");
        }

        if (phase == InspectionPhase.Published)
        {
            throw new Refused("Publishing makes the letter public: use publish, which asks for the date and the address.");
        }

        if (IsPublished)
        {
            throw new Refused(
                "A published inspection stays published: its letter is public, and others may have acted on it. Correct the day or "
                + "the address of publication instead.");
        }

        if (phase == Phase)
        {
            throw new Invalid("phase", $"The inspection is already at {Words(Phase)}. Choose another phase.");
        }

        return phase > Phase || reason.Length > 0
            ? this with { Phase = phase, Version = Version + 1 }
            : throw new Invalid("reason", "Say why the inspection goes back to an earlier phase.");
    }

    /// <summary>Takes over what the letter prints, once its findings are confirmed.</summary>
    public Inspection Confirm(LetterImport import, IReadOnlyCollection<Finding> findings)
    {
        RefuseIfWithdrawn();
        if (ConfirmedImportId is not null)
        {
            throw new Refused(
                "The findings of this inspection are already confirmed. What is missing can be made from a paragraph of its letter.");
        }

        var reading = import.Reading ?? throw new Refused("The letter is not read yet.");
        return (this with
        {
            ConfirmedImportId = import.ImportId,
            FieldworkStartsOn = reading.FieldworkStartsOn ?? FieldworkStartsOn,
            FieldworkEndsOn = reading.FieldworkEndsOn ?? FieldworkEndsOn,
            LetterReceivedOn = import.ReceivedOn ?? reading.LetterDated,
            LetterDated = reading.LetterDated,
            StatementDueOn = reading.StatementDueOn,
            StatementDueAsPrinted = reading.StatementDueAsPrinted,
            StatementPreparedBy = reading.StatementPreparedBy,
            StatementSentBy = reading.StatementSentBy,
            StatementSentTo = reading.StatementSentTo,
            Warnings = reading.Warnings,
            LetterSha256 = reading.Sha256,
            Addressees = [.. reading.Addressees],
        }).Count(findings);
    }

    /// <summary>Adds findings to its counts, once those that they were are taken away.</summary>
    public Inspection Count(IReadOnlyCollection<Finding> findings, params IReadOnlyCollection<Finding> were) => this with
    {
        PriorityActions = PriorityActions + Of(FindingKind.PriorityAction, findings) - Of(FindingKind.PriorityAction, were),
        Improvements = Improvements + Of(FindingKind.Improvement, findings) - Of(FindingKind.Improvement, were),
        Strengths = Strengths + Of(FindingKind.Strength, findings) - Of(FindingKind.Strength, were),
        Version = Version + 1,
    };

    public InspectionReply ToReply() => new()
    {
        InspectionId = InspectionId.ToString(),
        Reference = ShownReference,
        Version = Version,
    };

    public Change ToChange() => new(InspectionId.ToString(), Version, new InspectionChanged { Inspection = ToProto() });

    public V1.Inspection ToProto() => new()
    {
        InspectionId = InspectionId.ToString(),
        Reference = ShownReference,
        Theme = Theme,
        Phase = Phase,
        NotifiedOn = NotifiedOn.ToIso(),
        FieldworkStartsOn = FieldworkStartsOn.ToIso(),
        FieldworkEndsOn = FieldworkEndsOn.ToIso(),
        LetterReceivedOn = LetterReceivedOn.ToIso(),
        LetterDated = LetterDated.ToIso(),
        PublishedOn = PublishedOn.ToIso(),
        PublishedUrl = PublishedUrl,
        StatementDueOn = StatementDueOn.ToIso(),
        StatementDueAsPrinted = StatementDueAsPrinted,
        StatementPreparedBy = StatementPreparedBy,
        StatementSentBy = StatementSentBy,
        StatementSentTo = StatementSentTo,
        Warnings = { Warnings },
        LetterSha256 = LetterSha256,
        ReaderIds = { ReaderIds.Select(reader => reader.ToString()) },
        PriorityActions = PriorityActions,
        Improvements = Improvements,
        Strengths = Strengths,
        Addressees = { Addressees },
        WithdrawnBecause = WithdrawnBecause,
        TakenOver = TakenOver,
        Version = Version,
    };

    // Before publication a number would tell how much there is that others do not see.
    private string ShownReference => Reference.Length > 0 ? Reference : "Draft inspection";

    private static int Of(FindingKind kind, IReadOnlyCollection<Finding> findings) =>
        findings.Count(finding => finding.Kind == kind && finding.WithdrawnBecause.Length == 0);

    private static string Words(InspectionPhase phase) => phase switch
    {
        InspectionPhase.Notified => "notified",
        InspectionPhase.Fieldwork => "fieldwork",
        InspectionPhase.AccuracyDraft => "accuracy draft",
        InspectionPhase.PrePublication => "pre-publication",
        _ => "published",
    };
}
