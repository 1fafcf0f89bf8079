using Jtai.Partners.V1;

namespace Jtai.Actions;

/// <summary>The platform's own template, for a partnership that has saved none.</summary>
public static class DefaultTemplate
{
    public static StatementTemplate Sections { get; } = new()
    {
        Sections =
        {
            Section("Introduction", "Which inspection this answers, who took part, and what the partners say to the findings as a whole."),
            Section("How children were heard", "From whom, when and through whom you heard children and families, and what changed because of it."),
            Section("Governance", "Who oversees the plan, how often, and who answers for it in each agency."),
            Section("How progress is monitored", "How the partners will know that actions are carried out, and that they make a difference."),
            Section("Resources", "What the plan needs, and where that comes from."),
            Section("Glossary", "Words and abbreviations that a reader from outside may not know."),
        },
    };

    private static TemplateSection Section(string heading, string guidance) => new() { Heading = heading, Guidance = guidance };
}
