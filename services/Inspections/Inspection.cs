using Jtai.Errors;
using Jtai.Field;
using Jtai.Inspections.V1;
using Jtai.Store;

namespace Jtai.Inspections;

/// <summary>
/// One joint targeted area inspection of one partnership: its phase, who may see it, and what its letter demands.
/// </summary>
public sealed record Inspection
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
    public required long Version { get; init; }

    /// <summary>The year in its reference; the references of its findings carry the same one.</summary>
    public int Year => int.Parse(Reference.Split('-')[1], System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The series that its findings continue.</summary>
    public ReferenceSeries ReferencesOfFindings(int last) => new(Reference.Split('-')[0], Year, ReferenceSeries.Findings, last);

    public bool IsPublished => Phase == InspectionPhase.Published;

    /// <summary>Records an inspection from notification on; whoever records it is the first of its named list.</summary>
    /// <exception cref="Invalid">All that is wrong with what was entered.</exception>
    public static Inspection Record(Guid id, string reference, RecordInspectionRequest request, Guid recordedBy)
    {
        var check = new RequestCheck();
        var theme = request.Theme.Trim();
        check.That(theme.Length > 0, "theme", "Enter the theme of the inspection, for example serious youth violence.");
        check.That(theme.Length <= LongestTheme, "theme", $"Shorten the theme to {LongestTheme} characters.");
        check.NoNhsNumber("theme", theme, "The theme");
        check.That(
            request.Phase is >= InspectionPhase.Notified and <= InspectionPhase.PrePublication,
            "phase",
            "Choose the phase that the inspection is in, from notified to pre-publication. Publishing it is a step of its own.");
        var notified = check.Date("notified_on", request.NotifiedOn, "The day of notification");
        var starts = check.Date("fieldwork_starts_on", request.FieldworkStartsOn, "The first day of fieldwork");
        var ends = check.Date("fieldwork_ends_on", request.FieldworkEndsOn, "The last day of fieldwork");
        check.That(!(starts < notified), "fieldwork_starts_on", "Fieldwork cannot start before the notification.");
        check.That(!(ends < starts), "fieldwork_ends_on", "Fieldwork cannot end before it starts.");
        check.ThrowIfRefused();
        return new Inspection
        {
            InspectionId = id,
            Reference = reference,
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
    public Inspection Expect(long version) => version == Version ? this : throw new Conflict(Version);

    /// <exception cref="Refused">The phase is the present one, an earlier one, or publication, which has its own act.</exception>
    public Inspection MoveTo(InspectionPhase phase)
    {
        if (phase is InspectionPhase.Unspecified || !Enum.IsDefined(phase))
        {
            throw new Invalid("phase", "Choose a phase.");
        }

        if (phase == InspectionPhase.Published)
        {
            throw new Refused("Publishing makes the letter public: use publish, which asks for the date and the address.");
        }

        return phase > Phase
            ? this with { Phase = phase, Version = Version + 1 }
            : throw new Refused($"The inspection is already at {Words(Phase)}; phases only move forward.");
    }

    /// <summary>Replaces the named list.</summary>
    /// <param name="readers">Whom the list shall name.</param>
    /// <param name="caller">The manager who names them, who stays on the list.</param>
    /// <param name="appointed">The people with a current appointment in the partnership.</param>
    public Inspection NameReaders(IReadOnlyList<Guid> readers, Guid caller, IReadOnlySet<Guid> appointed)
    {
        if (IsPublished)
        {
            throw new Refused("The inspection is published: everybody in the partnership sees it, and its named list is closed.");
        }

        var check = new RequestCheck();
        check.That(
            readers.Contains(caller),
            "reader_ids",
            "Keep yourself on the list, so that somebody can still change it.");
        check.That(
            readers.All(reader => reader == caller || appointed.Contains(reader)),
            "reader_ids",
            "Name only people who have a current appointment in this partnership.");
        check.ThrowIfRefused();
        return this with { ReaderIds = [.. readers.Distinct()], Version = Version + 1 };
    }

    /// <summary>Opens the inspection to everybody in the partnership.</summary>
    /// <param name="request">When and where the letter was published.</param>
    /// <param name="today">The day in London.</param>
    public Inspection Publish(PublishInspectionRequest request, DateOnly today)
    {
        if (IsPublished)
        {
            throw new Refused("The inspection is already published.");
        }

        var check = new RequestCheck();
        check.That(request.PublishedOn.Length > 0, "published_on", "Enter the day on which the letter was published.");
        var on = check.Date("published_on", request.PublishedOn, "The day of publication");
        check.That(
            !(on > today),
            "published_on",
            "The day of publication cannot be in the future: until then only the named list may see it.");
        check.That(!(on < FieldworkEndsOn), "published_on", "A letter cannot be published before the fieldwork ended.");
        check.That(
            request.PublishedUrl.Length == 0 || IsWebAddress(request.PublishedUrl),
            "published_url",
            "Enter the web address of the letter in full, beginning with https://.");
        check.ThrowIfRefused();
        return this with
        {
            Phase = InspectionPhase.Published,
            PublishedOn = on,
            PublishedUrl = request.PublishedUrl,
            Version = Version + 1,
        };
    }

    /// <summary>Takes over what the letter prints, once its findings are confirmed.</summary>
    public Inspection Confirm(LetterImport import, IReadOnlyCollection<Finding> findings)
    {
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

    /// <summary>Adds findings to its counts.</summary>
    public Inspection Count(IReadOnlyCollection<Finding> findings) => this with
    {
        PriorityActions = PriorityActions + findings.Count(finding => finding.Kind == FindingKind.PriorityAction),
        Improvements = Improvements + findings.Count(finding => finding.Kind == FindingKind.Improvement),
        Strengths = Strengths + findings.Count(finding => finding.Kind == FindingKind.Strength),
        Version = Version + 1,
    };

    public InspectionReply ToReply() => new()
    {
        InspectionId = InspectionId.ToString(),
        Reference = Reference,
        Version = Version,
    };

    public Change ToChange() => new(InspectionId.ToString(), Version, new InspectionChanged { Inspection = ToProto() });

    public V1.Inspection ToProto() => new()
    {
        InspectionId = InspectionId.ToString(),
        Reference = Reference,
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
        Version = Version,
    };

    private static bool IsWebAddress(string value) =>
        value.Length <= 2000 && Uri.TryCreate(value, UriKind.Absolute, out var address) && address.Scheme is "https" or "http";

    private static string Words(InspectionPhase phase) => phase switch
    {
        InspectionPhase.Notified => "notified",
        InspectionPhase.Fieldwork => "fieldwork",
        InspectionPhase.AccuracyDraft => "accuracy draft",
        InspectionPhase.PrePublication => "pre-publication",
        _ => "published",
    };
}
