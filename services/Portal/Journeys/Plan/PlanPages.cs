using Jtai.Portal.Words;
using ActionProto = Jtai.Actions.V1.Action;

namespace Jtai.Portal.Journeys.Plan;

/// <summary>A finding on a page of its plan, with the actions that stand there: all of them, or some where they are many.</summary>
/// <param name="From">Place of the first of them among all that answer it, from 0.</param>
public sealed record ShownFinding(PlanFinding Answered, IReadOnlyList<ActionProto> Actions, int From)
{
    /// <summary>"Actions 76 to 150 of 1,000"; null where all stand here.</summary>
    public string? Part => Actions.Count == Answered.Actions.Count ? null
        : $"Actions {Numbers.Figure(From + 1)} to {Numbers.Figure(From + Actions.Count)} of {Numbers.Figure(Answered.Actions.Count)}.";
}

/// <summary>A plan's findings in pages that a browser opens at once, however long the plan is.</summary>
public sealed class PlanPages
{
    private const int MostFindings = 50;
    // A row of an action is about 1 KB, and a first view has 150.
    private const int MostActions = 75;

    private readonly List<List<ShownFinding>> pages = [];

    private PlanPages()
    {
    }

    public int Count => pages.Count;

    /// <param name="page">From 1.</param>
    public IReadOnlyList<ShownFinding> At(int page) => page >= 1 && page <= pages.Count ? pages[page - 1] : [];

    /// <summary>In order; what does not fit goes on on the next page.</summary>
    public static PlanPages Of(IEnumerable<PlanFinding> findings)
    {
        var made = new PlanPages();
        var (page, actions) = (new List<ShownFinding>(), 0);
        foreach (var finding in findings)
        {
            var from = 0;
            do
            {
                if (page.Count == MostFindings || actions == MostActions)
                {
                    made.pages.Add(page);
                    (page, actions) = ([], 0);
                }

                var some = finding.Actions.Skip(from).Take(MostActions - actions).ToList();
                page.Add(new ShownFinding(finding, some, from));
                (from, actions) = (from + some.Count, actions + some.Count);
            }
            while (from < finding.Actions.Count);
        }

        if (page.Count > 0)
        {
            made.pages.Add(page);
        }

        return made;
    }
}
