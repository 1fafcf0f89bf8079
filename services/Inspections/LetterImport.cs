using Jtai.Errors;
using Jtai.Field;
using Jtai.Inspections.V1;

namespace Jtai.Inspections;

/// <summary>One letter that was handed in: the job that reads it, and what it found, for review.</summary>
public sealed record LetterImport
{
    /// <summary>10 MB, as the field's file stores count it.</summary>
    public const int LargestFile = 10 * 1024 * 1024;

    /// <summary>Taking the file out, reading it, checking what it prints.</summary>
    public const int AllSteps = 3;

    public required Guid ImportId { get; init; }
    public required Guid InspectionId { get; init; }
    public required string FileName { get; init; }
    public required LetterImportState State { get; init; }

    /// <summary>As the user gave it; null takes the letter's own date.</summary>
    public DateOnly? ReceivedOn { get; init; }
    public int Step { get; init; }
    public string Failure { get; init; } = "";

    /// <summary>What the reader found; null until it is ready for review.</summary>
    public ReadLetter? Reading { get; init; }

    /// <summary>Makes findings of the reviewed items, in the letter's order.</summary>
    /// <param name="request">What the manager left out and corrected.</param>
    /// <param name="inspection">The inspection that the letter belongs to.</param>
    /// <param name="reference">Reference of the nth finding, from 0.</param>
    /// <exception cref="Refused">There is nothing to confirm, or it was confirmed before.</exception>
    /// <exception cref="Invalid">A correction or an omission names no item, or leaves no finding.</exception>
    public IReadOnlyList<Finding> Confirm(ConfirmFindingsRequest request, Inspection inspection, Func<int, string> reference)
    {
        if (State == LetterImportState.Confirmed)
        {
            throw new Refused("The findings of this letter are already confirmed.");
        }

        if (State != LetterImportState.ReadyForReview || Reading is null)
        {
            throw new Refused(State == LetterImportState.Failed
                ? $"This letter could not be read: {Failure}"
                : "The letter is still being read. Review what was found first.");
        }

        Check(request, Reading);
        var leftOut = request.LeaveOut.ToHashSet();
        var corrections = request.Corrections.ToDictionary(correction => correction.ItemId);
        return
        [
            .. Reading.Items
                .Where(item => !leftOut.Contains(item.ItemId))
                .Select((item, place) => Finding.FromItem(
                    item, inspection.InspectionId, reference(place), place + 1, corrections.GetValueOrDefault(item.ItemId))),
        ];
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
        };
        Reading?.WriteTo(import);
        return import;
    }

    private static void Check(ConfirmFindingsRequest request, ReadLetter reading)
    {
        var check = new RequestCheck();
        var known = reading.Items.ToDictionary(item => item.ItemId);
        // Each once is all that can be right, and bounds the work below.
        check.That(request.LeaveOut.Count <= known.Count, "leave_out", "Leave out each item of the letter once.");
        check.That(request.Corrections.Count <= known.Count, "corrections", "Correct each item of the letter once.");
        check.ThrowIfRefused();
        var leftOut = request.LeaveOut.ToHashSet();
        check.That(
            leftOut.All(known.ContainsKey),
            "leave_out",
            "One of the items to leave out is not in this letter.");
        check.That(
            known.Count == 0 || !known.Keys.All(leftOut.Contains),
            "leave_out",
            "Keep at least one finding.");
        check.That(
            request.Corrections.All(correction => known.ContainsKey(correction.ItemId)),
            "corrections",
            "One of the corrections is for an item that is not in this letter.");
        check.That(
            request.Corrections.Select(correction => correction.ItemId).Distinct().Count() == request.Corrections.Count,
            "corrections",
            "Correct each item once.");
        check.That(
            !request.Corrections.Any(correction => leftOut.Contains(correction.ItemId)),
            "corrections",
            "An item cannot be both left out and corrected.");
        check.That(
            request.Corrections.All(correction => correction.Kind is >= FindingKind.Unspecified and <= FindingKind.Strength),
            "corrections",
            "An item of a list is a priority action, an area for improvement or a strength.");
        check.That(
            request.Corrections.All(correction => correction.Text.Length <= Finding.LongestText),
            "corrections",
            $"Shorten the corrected text to {Finding.LongestText:N0} characters.");
        check.That(
            request.Corrections.All(correction => correction.Text.Length > Finding.LongestText || !NhsNumber.IsIn(correction.Text) || AreTheLetters(correction, known)),
            "corrections",
            NhsNumber.Refusal("A corrected text"));
        check.ThrowIfRefused();
    }

    // A correction of the kind alone may repeat the item's words, which are public by law.
    private static bool AreTheLetters(ItemCorrection words, Dictionary<int, FoundItem> known) =>
        known.TryGetValue(words.ItemId, out var item) && Spaces.None(item.Text).Contains(Spaces.None(words.Text), StringComparison.Ordinal);
}
