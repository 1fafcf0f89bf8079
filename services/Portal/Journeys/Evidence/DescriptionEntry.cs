using Jtai.Actions.V1;
using Jtai.Portal.Design;
using Jtai.Portal.Words;

namespace Jtai.Portal.Journeys.Evidence;

/// <summary>What evidence says of itself, as it is typed. All of it can be left out.</summary>
public sealed class DescriptionEntry
{
    public DateEntry DatedOn { get; set; } = new();

    public EvidenceKind Kind { get; set; }

    public AssuranceLevel Level { get; set; }

    public Marking Marking { get; set; } = Marking.Official;

    public Audience Audience { get; set; } = Audience.Partnership;

    public static IEnumerable<Choice> Kinds { get; } =
        [new("Unspecified", "Not said"), .. EvidenceWords.Kinds.Select(kind => new Choice(kind.ToString(), EvidenceWords.Of(kind)))];

    public static IEnumerable<Choice> Levels { get; } =
        [new("Unspecified", "Not said"), .. EvidenceWords.Levels.Select(level => new Choice(level.ToString(), EvidenceWords.Of(level)))];

    public static IEnumerable<Choice> Markings { get; } =
        [.. new[] { Marking.Official, Marking.OfficialSensitive }.Select(marking => new Choice(marking.ToString(), EvidenceWords.Of(marking)))];

    public static IEnumerable<Choice> Audiences { get; } =
        [.. EvidenceWords.Audiences.Select(audience => new Choice(audience.ToString(), EvidenceWords.Of(audience)) { Hint = EvidenceWords.HintOf(audience) })];

    /// <summary>Where errors of the service stand on the form.</summary>
    public static (string Field, string Property)[] Names { get; } =
    [
        ("dated_on", "More.DatedOn"), ("kind", "More.Kind"), ("level", "More.Level"), ("marking", "More.Marking"), ("audience", "More.Audience"),
    ];

    public static DescriptionEntry Of(EvidenceItem item) => new()
    {
        DatedOn = DateEntry.OfIso(item.DatedOn), Kind = item.Kind, Level = item.Level, Marking = item.Marking, Audience = item.Audience,
    };
}

/// <summary>A form with what evidence says of itself.</summary>
public interface IAskForDescription
{
    DescriptionEntry More { get; }
}
