using Jtai.Actions.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;
using ActionProto = Jtai.Actions.V1.Action;

namespace Jtai.Portal.Journeys.Assurance.Challenges;

/// <summary>One challenge as the conversation that it is, with what can be done next and by whom.</summary>
public sealed class ChallengeModel(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : PartnershipPage(person, time)
{
    public ChallengeRecord Record { get; private set; } = new();

    public Challenge Raised => Record.Challenge;

    public PartnershipMembers Members { get; private set; } = null!;

    /// <summary>Those that it is about and this person sees.</summary>
    public IReadOnlyList<ActionProto> About { get; private set; } = [];

    public bool IsAnswered => Raised.State == ChallengeState.Answered;

    public bool IsOpen => Raised.State == ChallengeState.Open;

    public IReadOnlyList<TimelineEntry> Timeline =>
    [
        .. Record.Words.Select(said => new TimelineEntry(
            WordsOfChallenges.Of(said),
            said.At.ToDateTimeOffset(),
            Members.PersonAs(said.PersonId, said.Capacity, said.At.ToDateTimeOffset()),
            said.Words.Length > 0 ? said.Words : null)),
    ];

    public async Task OnGetAsync(string id, CancellationToken ct)
    {
        var members = membersReader.ReadAsync(ct);
        Record = await calls.Assurance.GetChallengeAsync(new GetChallengeRequest { ChallengeId = id }, cancellationToken: ct);
        await this.ReadInspectionAsync(calls, Raised.InspectionId, ct);
        About = Raised.ActionIds.Count == 0
            ? []
            : [.. (await calls.ListPlanActionsAsync(Raised.PlanId, ct)).Where(action => Raised.ActionIds.Contains(action.ActionId))];
        Members = await members;
    }
}
