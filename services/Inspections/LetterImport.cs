using Jtai.Errors;
using Jtai.Inspections.V1;

namespace Jtai.Inspections;

/// <summary>One letter that was handed in: the job that reads it, and what it found, for review.</summary>
public sealed record LetterImport
{
    /// <summary>10 MB, as the field's file stores count it.</summary>
    public const int LargestFile = 10 * 1024 * 1024;

    /// <summary>How its file stands while it waits (1), for a statement that selects from <c>letter_import</c>.</summary>
    public const string FileColumns =
        """
        letter_import.state = 1 and coalesce(file.state, 'Scanning') = 'Scanning' as scanning,
        case when letter_import.state = 1 and file.state = 'Scanning' then file.why else '' end as scanning_waits
        """;

    /// <summary>Follows <c>letter_import</c> there: a letter's file has its import's id.</summary>
    public const string JoinFile =
        "left join stored_file file on file.tenant_id = letter_import.tenant_id and file.file_id = letter_import.import_id";

    /// <summary>Taking the file out, reading it, checking what it prints.</summary>
    public const int AllSteps = 3;

    public required Guid ImportId { get; init; }
    public required Guid InspectionId { get; init; }
    public required string FileName { get; init; }
    public required LetterImportState State { get; init; }

    /// <summary>While it waits: its file is looked through for viruses, or waits for that.</summary>
    public bool Scanning { get; init; }

    /// <summary>Why that takes longer than it should, in words; else empty.</summary>
    public string ScanningWaits { get; init; } = "";

    /// <summary>As the user gave it; null takes the letter's own date.</summary>
    public DateOnly? ReceivedOn { get; init; }
    public int Step { get; init; }
    public string Failure { get; init; } = "";

    /// <summary>What the reader found; null until it is ready for review.</summary>
    public ReadLetter? Reading { get; init; }

    /// <summary>As last saved; null where nobody saved one. What it corrects stays in the reading as the letter has it.</summary>
    public Review? Review { get; init; }

    public long Version { get; init; } = 1;

    /// <summary>Makes findings of the reviewed items, in the letter's order.</summary>
    /// <param name="request">What the manager left out and corrected.</param>
    /// <param name="inspection">The inspection that the letter belongs to.</param>
    /// <param name="correction">Who reviews, for the wordings that they corrected.</param>
    /// <param name="doubts">What the manager has to answer.</param>
    /// <exception cref="Refused">There is nothing to confirm, or it was confirmed before.</exception>
    /// <exception cref="Conflict">Another review was saved since.</exception>
    /// <exception cref="Invalid">All that is wrong with the review, or missing.</exception>
    public IReadOnlyList<Finding> Confirm(
        ConfirmFindingsRequest request, Inspection inspection, WordingCorrection correction, IReadOnlyCollection<LetterDoubtKind> doubts)
    {
        var reading = ForReview();
        Expect(request.ExpectedVersion == 0 ? Version : request.ExpectedVersion);
        var review = Review.Of(request);
        var check = new RequestCheck()
            .That(
                request.BelongsHere || !doubts.Contains(LetterDoubtKind.OtherPlace),
                "belongs_here",
                "Say that this letter belongs here, or import the right one: it is about another place.")
            .That(
                request.ImportAgain || !doubts.Contains(LetterDoubtKind.AlreadyHeld),
                "import_again",
                "Say that this letter is to be imported again, or leave it: you already hold it.");
        review.Check(reading, check);
        review.CheckFinished(reading, check);
        check.ThrowIfRefused();
        var corrections = request.Corrections.ToDictionary(correction => correction.ItemId);
        return
        [
            .. review.Kept(reading).Select((item, place) => Finding.FromItem(
                item, inspection.InspectionId, place + 1, corrections.GetValueOrDefault(item.ItemId), correction)),
        ];
    }

    /// <summary>Keeps the review as far as it is.</summary>
    /// <inheritdoc cref="Confirm"/>
    public LetterImport Save(SaveReviewRequest request, Guid savedBy, DateTimeOffset now)
    {
        var reading = ForReview();
        Expect(request.ExpectedVersion);
        var check = new RequestCheck().That(
            request.Corrections.Sum(correction => (long)correction.Text.Length) <= Review.LongestTogether,
            "corrections",
            "The corrected texts are longer than a letter: shorten them to 500,000 characters together.");
        var review = Review.Of(request, savedBy, now);
        review.Check(reading, check);
        check.ThrowIfRefused();
        return this with { Review = review, Version = Version + 1 };
    }

    public V1.LetterImport ToProto()
    {
        var import = new V1.LetterImport
        {
            ImportId = ImportId.ToString(),
            InspectionId = InspectionId.ToString(),
            FileName = FileName,
            State = State,
            Step = Step,
            Steps = AllSteps,
            Failure = Failure,
            Review = Review?.ToProto(),
            Version = Version,
            Scanning = Scanning,
            ScanningWaits = ScanningWaits,
        };
        Reading?.WriteTo(import);
        return import;
    }

    private ReadLetter ForReview() => State switch
    {
        LetterImportState.ReadyForReview when Reading is not null => Reading,
        LetterImportState.Confirmed => throw new Refused("The findings of this letter are already confirmed."),
        LetterImportState.Failed => throw new Refused($"This letter could not be read: {Failure}"),
        _ => throw new Refused("The letter is still being read. Review what was found first."),
    };

    private void Expect(long version)
    {
        if (version != Version)
        {
            throw new Conflict(Version);
        }
    }
}
