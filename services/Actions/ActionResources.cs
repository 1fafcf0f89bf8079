using Jtai.Errors;
using Jtai.Field;

namespace Jtai.Actions;

/// <summary>What an action needs: nothing new, something that is not known yet, or money from a source.</summary>
public sealed record ActionResources(V1.ResourceKind Kind, DateOnly? ReviewOn, long OneOffPounds, long YearlyPounds, string MoneyFrom)
{
    private const long MostPounds = 1_000_000_000;

    public static ActionResources Unsaid { get; } = new(V1.ResourceKind.Unspecified, null, 0, 0, "");

    /// <summary>Those of a request; of a kind only what belongs to it is kept.</summary>
    public static ActionResources Read(V1.Resources? resources, RequestCheck check)
    {
        if (resources is null or { Kind: V1.ResourceKind.Unspecified })
        {
            return Unsaid;
        }

        check.Known("resources.kind", resources.Kind, "whether the action needs money");
        var reviewOn = check.Date("resources.review_on", resources.ReviewOn, "The day on which it will be looked at");
        check.That(
            resources.OneOffPounds is >= 0 and <= MostPounds,
            "resources.one_off_pounds",
            "The one-off cost must be from 0 to 1,000,000,000 pounds.");
        check.That(
            resources.YearlyPounds is >= 0 and <= MostPounds,
            "resources.yearly_pounds",
            "The yearly cost must be from 0 to 1,000,000,000 pounds.");
        var source = check.Text("resources.source", resources.Source, "Where the money comes from", 200);
        return resources.Kind switch
        {
            V1.ResourceKind.NotKnownYet => Unsaid with { Kind = resources.Kind, ReviewOn = reviewOn },
            V1.ResourceKind.Costed => new(resources.Kind, null, resources.OneOffPounds, resources.YearlyPounds, source),
            _ => Unsaid with { Kind = resources.Kind },
        };
    }

    /// <summary>Null where nothing was said.</summary>
    public V1.Resources? ToProto() => Kind == V1.ResourceKind.Unspecified ? null : new()
    {
        Kind = Kind,
        ReviewOn = ReviewOn.ToIso(),
        OneOffPounds = OneOffPounds,
        YearlyPounds = YearlyPounds,
        Source = MoneyFrom,
    };
}
