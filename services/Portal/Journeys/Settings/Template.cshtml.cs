using System.Globalization;
using Jtai.Partners.V1;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Settings;

/// <summary>Makes a new version of the template that statements begin with.</summary>
public sealed class TemplateModel(PartnershipCalls calls, CurrentPerson person, TimeProvider time) : SettingsStep(calls, person, time)
{
    /// <summary>Those that are saved, and empty ones for what is added.</summary>
    [BindProperty]
    public List<EnteredSection> Sections { get; set; } = [];

    public bool IsEmpty(int index) => index >= Settings.Template.Sections.Count;

    public Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        // A place that is no number keeps the section where it stands.
        var kept = Sections.Index().Where(one => !one.Item.Remove && one.Item.IsFilled)
            .OrderBy(one => int.TryParse(one.Item.Place, NumberStyles.None, CultureInfo.InvariantCulture, out var place) ? place : one.Index + 1).ToList();
        return TryAsync(
            "",
            "New version of the template saved. It holds for statements that begin from now on.",
            () => Calls.Settings.SaveStatementTemplateAsync(
                new SaveStatementTemplateRequest { ExpectedVersion = Version, Sections = { kept.Select(one => one.Item.AsSection()) } }, cancellationToken: ct).ResponseAsync,
            ct,
            [.. kept.Index().SelectMany(one => FieldsOf(one.Index, one.Item.Index)), ("sections", "Sections[0].Heading")]);
    }

    protected override void Fill() => Sections =
    [
        .. Settings.Template.Sections.Index().Select(one => new EnteredSection
        {
            Place = Number(one.Index + 1), Heading = one.Item.Heading, Guidance = one.Item.Guidance, Text = one.Item.Text,
        }),
        new EnteredSection { Place = Number(Settings.Template.Sections.Count + 1) },
    ];

    // From the place in what was sent to the place in the form.
    private static IEnumerable<(string, string)> FieldsOf(int sent, int typed) =>
        from field in (string[])["Heading", "Guidance", "Text"]
        select (string.Create(CultureInfo.InvariantCulture, $"sections[{sent}].{field.ToLowerInvariant()}"), string.Create(CultureInfo.InvariantCulture, $"Sections[{typed}].{field}"));

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>One section as the form has it.</summary>
    public sealed class EnteredSection
    {
        /// <summary>Where it is to stand, counted from 1.</summary>
        public string? Place { get; set; }

        public string? Heading { get; set; }

        public string? Guidance { get; set; }

        public string? Text { get; set; }

        public bool Remove { get; set; }

        public bool IsFilled => !string.IsNullOrWhiteSpace(Heading + Guidance + Text);

        public TemplateSection AsSection() => new() { Heading = Heading ?? "", Guidance = Guidance ?? "", Text = Text ?? "" };
    }
}
