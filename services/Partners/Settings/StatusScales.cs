using Jtai.Errors;
using Jtai.Partners.V1;

namespace Jtai.Partners.Settings;

/// <summary>What a partnership's own scale of statuses must be: no action without a step, no step without a meaning.</summary>
internal static class StatusScales
{
    private const int FewestSteps = 2;
    private const int MostSteps = 6;

    /// <returns>The scale as it is kept.</returns>
    /// <exception cref="Invalid">All that is wrong with what was entered.</exception>
    public static StatusScale Checked(StatusScale scale)
    {
        var check = new RequestCheck();
        var kept = new StatusScale { Name = check.Text("scale.name", scale.Name, "The name of the scale", 30, required: true) };
        check.That(scale.Steps.Count is >= FewestSteps and <= MostSteps, "scale.steps", $"A scale has {FewestSteps} to {MostSteps} steps.");
        foreach (var (index, step) in scale.Steps.Take(MostSteps).Index())
        {
            var field = $"scale.steps[{index}]";
            var word = check.Text($"{field}.word", step.Word, "The word", 30, required: true);
            check.Known($"{field}.colour", step.Colour, "the colour")
                .That(kept.Steps.All(other => other.Colour != step.Colour), $"{field}.colour", "Give each step a colour of its own.")
                .That(!kept.Steps.Any(other => string.Equals(other.Word, word, StringComparison.OrdinalIgnoreCase)), $"{field}.word", "Give each step a word of its own.")
                .That(step.Cases.Count > 0, $"{field}.cases", "Say which actions are in this step, or take it out.");
            kept.Steps.Add(new StatusStep
            {
                Word = word,
                Definition = check.Text($"{field}.definition", step.Definition, "The definition", 300, required: true),
                Colour = step.Colour,
                Cases = { step.Cases.Order() },
            });
        }

        check.That(
            kept.Steps.SelectMany(step => step.Cases).Order().SequenceEqual(StatusCases.All),
            "scale.cases",
            "Put every kind of action into exactly one step.")
            .ThrowIfRefused();
        return kept;
    }
}
