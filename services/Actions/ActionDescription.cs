using Jtai.Errors;

namespace Jtai.Actions;

/// <summary>What an action says, who leads it and which findings it answers: everything but its dates and progress.</summary>
public sealed record ActionDescription
{
    public string Title { get; init; } = "";
    public string Description { get; init; } = "";
    public string Theme { get; init; } = "";
    public Guid[] FindingIds { get; init; } = [];

    /// <summary>Either this or <see cref="LeadBodyId"/>.</summary>
    public string? LeadAgencyId { get; init; }
    public string? LeadBodyId { get; init; }
    public string[] SupportingAgencyIds { get; init; } = [];

    /// <summary>Null while nobody is named.</summary>
    public Guid? OwnerId { get; init; }
    public string OutcomeSought { get; init; } = "";
    public string SuccessMeasure { get; init; } = "";

    public static ActionDescription Read(V1.AddActionRequest request, RequestCheck check) => Read(
        check, request.Title, request.Description, request.Theme, request.FindingIds, request.Lead,
        request.SupportingAgencyIds, request.OwnerId, request.OutcomeSought, request.SuccessMeasure);

    public static ActionDescription Read(V1.DescribeActionRequest request, RequestCheck check) => Read(
        check, request.Title, request.Description, request.Theme, request.FindingIds, request.Lead,
        request.SupportingAgencyIds, request.OwnerId, request.OutcomeSought, request.SuccessMeasure);

    /// <summary>Refuses leads, supporters, owners and findings that have no part in this plan.</summary>
    /// <param name="check">Collects what is refused.</param>
    /// <param name="choices">The partnership's.</param>
    /// <param name="inspectionId">The plan's.</param>
    public void CheckAgainst(RequestCheck check, ActionChoices choices, Guid inspectionId)
    {
        var (partnership, findings, ownersAgency) = choices;
        if (FindingIds.Except(findings[inspectionId]).Any())
        {
            check.Refuse("finding_ids", "A finding must be one of this plan's inspection.");
        }

        if (LeadAgencyId is { } agency && !partnership.AgencyIds.Contains(agency))
        {
            check.Refuse("lead", "The lead must be an agency of this partnership.");
        }

        if (LeadBodyId is { } body && !partnership.BodyIds.Contains(body))
        {
            check.Refuse("lead", "The lead must be a board or group that follows this partnership's plan.");
        }

        if (SupportingAgencyIds.Except(partnership.AgencyIds).Any())
        {
            check.Refuse("supporting_agency_ids", "A supporting agency must be one of this partnership.");
        }

        var mayOwn = LeadAgencyId is null ? partnership.AgencyIds.Contains(ownersAgency) : LeadAgencyId == ownersAgency;
        if (OwnerId is not null && !mayOwn)
        {
            check.Refuse("owner_id", LeadAgencyId is null
                ? "The owner must be a person of an agency of this partnership."
                : "The owner must be a person of the leading agency.");
        }
    }

    private static ActionDescription Read(
        RequestCheck check, string title, string description, string theme, IEnumerable<string> findings, V1.Lead? lead,
        IEnumerable<string> supporters, string owner, string outcome, string measure)
    {
        var read = new ActionDescription
        {
            Title = check.Text("title", title, "The title", 200, required: true),
            Description = check.Text("description", description, "The description", 4000, required: true),
            Theme = check.Text("theme", theme, "The theme", 100),
            // What is no id is no finding and no person either: it becomes one that nothing has.
            FindingIds = [.. findings.Select(id => Ids.TryParse(id) ?? Guid.Empty).Distinct()],
            LeadAgencyId = lead?.ByCase == V1.Lead.ByOneofCase.AgencyId ? lead.AgencyId : null,
            LeadBodyId = lead?.ByCase == V1.Lead.ByOneofCase.BodyId ? lead.BodyId : null,
            SupportingAgencyIds = [.. supporters.Distinct().Order(StringComparer.Ordinal)],
            OwnerId = owner.Length == 0 ? null : Ids.TryParse(owner) ?? Guid.Empty,
            OutcomeSought = check.Text("outcome_sought", outcome, "The outcome sought", 2000),
            SuccessMeasure = check.Text("success_measure", measure, "The success measure", 2000),
        };
        if (read.FindingIds.Length == 0)
        {
            check.Refuse("finding_ids", "Choose at least one finding that this action answers.");
        }

        if (read.LeadAgencyId is null && read.LeadBodyId is null)
        {
            check.Refuse("lead", "Choose the agency or the group that leads this action.");
        }

        if (read.LeadAgencyId is { } agency && read.SupportingAgencyIds.Contains(agency))
        {
            check.Refuse("supporting_agency_ids", "The leading agency cannot support its own action.");
        }

        return read;
    }
}
