using System.Globalization;
using Jtai.Inspections.V1;
using Jtai.Portal.Design;
using Jtai.Portal.Words;

namespace Jtai.Portal.Journeys.Letters;

/// <summary>From the fields of the page to the request, and from the request's faults back to the fields.</summary>
public sealed partial class ReviewModel
{
    private static readonly Choice[] Places =
    [
        new(nameof(FindingKind.Unspecified), "Not a finding"),
        .. InspectionWords.Kinds.Select(kind => new Choice(kind.ToString(), InspectionWords.Of(kind).Text)),
    ];

    /// <summary>Where a line can belong. A heading is no finding until somebody says so; of all others somebody must say it.</summary>
    public static IEnumerable<Choice> PlacesOf(LeftOver line) =>
        line.Reason == LeftOverReason.HeadingInList ? Places : [new("", "Choose where it belongs"), .. Places];

    private bool IsOfThisLetter() =>
        Items.Select(item => item.ItemId).SequenceEqual(Import.Items.Select(item => item.ItemId))
        && LeftOvers.Select(line => line.LeftOverId).SequenceEqual(Import.LeftOvers.Select(line => line.LeftOverId));

    /// <param name="evenLeftOut">True to keep what was typed for an item that is left out for now.</param>
    private Review AsEntered(bool evenLeftOut) => new()
    {
        LeaveOut = { Items.Where(item => item.LeaveOut).Select(item => item.ItemId) },
        Corrections = { Items.Zip(Import.Items, (item, found) => item.LeaveOut && !evenLeftOut ? null : item.CorrectionOf(found)).OfType<ItemCorrection>() },
        LeftOvers =
        {
            LeftOvers.Where(line => line.Kind is not null).Select(line => new LeftOverChoice { LeftOverId = line.LeftOverId, Kind = line.Kind!.Value }),
        },
    };

    private (string Field, string Property)[] FieldsOf(Review sent)
    {
        var names = new List<(string, string)>();
        foreach (var (place, correction) in sent.Corrections.Index())
        {
            var item = Items.FindIndex(item => item.ItemId == correction.ItemId);
            names.Add((Named($"corrections[{place}].text"), Named($"Items[{item}].Text")));
            names.Add((Named($"corrections[{place}].kind"), Named($"Items[{item}].Kind")));
        }

        foreach (var (place, choice) in sent.LeftOvers.Index())
        {
            names.Add((Named($"left_overs[{place}].kind"), Named($"LeftOvers[{LeftOvers.FindIndex(line => line.LeftOverId == choice.LeftOverId)}].Kind")));
        }

        foreach (var (place, line) in LeftOvers.Index())
        {
            names.Add((Named($"left_overs.{line.LeftOverId}"), Named($"LeftOvers[{place}].Kind")));
        }

        // Of all items at once, and so of the first.
        names.Add(("leave_out", Items.Count > 0 ? "Items[0].LeaveOut" : ""));
        return [.. names];
    }

    private static string Named(FormattableString name) => name.ToString(CultureInfo.InvariantCulture);
}
