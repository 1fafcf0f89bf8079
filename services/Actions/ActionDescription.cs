using Jtai.Errors;

namespace Jtai.Actions;

/// <summary>What an action says, who leads it and which findings it answers: everything but its dates and progress.</summary>
public sealed partial record ActionDescription
{
    private const int MostJointLeads = 5;

    public string Title { get; init; } = "";
    public string Description { get; init; } = "";

    /// <summary>The theme's name, or of a plan without themes any word.</summary>
    public string Theme { get; init; } = "";

    /// <summary>Null where the action stands under none of the plan's themes.</summary>
    public Guid? ThemeId { get; init; }
    public Guid[] FindingIds { get; init; } = [];

    /// <summary>Either this or <see cref="LeadBodyId"/>.</summary>
    public string? LeadAgencyId { get; init; }
    public string? LeadBodyId { get; init; }

    /// <summary>Besides the lead, with the same duty; as <see cref="LeadText"/> writes them.</summary>
    public string[] JointLeads { get; init; } = [];
    public string[] SupportingAgencyIds { get; init; } = [];

    /// <summary>Null while nobody is named; never together with <see cref="OwnerPostId"/>.</summary>
    public Guid? OwnerId { get; init; }

    /// <summary>A post, whose holder owns the action.</summary>
    public Guid? OwnerPostId { get; init; }
    public string OutcomeSought { get; init; } = "";
    public string SuccessMeasure { get; init; } = "";
    public ActionResources Resources { get; init; } = ActionResources.Unsaid;
    public bool BeganBeforePublication { get; init; }
    public bool QuickWin { get; init; }
    public string AnsweringBodyId { get; init; } = "";

    /// <summary>As <see cref="OtherPlanLinks"/> keeps them.</summary>
    public string Links { get; init; } = "[]";

    public static ActionDescription Read(V1.AddActionRequest request, RequestCheck check)
    {
        var read = new ActionDescription
        {
            Title = check.Text("title", request.Title, "The title", 200, required: true),
            Description = check.Text("description", request.Description, "The description", 4000, required: true),
            Theme = check.Text("theme", request.Theme, "The theme", 100),
            // What is no id is no finding and no person either: it becomes one that nothing has.
            ThemeId = IdOrNothing(request.ThemeId),
            FindingIds = [.. request.FindingIds.Select(id => Ids.TryParse(id) ?? Guid.Empty).Distinct()],
            LeadAgencyId = request.Lead?.ByCase == V1.Lead.ByOneofCase.AgencyId ? request.Lead.AgencyId : null,
            LeadBodyId = request.Lead?.ByCase == V1.Lead.ByOneofCase.BodyId ? request.Lead.BodyId : null,
            JointLeads = [.. request.JointLeads.Select(LeadText.Of)],
            SupportingAgencyIds = [.. request.SupportingAgencyIds.Distinct().Order(StringComparer.Ordinal)],
            OwnerId = IdOrNothing(request.OwnerId),
            OwnerPostId = IdOrNothing(request.OwnerPostId),
            OutcomeSought = check.Text("outcome_sought", request.OutcomeSought, "The outcome sought", 2000),
            SuccessMeasure = check.Text("success_measure", request.SuccessMeasure, "The success measure", 2000),
            Resources = ActionResources.Read(request.Resources, check),
            BeganBeforePublication = request.BeganBeforePublication,
            QuickWin = request.QuickWin,
            AnsweringBodyId = request.AnsweringBodyId,
            Links = OtherPlanLinks.Read(request.Links, check),
        };
        read.CheckItself(check);
        return read;
    }

    /// <summary>An action says the same things when it is added and when it is described anew.</summary>
    public static ActionDescription Read(V1.DescribeActionRequest request, RequestCheck check) => Read(
        new V1.AddActionRequest
        {
            Title = request.Title,
            Description = request.Description,
            Theme = request.Theme,
            ThemeId = request.ThemeId,
            FindingIds = { request.FindingIds },
            Lead = request.Lead,
            JointLeads = { request.JointLeads },
            SupportingAgencyIds = { request.SupportingAgencyIds },
            OwnerId = request.OwnerId,
            OwnerPostId = request.OwnerPostId,
            OutcomeSought = request.OutcomeSought,
            SuccessMeasure = request.SuccessMeasure,
            Resources = request.Resources,
            BeganBeforePublication = request.BeganBeforePublication,
            QuickWin = request.QuickWin,
            AnsweringBodyId = request.AnsweringBodyId,
            Links = { request.Links },
        },
        check);

    private static Guid? IdOrNothing(string id) => id.Length == 0 ? null : Ids.TryParse(id) ?? Guid.Empty;
}
