using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Jtai.Errors;
using Jtai.Inspections.V1;

namespace Jtai.Inspections;

/// <summary>What a manager makes of what the reader found: kept as it is saved, and done as it is confirmed.</summary>
public sealed record Review
{
    /// <summary>Characters of all corrections that are saved.</summary>
    public const int LongestTogether = 500_000;

    private static readonly string Longest = Finding.LongestText.ToString("N0", CultureInfo.InvariantCulture);

    public required IReadOnlyList<int> LeaveOut { get; init; }
    public required IReadOnlyList<ItemCorrection> Corrections { get; init; }
    public required IReadOnlyList<LeftOverChoice> LeftOvers { get; init; }
    public DateTimeOffset SavedAt { get; init; }
    public Guid SavedBy { get; init; }

    public static Review Of(ConfirmFindingsRequest request) =>
        new() { LeaveOut = request.LeaveOut, Corrections = request.Corrections, LeftOvers = request.LeftOvers };

    public static Review Of(SaveReviewRequest request, Guid savedBy, DateTimeOffset savedAt) => new()
    {
        LeaveOut = [.. request.LeaveOut.Distinct()],
        Corrections = request.Corrections,
        LeftOvers = request.LeftOvers,
        SavedBy = savedBy,
        SavedAt = savedAt,
    };

    /// <summary>The items that become findings, corrections aside, and with them what was left over and is one, in the letter's order.</summary>
    public IEnumerable<FoundItem> Kept(ReadLetter reading)
    {
        var left = LeaveOut.ToHashSet();
        var kinds = LeftOvers.ToDictionary(choice => choice.LeftOverId, choice => choice.Kind);
        var headings = reading.Paragraphs.ToDictionary(paragraph => paragraph.Number, paragraph => paragraph.Heading);
        return reading.Items.Where(item => !left.Contains(item.ItemId))
            .Concat(reading.LeftOvers
                .Where(line => kinds.GetValueOrDefault(line.LeftOverId) != FindingKind.Unspecified)
                .Select(line => new FoundItem
                {
                    Kind = kinds[line.LeftOverId],
                    Text = line.Text,
                    Heading = headings.GetValueOrDefault(line.Paragraph, ""),
                    Page = line.Page,
                    Paragraph = line.Paragraph,
                }))
            // What stands below the letter's end has no paragraph.
            .OrderBy(item => item.Paragraph == 0 ? int.MaxValue : item.Paragraph);
    }

    /// <summary>What is wrong with it, finished or not.</summary>
    public void Check(ReadLetter reading, RequestCheck check)
    {
        var items = reading.Items.ToDictionary(item => item.ItemId);
        // Each once is all that can be right, and bounds the work below.
        new RequestCheck().That(LeaveOut.Count <= items.Count, "leave_out", "Leave out each item of the letter once.")
            .That(Corrections.Count <= items.Count, "corrections", "Correct each item of the letter once.")
            .That(LeftOvers.Count <= reading.LeftOvers.Count, "left_overs", "Choose once for each left-over line where it belongs.")
            .ThrowIfRefused();
        foreach (var (place, id) in LeaveOut.Index())
        {
            check.That(items.ContainsKey(id), $"leave_out[{place}]", $"There is no item {id} in this letter to leave out.");
        }

        var corrected = new HashSet<int>();
        foreach (var (place, correction) in Corrections.Index())
        {
            var (field, item) = ($"corrections[{place}]", $"Item {correction.ItemId}");
            if (!items.TryGetValue(correction.ItemId, out var found))
            {
                check.Refuse($"{field}.item_id", $"There is no item {correction.ItemId} in this letter to correct.");
                continue;
            }

            check.That(corrected.Add(correction.ItemId), $"{field}.item_id", $"{item}: correct it once.")
                .That(
                    correction.Kind is >= FindingKind.Unspecified and <= FindingKind.Strength,
                    $"{field}.kind",
                    $"{item}: choose a priority action, an area for improvement or a strength.")
                .That(correction.Text.Length <= Finding.LongestText, $"{field}.text", $"{item}: shorten its text to {Longest} characters.");
            // A correction of the kind alone may repeat the item's words, which are public by law.
            if (!IsPartOf(correction.Text, found.Text))
            {
                check.NoChild($"{field}.text", correction.Text, item);
            }
        }

        CheckLeftOvers(reading, check);
    }

    /// <summary>What is missing before it can be confirmed.</summary>
    public void CheckFinished(ReadLetter reading, RequestCheck check)
    {
        var left = LeaveOut.ToHashSet();
        check.That(
            reading.Items.Count == 0 || !reading.Items.All(item => left.Contains(item.ItemId)) || LeftOvers.Any(choice => choice.Kind != FindingKind.Unspecified),
            "leave_out",
            "Keep at least one finding.");
        foreach (var (place, correction) in Corrections.Index())
        {
            check.That(!left.Contains(correction.ItemId), $"corrections[{place}].item_id", $"Item {correction.ItemId}: correct it or leave it out, not both.")
                .That(!correction.Emptied || !string.IsNullOrWhiteSpace(correction.Text), $"corrections[{place}].text", $"Item {correction.ItemId}: enter its text, or leave it out.");
        }

        var chosen = LeftOvers.Select(choice => choice.LeftOverId).ToHashSet();
        foreach (var line in reading.LeftOvers.Where(line => line.Reason != LeftOverReason.HeadingInList && !chosen.Contains(line.LeftOverId)))
        {
            check.Refuse($"left_overs.{line.LeftOverId}", $"Left-over line {line.LeftOverId}: choose where it belongs, or that it is not a finding.");
        }
    }

    public V1.Review ToProto() => new()
    {
        LeaveOut = { LeaveOut },
        Corrections = { Corrections },
        LeftOvers = { LeftOvers },
        SavedAt = SavedAt.ToTimestamp(),
        SavedBy = SavedBy.ToString(),
    };

    private void CheckLeftOvers(ReadLetter reading, RequestCheck check)
    {
        var lines = reading.LeftOvers.ToDictionary(line => line.LeftOverId);
        var chosen = new HashSet<int>();
        foreach (var (place, choice) in LeftOvers.Index())
        {
            var (field, called) = ($"left_overs[{place}]", $"Left-over line {choice.LeftOverId}");
            if (!lines.TryGetValue(choice.LeftOverId, out var line))
            {
                check.Refuse($"{field}.left_over_id", $"There is no left-over line {choice.LeftOverId} in this letter.");
                continue;
            }

            check.That(chosen.Add(choice.LeftOverId), $"{field}.left_over_id", $"{called}: choose once where it belongs.")
                .That(System.Enum.IsDefined(choice.Kind), $"{field}.kind", $"{called}: choose where it belongs, or that it is not a finding.")
                .That(
                    choice.Kind == FindingKind.Unspecified || line.Text.Length <= Finding.LongestText,
                    $"{field}.kind",
                    $"{called} has more than {Longest} characters: choose that it is not a finding, and make findings of its parts from the letter.");
        }
    }

    private static bool IsPartOf(string words, string text) => Spaces.None(text).Contains(Spaces.None(words), StringComparison.Ordinal);
}
