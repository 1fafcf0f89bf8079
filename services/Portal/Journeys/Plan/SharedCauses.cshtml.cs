using Jtai.Actions.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;

namespace Jtai.Portal.Journeys.Plan;

/// <summary>Causes that hold several actions of a plan back, each with its remedy and how much waits for it.</summary>
public sealed class SharedCausesModel(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : PlanPartsPage(calls, membersReader, person, time)
{
    /// <summary>"6 of 8 late actions of the theme “Identification” wait for this cause.", a sentence for each theme; without themes of the plan.</summary>
    public IEnumerable<string> WaitingFor(SharedCause cause) => cause.ResolvedOn.Length > 0 ? [] : Actions
        .Where(action => ActionStanding.IsLate(action, Today))
        .GroupBy(action => action.ThemeId)
        .Select(late => (Late: late.Count(), Held: late.Count(action => action.SharedCauseId == cause.CauseId), Of: NameOf(late.Key)))
        .Where(theme => theme.Held > 0)
        .Select(theme => $"{Share(theme.Held, theme.Late)} of {theme.Of} {(theme.Held == 1 ? "waits" : "wait")} for this cause.");

    private string NameOf(string themeId) => Parts.Themes.FirstOrDefault(theme => theme.ThemeId == themeId) is { } theme
        ? $"the theme “{theme.Name}”"
        : Parts.Themes.Count == 0 ? "the plan" : "no theme";
}
