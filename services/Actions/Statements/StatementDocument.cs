using System.Globalization;
using System.Text;
using Jtai.Documents;
using Jtai.Field;
using Jtai.Partners.V1;

using FindingKind = Jtai.Inspections.V1.FindingKind;

namespace Jtai.Actions;

/// <summary>A statement's content as a document: facts, sections, findings with what is said to them, and the tables of actions.</summary>
public static class StatementDocument
{
    /// <summary>How far the statement is, which its pages say.</summary>
    /// <param name="Marking">In the header; a statement that was sent is the inspectorate's to mark.</param>
    /// <param name="Version">At the foot.</param>
    public sealed record Stage(string Marking, string Version)
    {
        public static Stage Draft(int circulated, DateOnly today, DefaultMarking marking) => new(
            marking == DefaultMarking.OfficialSensitive ? "OFFICIAL-SENSITIVE" : "OFFICIAL",
            string.Create(CultureInfo.InvariantCulture, $"Draft of {today.InWords()}{(circulated > 0 ? $", after circulated draft {circulated}" : "")}"));

        public static Stage Sent(DateOnly on) => new("", $"As sent on {on.InWords()}");
    }

    public static Document Of(V1.StatementContent content, Stage stage) => new(
        "Statement of action",
        content.InspectionTheme.Length > 0 ? $"Joint targeted area inspection: {content.InspectionTheme}" : content.Title,
        stage.Marking,
        stage.Version,
        [
            new KeyFacts([.. FactsOf(content)]),
            .. content.Sections.Where(section => section.Of.Length == 0 && !IsGlossary(section)).SelectMany(TextOf),
            .. FindingsOf(content),
            .. content.Sections.Where(section => section.Of.Length > 0).SelectMany(section => PartOf(section, content)),
            .. WithoutSection(content),
            .. GlossaryOf(content),
        ]);

    public static StatementFile ToWord(Document document)
    {
        using var stream = new MemoryStream();
        Word.Write(document, stream);
        return StatementFile.Of(stream.ToArray(), StatementFile.Word);
    }

    public static StatementFile ToHtml(Document document)
    {
        using var page = new StringWriter(CultureInfo.InvariantCulture);
        Html.Write(document, page);
        return StatementFile.Of(Encoding.UTF8.GetBytes(page.ToString()), StatementFile.Html);
    }

    private static IEnumerable<KeyFact> FactsOf(V1.StatementContent content) => new[]
    {
        new KeyFact("Partnership", content.Partnership),
        new KeyFact("Action plan", content.Title),
        new KeyFact("Inspection", content.InspectionReference),
        new KeyFact("Date of the letter", InWords(content.LetterDated)),
        new KeyFact("To be sent by", InWords(content.StatementDueOn)),
    }.Where(fact => fact.Definition.Length > 0);

    private static IEnumerable<Block> TextOf(V1.ContentSection section) =>
        section.Text.Length == 0 ? [] : [new Heading(1, section.Heading), .. PlainText.ToBlocks(section.Text)];

    private static IEnumerable<Block> FindingsOf(V1.StatementContent content)
    {
        if (content.Findings.Count == 0)
        {
            yield break;
        }

        yield return new Heading(1, "The findings and our response");
        foreach (var finding in content.Findings)
        {
            yield return new Heading(2, $"{finding.Reference}: {KindOf(finding.Kind)}");
            foreach (var block in PlainText.ToBlocks(finding.Text))
            {
                yield return block;
            }

            foreach (var said in finding.Response)
            {
                yield return new Paragraph(said);
            }

            var answers = content.Actions.Where(action => action.FindingIds.Contains(finding.FindingId)).Select(action => action.Reference).ToList();
            if (answers.Count > 0)
            {
                yield return new Paragraph($"Answered by {string.Join(", ", answers)}.");
            }
        }
    }

    private static IEnumerable<Block> PartOf(V1.ContentSection section, V1.StatementContent content)
    {
        yield return new Heading(1, section.Heading);
        foreach (var block in PlainText.ToBlocks(section.Text))
        {
            yield return block;
        }

        foreach (var block in ActionsOf([.. content.Actions.Where(action => IsLedBy(action, section.Of))], $"Actions led by {section.OfName}", content))
        {
            yield return block;
        }
    }

    // Actions of a lead whose part was not added: they are told all the same.
    private static IEnumerable<Block> WithoutSection(V1.StatementContent content)
    {
        var parts = content.Sections.Select(section => section.Of).Where(of => of.Length > 0).ToHashSet(StringComparer.Ordinal);
        V1.ContentAction[] others = [.. content.Actions.Where(action => !action.Leads.Any(lead => parts.Contains(lead.Id)))];
        return others.Length == 0 ? [] : [new Heading(1, "Further actions"), .. ActionsOf(others, "Further actions", content)];
    }

    private static IEnumerable<Block> ActionsOf(V1.ContentAction[] actions, string caption, V1.StatementContent content)
    {
        if (actions.Length == 0)
        {
            yield break;
        }

        yield return new Table(
            caption,
            [
                new Column("Reference", 2), new Column("Action", 6), new Column("Findings", 2), new Column("Lead and owner", 3),
                new Column("Outcome and measure", 5), new Column("By when", 2),
            ],
            [
                .. actions.Select(action => (IReadOnlyList<string>)
                [
                    action.Reference,
                    Joined(action.Title, action.Description, action.Closed, action.BeganBeforePublication ? "Work began before publication." : ""),
                    string.Join('\n', action.FindingIds.Select(id => content.Findings.FirstOrDefault(finding => finding.FindingId == id)?.Reference ?? "")),
                    Joined(
                        string.Join(", ", action.Leads.Select(lead => lead.Name)),
                        action.Owner,
                        action.Supporting.Count > 0 ? $"With {string.Join(", ", action.Supporting.Select(one => one.Name))}" : "",
                        action.Resources.Length > 0 ? $"Resources: {action.Resources}" : ""),
                    Joined(action.OutcomeSought, action.SuccessMeasure.Length > 0 ? $"Measured by: {action.SuccessMeasure}" : ""),
                    action.DueOn.Length > 0 ? InWords(action.DueOn) : $"Ongoing, next review {InWords(action.NextReviewOn)}",
                ]),
            ]);
        var milestones = actions.SelectMany(action => action.Milestones.Select(one => (action.Reference, one.Title, one.DueOn))).ToList();
        if (milestones.Count > 0)
        {
            yield return new Table(
                $"Milestones: {caption.ToLower(CultureInfo.InvariantCulture)[..1]}{caption[1..]}",
                [new Column("Action", 2), new Column("Milestone", 6), new Column("By when", 2)],
                [.. milestones.Select(one => (IReadOnlyList<string>)[one.Reference, one.Title, InWords(one.DueOn)])]);
        }
    }

    private static IEnumerable<Block> GlossaryOf(V1.StatementContent content) =>
    [
        .. content.Sections.Where(section => section.Of.Length == 0 && IsGlossary(section)).SelectMany(TextOf),
        new Heading(1, "References"),
        new KeyFacts(
        [
            new KeyFact("F and a number", "A finding of the inspection’s letter, e.g. HSK-2026-F03 for the third of the year."),
            new KeyFact("A and a number", "An action of the plan, e.g. HSK-2026-A014. Its reference never changes and is not used again."),
        ]),
    ];

    private static bool IsGlossary(V1.ContentSection section) => section.Heading.StartsWith("Glossary", StringComparison.OrdinalIgnoreCase);

    private static bool IsLedBy(V1.ContentAction action, string of) => action.Leads.Any(lead => lead.Id == of);

    private static string Joined(params IEnumerable<string> texts) => string.Join('\n', texts.Where(text => text.Length > 0));

    private static string InWords(string iso) => LondonDates.TryFromIso(iso)?.InWords() ?? "";

    private static string KindOf(FindingKind kind) => kind switch
    {
        FindingKind.PriorityAction => "priority action",
        FindingKind.Improvement => "what needs to improve",
        FindingKind.Strength => "strength",
        _ => "finding",
    };
}
