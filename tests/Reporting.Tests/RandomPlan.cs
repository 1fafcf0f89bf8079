using Jtai.Actions.V1;
using Jtai.Events.V1;
using Jtai.Inspections.V1;
using Jtai.Reporting.V1;
using Jtai.Testing;
using Action = Jtai.Actions.V1.Action;

namespace Jtai.Reporting.Tests;

/// <summary>
/// A plan that changes at random, whose messages come once, twice, late, in another order or not at all; and what the counts
/// must be then, by a rule of its own.
/// </summary>
internal sealed class RandomPlan(TestPartnership there, Random random)
{
    private readonly List<Action> actions = [];
    private readonly List<EventRange> held = [];
    private readonly Guid embargoed = Guid.NewGuid();
    private bool published;

    public async Task ChangeAsync()
    {
        if (!published && random.Next(60) == 0)
        {
            published = true;
            await there.InspectionIsAsync(InspectionPhase.Published, inspectionId: embargoed);
            return;
        }

        var action = actions.Count == 0 || random.Next(3) == 0 ? Added() : actions[random.Next(actions.Count)];
        switch (random.Next(7))
        {
            case 0:
                (action.DueOn, action.DateChanges) = (AnyDay(), action.DateChanges + 1);
                break;
            case 1:
                action.Delivery = (Delivery)random.Next(1, 7);
                break;
            case 2:
                action.Assessment = new() { Progress = Progress.Moderate, DateAchievable = random.Next(2) == 0 };
                break;
            case 3:
                action.Pause = random.Next(2) == 0 ? null : new() { Reason = "Snow.", Since = "2027-01-01", ReviewOn = "2027-12-01" };
                break;
            case 4:
                action.NextMilestoneDueOn = AnyDay();
                break;
            case 5:
                action.JointLeads.Clear();
                action.JointLeads.AddRange(random.Next(2) == 0 ? [new Lead { AgencyId = there.Police }] : []);
                break;
            default:
                action.SupportingAgencyIds.Clear();
                action.SupportingAgencyIds.AddRange(random.Next(2) == 0 ? [there.Police] : [there.Icb, there.Schools]);
                break;
        }

        action.Version++;
        await SendAsync(there.Host.Actions.Add(there.TenantId, action.ActionId, action.Version, new ActionChanged { Action = action.Clone(), Kind = ActionChangeKind.DescribedAnew }));
    }

    /// <summary>Returns when all that was added is applied, also what was never delivered.</summary>
    public async Task CatchUpAsync()
    {
        held.Clear();
        await Eventually.SoAsync(
            async () => (await there.Host.Database.QueryAsync<long>(
                "select seq from checkpoint where tenant_id = @TenantId and publisher = 'actions/proof'", new { there.TenantId }))
                .SingleOrDefault() == there.Host.Actions.HeadOf(there.TenantId),
            "all is pulled");
    }

    /// <param name="day">Position date.</param>
    /// <param name="agencyId">Null: all that is published.</param>
    public Counts Counted(DateOnly day, string? agencyId = null)
    {
        var counts = new Counts();
        foreach (var action in actions.Where(action => published || action.InspectionId != embargoed.ToString())
            .Where(action => agencyId is null || action.Lead.AgencyId == agencyId || action.SupportingAgencyIds.Contains(agencyId)
                || action.JointLeads.Any(lead => lead.AgencyId == agencyId)))
        {
            counts.Actions++;
            var (due, milestone) = (Day(action.DueOn), Day(action.NextMilestoneDueOn));
            switch (action.Delivery)
            {
                case Delivery.Complete:
                    counts.Complete++;
                    continue;
                case Delivery.ClosedWithoutCompletion:
                    counts.ClosedWithoutCompletion++;
                    continue;
                case Delivery.AwaitingVerification:
                    counts.AwaitingVerification++;
                    continue;
            }

            if (action.Pause is not null)
            {
                counts.Paused++;
                continue;
            }

            if (due < day)
            {
                counts.Overdue++;
                continue;
            }

            var isAtRisk = action.Assessment is { DateAchievable: false } || milestone < day;
            counts.AtRisk += isAtRisk ? 1 : 0;
            counts.OnTrack += isAtRisk ? 0 : 1;
            counts.DueSoon += due <= day.AddDays(28) ? 1 : 0;
        }

        return counts;
    }

    private Action Added()
    {
        var action = there.NewAction(dueOn: AnyDay());
        action.InspectionId = random.Next(3) == 0 ? embargoed.ToString() : there.InspectionId.ToString();
        action.Lead = new() { AgencyId = random.Next(2) == 0 ? there.Police : there.Icb };
        actions.Add(action);
        return action;
    }

    private static DateOnly? Day(string iso) =>
        iso.Length == 0 ? null : DateOnly.Parse(iso, System.Globalization.CultureInfo.InvariantCulture);

    private string AnyDay() => random.Next(8) == 0 ? "" : $"2027-0{random.Next(1, 9)}-{random.Next(10, 29)}";

    private async Task SendAsync(EventRange range)
    {
        switch (random.Next(8))
        {
            case 0:
                // Lost.
                return;
            case 1:
                held.Add(range);
                return;
            case 2:
                await there.Host.Actions.DeliverAsync(range);
                await there.Host.Actions.DeliverAsync(range);
                break;
            default:
                await there.Host.Actions.DeliverAsync(range);
                break;
        }

        // What was held back comes late, the newest first.
        if (held.Count > 2)
        {
            held.Reverse();
            foreach (var late in held)
            {
                await there.Host.Actions.DeliverAsync(late);
            }

            held.Clear();
        }
    }
}
