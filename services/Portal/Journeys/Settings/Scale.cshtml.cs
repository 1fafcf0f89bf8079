using System.Globalization;
using Jtai.Partners.V1;
using Jtai.Portal.Design;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Settings;

/// <summary>The partnership's own scale of statuses: its steps, what they mean, and in which of them each action is.</summary>
public sealed class ScaleModel(PartnershipCalls calls, CurrentPerson person, TimeProvider time) : SettingsStep(calls, person, time)
{
    private const int MostSteps = 6;

    /// <summary>A ready-made scale with which the form is filled.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Start { get; set; }

    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public List<EnteredStep> Steps { get; set; } = [];

    /// <summary>The number of the step, for each case in their order; 0 where none is chosen.</summary>
    [BindProperty]
    public List<int> Places { get; set; } = [];

    public static IEnumerable<(string Key, string Name)> Ready => ReadyScales.All.Select(one => (one.Key, one.Value.Name));

    public static IEnumerable<Choice> Colours => ScaleWords.Colours.Select(colour => new Choice(colour.ToString(), ScaleWords.Of(colour))).Prepend(new Choice("", "Choose"));

    /// <summary>"Step 2: Amber".</summary>
    public IEnumerable<Choice> Numbers => Steps.Index()
        .Select(one => new Choice(Number(one.Index + 1), $"Step {Number(one.Index + 1)}{(string.IsNullOrWhiteSpace(one.Item.Word) ? "" : $": {one.Item.Word}")}"))
        .Prepend(new Choice("0", "Choose a step"));

    /// <summary>How a case would be shown; null where it is in no step yet.</summary>
    public StatusStep? PreviewOf(int place) => Places.ElementAtOrDefault(place) is > 0 and var number && Steps.ElementAtOrDefault(number - 1) is { IsFilled: true } step
        ? step.AsStep([])
        : null;

    public Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        var filled = Steps.Index().Where(one => one.Item.IsFilled || Places.Contains(one.Index + 1)).ToList();
        return TryAsync(
            "",
            "Scale of statuses saved",
            () => SaveAsync(
                new StatusScale { Name = Name ?? "", Steps = { filled.Select(one => one.Item.AsStep(CasesAt(one.Index + 1))) } }, ct),
            ct,
            [
                .. filled.Index().SelectMany(one => FieldsOf(one.Index, one.Item.Index)),
                ("scale.name", nameof(Name)), ("scale.steps", "Steps[0].Word"), ("scale.cases", $"Places[{Math.Max(0, Places.IndexOf(0))}]"),
            ]);
    }

    /// <summary>Shows how it would look, and saves nothing.</summary>
    public async Task<IActionResult> OnPostPreviewAsync(CancellationToken ct)
    {
        await ReadAsync("", ct);
        return Refusal ?? Page();
    }

    /// <summary>From now on statuses are the facts alone.</summary>
    public Task<IActionResult> OnPostNoneAsync(CancellationToken ct) => TryAsync("", "The scale of statuses is taken away", () => SaveAsync(null, ct), ct);

    protected override void Fill()
    {
        var scale = ReadyScales.All.GetValueOrDefault(Start ?? "") ?? Settings.Scale ?? new StatusScale();
        Name = scale.Name;
        Steps =
        [
            .. Enumerable.Range(0, MostSteps).Select(place => scale.Steps.ElementAtOrDefault(place) is { } step
                ? new EnteredStep { Word = step.Word, Definition = step.Definition, Colour = step.Colour }
                : new EnteredStep()),
        ];
        Places = [.. StatusCases.All.Select(one => scale.StepOf(one) is { } step ? scale.Steps.IndexOf(step) + 1 : 0)];
    }

    private Task<SettingsReply> SaveAsync(StatusScale? scale, CancellationToken ct) =>
        Calls.Settings.SaveStatusScaleAsync(new SaveStatusScaleRequest { ExpectedVersion = Version, Scale = scale }, cancellationToken: ct).ResponseAsync;

    private IEnumerable<StatusCase> CasesAt(int number) => StatusCases.All.Index().Where(one => Places.ElementAtOrDefault(one.Index) == number).Select(one => one.Item);

    // From the place in what was sent to the place in the form; what a step holds is chosen in the table of cases.
    private static IEnumerable<(string, string)> FieldsOf(int sent, int typed) =>
    [
        ($"scale.steps[{Number(sent)}].word", $"Steps[{Number(typed)}].Word"),
        ($"scale.steps[{Number(sent)}].definition", $"Steps[{Number(typed)}].Definition"),
        ($"scale.steps[{Number(sent)}].colour", $"Steps[{Number(typed)}].Colour"),
        ($"scale.steps[{Number(sent)}].cases", $"Steps[{Number(typed)}].Word"),
    ];

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>One step as the form has it.</summary>
    public sealed class EnteredStep
    {
        public string? Word { get; set; }

        public string? Definition { get; set; }

        public StatusColour? Colour { get; set; }

        public bool IsFilled => !string.IsNullOrWhiteSpace(Word + Definition) || Colour is not null;

        public StatusStep AsStep(IEnumerable<StatusCase> cases) => new() { Word = Word ?? "", Definition = Definition ?? "", Colour = Colour ?? default, Cases = { cases } };
    }
}
