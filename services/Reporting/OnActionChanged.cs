using System.Text.Json;
using Jtai.Actions.V1;
using Jtai.Field;
using Jtai.Store;
using Jtai.Streams;

namespace Jtai.Reporting;

/// <summary>Keeps the actions at each level that shows them, and their partnership's counts.</summary>
public sealed class OnActionChanged(TimeProvider clock) : IRangeHandler<ActionChanged>
{
    private static readonly JsonSerializerOptions AsColumns = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public async Task ApplyAsync(EventContext context, IReadOnlyList<Received<ActionChanged>> received)
    {
        var actions = received.Select(ToKeep).ToArray();
        await context.ExecuteAsync(Headlines.InTurn, new { context.TenantId });
        var reshared = await context.QueryAsync<Guid>(
            Headlines.KeepActions,
            new { context.TenantId, Today = clock.Today(), Actions = JsonSerializer.Serialize(actions, AsColumns) });
        var parameters = new
        {
            context.TenantId,
            ActionIds = actions.Select(action => action.ActionId).ToArray(),
            Reshared = reshared.ToArray(),
        };
        await context.ExecuteAsync(Headlines.ShareActions, parameters);
        if (reshared.Count > 0)
        {
            await context.ExecuteAsync(Headlines.ShareUpdates, parameters);
        }
    }

    private static KeptAction ToKeep(Received<ActionChanged> received)
    {
        var action = received.State.Action;
        var leads = action.Lead.ByCase == Lead.ByOneofCase.AgencyId;
        return new KeptAction
        {
            ActionId = Guid.Parse(received.AggregateId),
            InspectionId = Guid.Parse(action.InspectionId),
            Reference = action.Reference,
            Title = action.Title,
            Description = action.Description,
            OutcomeSought = action.OutcomeSought,
            SuccessMeasure = action.SuccessMeasure,
            Theme = action.Theme,
            FindingIds = action.FindingIds.Select(Guid.Parse),
            LeadId = leads ? action.Lead.AgencyId : action.Lead.BodyId,
            AgencyIds = action.SupportingAgencyIds.Prepend(leads ? action.Lead.AgencyId : null).OfType<string>().Distinct(),
            OwnerId = action.OwnerId.Length == 0 ? null : Guid.Parse(action.OwnerId),
            OriginalDueOn = LondonDates.FromIso(action.OriginalDueOn),
            DueOn = LondonDates.FromIso(action.DueOn),
            NextReviewOn = LondonDates.FromIso(action.NextReviewOn),
            Delivery = action.Delivery.ToString(),
            // Before the first assessment nobody has said that the date cannot be kept.
            DateAchievable = action.Assessment?.DateAchievable ?? true,
            Updates = action.Updates,
            DateChanges = action.DateChanges,
            LastUpdateAt = action.LastUpdate?.At.ToDateTimeOffset(),
            ChangedAt = received.At,
            ChangedBy = Guid.TryParse(received.State.PersonId, out var person) ? person : null,
            Change = received.State.Kind.ToString(),
            Version = received.Version,
        };
    }
}
