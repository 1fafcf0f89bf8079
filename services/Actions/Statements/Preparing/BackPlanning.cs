using System.Globalization;
using Jtai.Field;
using Jtai.Partners.V1;

using static Jtai.Actions.V1.BackPlanStep;

namespace Jtai.Actions;

/// <summary>
/// The dates of a statement, counted back from the one that counts in England's working days. Where there is no time for all of
/// them it says so, and moves nothing.
/// </summary>
public static class BackPlanning
{
    // Working days that a step is given after the one before it.
    private const int SendingBefore = 2;
    private const int Circulating = 5;
    private const int Returning = 15;
    private const int Commenting = 10;
    // Papers are published five clear days before a committee meets, and need time to be written.
    private const int ToCommittee = 10;
    private const int ToDelegatedDecision = 3;
    private const int SigningOff = 5;
    private const int ToSending = 3;
    private const int NotingAfterwards = 20;

    /// <param name="countsOn">The date that counts; null where none is known: then there are no dates.</param>
    /// <param name="today">The day in London.</param>
    /// <param name="settings">The committee's route, and the partnership's closures.</param>
    /// <param name="moves">Dates moved by hand.</param>
    /// <param name="done">Steps that are behind, of which nothing is said.</param>
    public static V1.BackPlan Of(
        DateOnly? countsOn, DateOnly today, PartnershipSettings settings, IReadOnlyCollection<V1.BackPlanMove> moves, IReadOnlySet<V1.BackPlanStep> done)
    {
        if (countsOn is not { } counts)
        {
            return new V1.BackPlan();
        }

        var afterwards = settings.CommitteeRoute == CommitteeRoute.NotesAfterwards;
        var computed = Computed(counts, settings.CommitteeRoute);
        var moved = moves.ToDictionary(move => move.Step, move => LondonDates.FromIso(move.On).GetValueOrDefault());
        var plan = new V1.BackPlan { CountsOn = counts.ToIso() };
        (V1.BackPlanStep Step, DateOnly On)? before = null;
        foreach (var (step, by) in computed)
        {
            var on = moved.TryGetValue(step, out var hand) ? hand : by;
            var date = new V1.BackPlanDate { Step = step, On = on.ToIso(), ComputedOn = by.ToIso(), Moved = moved.ContainsKey(step) };
            date.Conflicts.AddRange(Conflicts(step, on));
            plan.Dates.Add(date);
            if (!(step == Committee && afterwards))
            {
                before = (step, on);
            }
        }

        plan.Beside.AddRange(
            from closure in settings.Closures
            let span = (From: LondonDates.FromIso(closure.From).GetValueOrDefault(), To: LondonDates.FromIso(closure.To).GetValueOrDefault())
            where span.To >= today && span.From <= counts
            orderby span.From
            select $"{closure.Name}: {span.From.InWords()} to {span.To.InWords()}.");
        return plan;

        IEnumerable<string> Conflicts(V1.BackPlanStep step, DateOnly on)
        {
            if (on < today && !done.Contains(step))
            {
                var left = Math.Max(0, WorkingDays.Between(today, counts));
                var needed = WorkingDays.Between(computed[step], counts);
                yield return moved.ContainsKey(step)
                    ? "This day has passed."
                    : string.Create(CultureInfo.InvariantCulture, $"There is no time for this as planned: {Count(left)} left to the date that counts, and from here on {needed} are needed.");
            }

            if (before is { } earlier && on < earlier.On && !(step == Committee && afterwards))
            {
                yield return $"It comes before {Name(earlier.Step)}, on {earlier.On.InWords()}.";
            }

            if (on > counts && !(step == Committee && afterwards))
            {
                yield return $"It comes after the date that counts, {counts.InWords()}.";
            }

            if (on.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)
            {
                yield return $"It falls on a {on.DayOfWeek}.";
            }

            if (WorkingDays.BankHoliday(on) is { } holiday)
            {
                yield return $"It falls on a bank holiday: {holiday}.";
            }

            foreach (var closure in settings.Closures.Where(one => LondonDates.FromIso(one.From) <= on && on <= LondonDates.FromIso(one.To)))
            {
                yield return $"It falls into {closure.Name}.";
            }
        }
    }

    private static string Count(int days) => days == 1 ? "1 working day is" : string.Create(CultureInfo.InvariantCulture, $"{days} working days are");

    private static OrderedDictionary<V1.BackPlanStep, DateOnly> Computed(DateOnly counts, CommitteeRoute route)
    {
        var sending = WorkingDays.Before(counts, SendingBefore);
        var signOffs = WorkingDays.Before(sending, ToSending);
        var committee = route == CommitteeRoute.NotesAfterwards ? WorkingDays.After(counts, NotingAfterwards) : WorkingDays.Before(signOffs, SigningOff);
        var comments = route switch
        {
            CommitteeRoute.NotesAfterwards => WorkingDays.Before(signOffs, SigningOff),
            CommitteeRoute.DelegatedDecision => WorkingDays.Before(committee, ToDelegatedDecision),
            _ => WorkingDays.Before(committee, ToCommittee),
        };
        var returns = WorkingDays.Before(comments, Commenting);
        var circulation = WorkingDays.Before(returns, Returning);
        return new()
        {
            [PlanOwner] = WorkingDays.Before(circulation, Circulating),
            [Circulation] = circulation,
            [Returns] = returns,
            [Comments] = comments,
            [Committee] = committee,
            [SignOffs] = signOffs,
            [V1.BackPlanStep.Sending] = sending,
        };
    }

    private static string Name(V1.BackPlanStep step) => step switch
    {
        PlanOwner => "naming who prepares it",
        Circulation => "circulation",
        Returns => "the returns",
        Comments => "the comments",
        Committee => "the committee",
        SignOffs => "the sign-offs",
        _ => "sending",
    };
}
