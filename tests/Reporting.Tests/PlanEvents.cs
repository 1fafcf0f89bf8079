using Google.Protobuf.WellKnownTypes;
using Jtai.Actions.V1;
using Jtai.Testing;
using Action = Jtai.Actions.V1.Action;

namespace Jtai.Reporting.Tests;

/// <summary>What Actions tells of a partnership's plan.</summary>
internal static class PlanEvents
{
    /// <summary>An action that the police lead, not yet told of.</summary>
    public static Action NewAction(this TestPartnership there, string title = "Agree one pathway", string dueOn = "2099-03-31") => new()
    {
        ActionId = Guid.NewGuid().ToString(),
        InspectionId = there.InspectionId.ToString(),
        Reference = $"{there.Code}-2026-A{there.NextNumber():000}",
        Title = title,
        Description = "Described.",
        OutcomeSought = "Outcome.",
        SuccessMeasure = "Measure.",
        Lead = new() { AgencyId = there.Police },
        OriginalDueOn = dueOn,
        DueOn = dueOn,
        Delivery = Delivery.InProgress,
    };

    public static async Task<Action> AddAsync(
        this TestPartnership there, string title = "Agree one pathway", string dueOn = "2099-03-31", Action<Action>? with = null)
    {
        var action = there.NewAction(title, dueOn);
        with?.Invoke(action);
        await there.TellAsync(action);
        return action;
    }

    /// <summary>Tells what the action has become.</summary>
    public static Task TellAsync(this TestPartnership there, Action action, ActionChangeKind? kind = null)
    {
        action.Version++;
        var changed = new ActionChanged
        {
            Action = action.Clone(),
            Kind = kind ?? (action.Version == 1 ? ActionChangeKind.Added : ActionChangeKind.DescribedAnew),
            PersonId = there.Manager.Id.ToString(),
        };
        return there.Host.Actions.PublishAsync(there.TenantId, action.ActionId, action.Version, changed);
    }

    /// <summary>Tells of the plan of an inspection, the same one each time, and when its statement was sent.</summary>
    public static Task PlanIsAsync(this TestPartnership there, Guid inspectionId, string statementSentOn, long version) =>
        there.Host.Actions.PublishAsync(there.TenantId, inspectionId.ToString(), version, new ActionPlanChanged
        {
            Plan = new()
            {
                PlanId = inspectionId.ToString(), InspectionId = inspectionId.ToString(), StatementSentOn = statementSentOn, Version = version,
            },
        });

    /// <summary>Records progress: the update first, as its owner does, then the action.</summary>
    public static async Task<Update> ProgressAsync(this TestPartnership there, Action action, string narrative = "Training began.")
    {
        var update = new Update
        {
            UpdateId = Guid.NewGuid().ToString(), ActionId = action.ActionId, Narrative = narrative, Delivery = action.Delivery,
            AgencyId = there.Police, At = Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow),
        };
        (action.LastUpdate, action.Updates) = (update, action.Updates + 1);
        await there.Host.Actions.PublishAsync(there.TenantId, update.UpdateId, 1, new UpdateRecorded { Update = update });
        await there.TellAsync(action, ActionChangeKind.ProgressRecorded);
        return update;
    }
}
