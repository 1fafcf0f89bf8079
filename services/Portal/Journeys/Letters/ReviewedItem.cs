using Jtai.Inspections.V1;

namespace Jtai.Portal.Journeys.Letters;

/// <summary>One item that was found, as the reviewing person leaves it.</summary>
public sealed class ReviewedItem
{
    public int ItemId { get; set; }

    public bool LeaveOut { get; set; }

    public FindingKind Kind { get; set; }

    public string? Text { get; set; }

    public static ReviewedItem Of(FoundItem item) => new() { ItemId = item.ItemId, Kind = item.Kind, Text = item.Text };

    /// <summary>What the person changed; null where they changed nothing or left the item out.</summary>
    public ItemCorrection? CorrectionOf(FoundItem item)
    {
        // A browser sends line breaks as CR LF, whatever was in the field.
        var text = (Text ?? "").ReplaceLineEndings("\n").Trim();
        var sameText = text == item.Text.ReplaceLineEndings("\n").Trim();
        return LeaveOut || (sameText && Kind == item.Kind)
            ? null
            : new ItemCorrection { ItemId = ItemId, Kind = Kind, Text = sameText ? "" : text };
    }
}
