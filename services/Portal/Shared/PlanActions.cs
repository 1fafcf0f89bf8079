using Jtai.Actions.V1;
using Jtai.Portal.SigningIn;
using ActionProto = Jtai.Actions.V1.Action;

namespace Jtai.Portal.Shared;

/// <summary>The actions of a plan as pages need them: all of them in short, for counts and gaps, or some to choose from.</summary>
public static class PlanActions
{
    /// <summary>Actions, and choices among them, that one page shows.</summary>
    public const int MostShown = 100;

    // Ten thousand actions: beyond that nobody reads a plan.
    private const int MostPages = 10;

    /// <summary>All that the person sees, by reference; texts but the title are cut.</summary>
    public static async Task<IReadOnlyList<ActionProto>> ListPlanActionsAsync(this PartnershipCalls calls, string planId, CancellationToken ct)
    {
        var actions = new List<ActionProto>();
        for (var page = 1; page <= MostPages; page++)
        {
            var reply = await calls.Actions.ListActionsAsync(
                new ListActionsRequest { PlanId = planId, InShort = true, Page = page }, cancellationToken: ct);
            actions.AddRange(reply.Actions);
            if (reply.Actions.Count == 0 || actions.Count >= reply.Total)
            {
                break;
            }
        }

        return actions;
    }

    /// <summary>Those to choose from: that hold these words, the first hundred of them.</summary>
    public static async Task<ListActionsReply> FindPlanActionsAsync(
        this PartnershipCalls calls, string planId, string? words, CancellationToken ct, bool openOnly = false) =>
        await calls.Actions.ListActionsAsync(
            new ListActionsRequest { PlanId = planId, InShort = true, Words = ActionSearch.Read(words), OpenOnly = openOnly, PageSize = MostShown },
            cancellationToken: ct);
}

/// <summary>A search among actions that are too many to be listed at once.</summary>
/// <param name="Words">As they were typed; empty for none.</param>
/// <param name="Found">How many there are that hold them.</param>
public sealed record ActionSearch(string? Words, int Found)
{
    public const string Parameter = "words";
    private const int Longest = 200;

    /// <summary>Where all are listed there is nothing to search for.</summary>
    public bool IsNeeded => Found > PlanActions.MostShown || !string.IsNullOrWhiteSpace(Words);

    /// <summary>"1,000 actions, the first 100 are listed."</summary>
    public string Sentence => Portal.Words.Numbers.Of(Found, "action") + (Found > PlanActions.MostShown ? $", of which the first {PlanActions.MostShown} are listed." : ".");

    internal static string Read(string? words) => (words ?? "").Trim() is { Length: <= Longest } typed ? typed : words!.Trim()[..Longest];
}
