using System.Globalization;
using Jtai.Field;
using Jtai.Partners.V1;

namespace Jtai.Partners.Settings;

/// <summary>What differs between two states of the settings, as their history keeps it.</summary>
internal static class SettingChanges
{
    public static SettingsChange Between(PartnershipSettings before, PartnershipSettings after)
    {
        (string Setting, string From, string To)[] all =
        [
            ("sign_off_rule", before.SignOffRule.ToString(), after.SignOffRule.ToString()),
            ("committee_route", before.CommitteeRoute.ToString(), after.CommitteeRoute.ToString()),
            ("clearances", string.Join('\n', before.Clearances), string.Join('\n', after.Clearances)),
            ("due_soon_days", Number(before.DueSoonDays), Number(after.DueSoonDays)),
            ("check_every_action", YesNo(before.CheckEveryAction), YesNo(after.CheckEveryAction)),
            ("embedded_after_days", Number(before.EmbeddedAfterDays), Number(after.EmbeddedAfterDays)),
            ("challenge_days", Number(before.ChallengeDays), Number(after.ChallengeDays)),
            ("default_marking", before.DefaultMarking.ToString(), after.DefaultMarking.ToString()),
            ("accent_colour", before.AccentColour, after.AccentColour),
            ("template", Headings(before.Template), Headings(after.Template)),
            .. Sections(before.Template, after.Template),
            .. Closures(before, after),
            ("scale", Steps(before.Scale), Steps(after.Scale)),
            .. Meanings(before.Scale?.Steps ?? [], after.Scale?.Steps ?? []),
        ];
        return new()
        {
            Settings = { all.Where(one => one.From != one.To).Select(one => new SettingChange { Setting = one.Setting, From = one.From, To = one.To }) },
        };
    }

    private static string Headings(StatementTemplate template) => string.Join('\n', template.Sections.Select(section => section.Heading));

    // A section is known by its heading: a renamed one is one taken out and one added, as a reader of the statement sees it.
    private static IEnumerable<(string, string, string)> Sections(StatementTemplate before, StatementTemplate after) =>
        from heading in before.Sections.Concat(after.Sections).Select(section => section.Heading).Distinct()
        let was = before.Sections.FirstOrDefault(section => section.Heading == heading)
        let becomes = after.Sections.FirstOrDefault(section => section.Heading == heading)
        from field in ((string, string, string)[])
        [
            ($"template.guidance:{heading}", was?.Guidance ?? "", becomes?.Guidance ?? ""),
            ($"template.text:{heading}", was?.Text ?? "", becomes?.Text ?? ""),
        ]
        select field;

    private static string Steps(StatusScale? scale) => scale is null ? "" : string.Join('\n', scale.Steps.Select(step => step.Word).Prepend(scale.Name));

    // As sections: a step is known by its word.
    private static IEnumerable<(string, string, string)> Meanings(IReadOnlyList<StatusStep> before, IReadOnlyList<StatusStep> after) =>
        from word in before.Concat(after).Select(step => step.Word).Distinct()
        let was = before.FirstOrDefault(step => step.Word == word)
        let becomes = after.FirstOrDefault(step => step.Word == word)
        from field in ((string, string, string)[])
        [
            ($"scale.definition:{word}", was?.Definition ?? "", becomes?.Definition ?? ""),
            ($"scale.colour:{word}", was?.Colour.ToString() ?? "", becomes?.Colour.ToString() ?? ""),
            ($"scale.cases:{word}", string.Join('\n', was?.Cases ?? []), string.Join('\n', becomes?.Cases ?? [])),
        ]
        select field;

    private static IEnumerable<(string, string, string)> Closures(PartnershipSettings before, PartnershipSettings after) =>
        from id in before.Closures.Concat(after.Closures).Select(closure => closure.ClosureId).Distinct()
        select ("closures", InWords(before.Closures.FirstOrDefault(closure => closure.ClosureId == id)), InWords(after.Closures.FirstOrDefault(closure => closure.ClosureId == id)));

    private static string InWords(Closure? closure) => closure is null
        ? ""
        : $"{closure.Name} ({KindInWords(closure.Kind)}): {LondonDates.FromIso(closure.From)?.InWords()} to {LondonDates.FromIso(closure.To)?.InWords()}";

    private static string KindInWords(ClosureKind kind) => kind switch
    {
        ClosureKind.Recess => "recess",
        ClosureKind.PreElectionPeriod => "pre-election period",
        ClosureKind.SchoolHoliday => "school holiday",
        _ => "other closure",
    };

    private static string YesNo(bool yes) => yes ? "yes" : "no";

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
