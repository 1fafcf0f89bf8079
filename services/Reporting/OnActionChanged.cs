using Jtai.Actions.V1;
using Jtai.Data;
using Jtai.ServiceDefaults;
using Action = Jtai.Actions.V1.Action;

namespace Jtai.Reporting;

/// <summary>Keeps the action at each level that shows it, and its partnership's counts.</summary>
public sealed class OnActionChanged(TimeProvider clock) : IEventHandler<ActionChanged>
{
    public async Task ApplyAsync(EventContext context, ActionChanged state)
    {
        var action = state.Action;
        var agencies = AgenciesOf(action);
        await context.ExecuteAsync(Headlines.KeepAction + Headlines.ShareAction, new
        {
            context.TenantId,
            context.Version,
            context.At,
            Today = clock.Today(),
            ActionId = Guid.Parse(context.AggregateId),
            InspectionId = Guid.Parse(action.InspectionId),
            action.Reference,
            action.Title,
            action.Description,
            action.OutcomeSought,
            action.SuccessMeasure,
            action.Theme,
            FindingIds = action.FindingIds.Select(Guid.Parse).ToArray(),
            LeadId = action.Lead.ByCase == Lead.ByOneofCase.AgencyId ? action.Lead.AgencyId : action.Lead.BodyId,
            AgencyIds = agencies,
            OwnerId = action.OwnerId.Length == 0 ? (Guid?)null : Guid.Parse(action.OwnerId),
            OriginalDueOn = LondonDates.FromIso(action.OriginalDueOn),
            DueOn = LondonDates.FromIso(action.DueOn),
            NextReviewOn = LondonDates.FromIso(action.NextReviewOn),
            Delivery = action.Delivery.ToString(),
            // Before the first assessment nobody has said that the date cannot be kept.
            DateAchievable = action.Assessment?.DateAchievable ?? true,
            action.Updates,
            action.DateChanges,
            LastUpdateAt = action.LastUpdate?.At.ToDateTimeOffset(),
        });
    }

    private static string[] AgenciesOf(Action action) =>
    [
        .. (action.Lead.ByCase == Lead.ByOneofCase.AgencyId ? [action.Lead.AgencyId] : (string[])[])
            .Concat(action.SupportingAgencyIds)
            .Distinct(),
    ];
}
