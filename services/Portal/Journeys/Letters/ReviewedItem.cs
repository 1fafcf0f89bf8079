using Jtai.Inspections.V1;

namespace Jtai.Portal.Journeys.Letters;

/// <summary>One item that was found, as the reviewing person leaves it.</summary>
public sealed class ReviewedItem
{
    public int ItemId { get; set; }

    public bool LeaveOut { get; set; }

    public FindingKind Kind { get; set; }

    public string? Text { get; set; }

    /// <summary>As it was saved; as it was found where nobody saved a review.</summary>
    public static ReviewedItem Of(FoundItem item, Review? saved)
    {
        var correction = saved?.Corrections.FirstOrDefault(correction => correction.ItemId == item.ItemId);
        return new()
        {
            ItemId = item.ItemId,
            LeaveOut = saved?.LeaveOut.Contains(item.ItemId) == true,
            Kind = correction is null or { Kind: FindingKind.Unspecified } ? item.Kind : correction.Kind,
            Text = correction is null or { Text: "", Emptied: false } ? item.Text : correction.Text,
        };
    }

    /// <summary>What the person changed; null where they changed nothing.</summary>
    public ItemCorrection? CorrectionOf(FoundItem item)
    {
        // A browser sends line breaks as CR LF, whatever was in the field.
        var text = (Text ?? "").ReplaceLineEndings("\n").Trim();
        var sameText = text == item.Text.ReplaceLineEndings("\n").Trim();
        return sameText && Kind == item.Kind
            ? null
            : new ItemCorrection { ItemId = ItemId, Kind = Kind, Text = sameText ? "" : text, Emptied = text.Length == 0 };
    }
}

/// <summary>One line that was left over, and where the reviewing person says that it belongs.</summary>
public sealed class ReviewedLeftOver
{
    public int LeftOverId { get; set; }

    /// <summary>Unspecified: it is no finding; null: not answered yet.</summary>
    public FindingKind? Kind { get; set; }

    /// <summary>As it was saved. A heading is no finding unless somebody says so.</summary>
    public static ReviewedLeftOver Of(LeftOver line, Review? saved) => new()
    {
        LeftOverId = line.LeftOverId,
        Kind = saved?.LeftOvers.FirstOrDefault(choice => choice.LeftOverId == line.LeftOverId)?.Kind
            ?? (line.Reason == LeftOverReason.HeadingInList ? FindingKind.Unspecified : null),
    };
}
