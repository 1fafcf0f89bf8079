using Jtai.Errors;
using Jtai.Field;
using Jtai.Store;

namespace Jtai.Actions;

/// <summary>The action plan that answers one inspection's letter.</summary>
public sealed record ActionPlan
{
    public Guid PlanId { get; init; }
    public Guid InspectionId { get; init; }
    public string Title { get; init; } = "";
    public int Actions { get; init; }
    public long Version { get; init; }

    /// <summary>A new plan.</summary>
    /// <param name="inspection">That it answers.</param>
    /// <param name="title">Empty: the inspection's theme.</param>
    /// <param name="findings">How many confirmed findings the inspection has.</param>
    /// <param name="plans">How many plans it has already.</param>
    /// <exception cref="Refused">There is nothing to answer yet, or a plan that does.</exception>
    public static ActionPlan Make(Inspection inspection, string title, int findings, int plans) => (findings, plans) switch
    {
        (_, > 0) => throw new Refused("This inspection has an action plan already."),
        (0, _) => throw new Refused("Confirm the findings of this inspection first: an action plan answers findings."),
        _ => new ActionPlan
        {
            PlanId = Guid.CreateVersion7(),
            InspectionId = inspection.InspectionId,
            Title = title.Length > 0 ? title : inspection.Theme,
            Version = 1,
        },
    };

    public ActionPlan WithOneMoreAction() => this with { Actions = Actions + 1, Version = Version + 1 };

    /// <summary>What the plan has become, for audit and event.</summary>
    public Change Changed(Inspection inspection) =>
        new(PlanId.ToString(), Version, new V1.ActionPlanChanged { Plan = ToProto(inspection) });

    /// <param name="inspection">The plan's, whose printed deadline is shown with it.</param>
    public V1.ActionPlan ToProto(Inspection inspection) => new()
    {
        PlanId = PlanId.ToString(),
        InspectionId = InspectionId.ToString(),
        Title = Title,
        StatementDueOn = inspection.StatementDueOn.ToIso(),
        Actions = Actions,
        Version = Version,
    };
}
