namespace Jtai.Partners.V1;

public sealed partial class PartnershipSettings
{
    /// <summary>
    /// What holds for a partnership that has saved no settings yet. It stands beside the contract, as Partners answers it and who
    /// keeps settings from events, of which there is none yet, must know the same.
    /// </summary>
    public static PartnershipSettings DefaultsOf(string partnershipId) => new()
    {
        PartnershipId = partnershipId,
        SignOffRule = SignOffRule.Delegates,
        CommitteeRoute = CommitteeRoute.Before,
        Clearances = { "Monitoring officer", "Section 151 officer", "Director of children’s services", "Portfolio holder" },
        DueSoonDays = 28,
        EmbeddedAfterDays = 90,
        ChallengeDays = 10,
        DefaultMarking = DefaultMarking.Official,
        Template = new StatementTemplate
        {
            Sections =
            {
                Section(
                    "Introduction",
                    "Which inspection this answers and when its letter came, who took part, and what the partners say to the findings as a whole."),
                Section(
                    "How children were heard",
                    "From whom, when and through whom children, young people and families were heard, what they said, and what it changed here. No names, and nothing by which a child can be known."),
                Section("Governance", "Which body oversees the plan, how often it meets, who chairs it, and who answers for the plan in each agency."),
                Section(
                    "How progress is monitored",
                    "How often progress is recorded, who checks what is said to be done, which audits are planned, and how the partners will know that children’s lives are better for it."),
                Section("Resources", "What the plan costs beyond existing means and where that comes from, or that it is met within existing means."),
                Section("Glossary", "Words and abbreviations that a reader from outside the partnership may not know."),
            },
        },
    };

    /// <summary>The same, with what holds in place of the settings that were not there yet when it was saved.</summary>
    public PartnershipSettings WithDefaults()
    {
        var defaults = DefaultsOf(PartnershipId);
        return new(this)
        {
            EmbeddedAfterDays = EmbeddedAfterDays == 0 ? defaults.EmbeddedAfterDays : EmbeddedAfterDays,
            ChallengeDays = ChallengeDays == 0 ? defaults.ChallengeDays : ChallengeDays,
            DefaultMarking = DefaultMarking == default ? defaults.DefaultMarking : DefaultMarking,
        };
    }

    private static TemplateSection Section(string heading, string guidance) => new() { Heading = heading, Guidance = guidance };
}
