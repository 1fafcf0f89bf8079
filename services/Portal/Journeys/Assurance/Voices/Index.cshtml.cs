using Jtai.Access;
using Jtai.Actions.V1;
using Jtai.Partners.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Assurance.Voices;

/// <summary>What children said, newest first, and the themes on which nobody was heard.</summary>
public sealed class IndexModel(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : PartnershipPage(person, time)
{
    private const int PageLength = 20;
    private Dictionary<string, string> references = [];

    /// <summary>Where this page of the list begins; empty for the first.</summary>
    [BindProperty(SupportsGet = true)]
    public string? From { get; set; }

    public ListVoiceRecordsReply Voices { get; private set; } = new();

    /// <summary>Those that take changes.</summary>
    public IReadOnlyList<ActionPlan> Plans { get; private set; } = [];

    public PartnershipMembers Members { get; private set; } = null!;

    /// <summary>Whether this person may record anything; the service says for which actions.</summary>
    public bool Records => Manages || Person.IsAny([.. PlanVisibility.Owners]);

    public string? NextHref => Voices.NextPageToken.Length > 0 ? $"{Addresses.Voices(Partnership)}?from={Voices.NextPageToken}" : null;

    public bool IsOpen(VoiceRecord voice) => Plans.Any(plan => plan.PlanId == voice.PlanId);

    public bool MayWithdraw(VoiceRecord voice) => Manages || (Records && Person.Person.PersonId == voice.PersonId);

    public IEnumerable<(string ActionId, string Reference)> ActionsOf(VoiceRecord voice) =>
        voice.ActionIds.Select(id => (id, references.GetValueOrDefault(id, "An action")));

    public async Task OnGetAsync(CancellationToken ct)
    {
        await this.MarkActionsAsync(calls, ct);
        var members = membersReader.ReadAsync(ct);
        var plans = calls.Actions.ListActionPlansAsync(new ListActionPlansRequest(), cancellationToken: ct).ResponseAsync;
        Voices = await calls.Assurance.ListVoiceRecordsAsync(
            new ListVoiceRecordsRequest { PageSize = PageLength, PageToken = From ?? "" }, cancellationToken: ct);
        Plans = [.. (await plans).Plans.Where(plan => plan.Closing is null)];
        Members = await members;
        foreach (var planId in Voices.Records.Select(voice => voice.PlanId).Distinct())
        {
            foreach (var action in await calls.ListPlanActionsAsync(planId, ct))
            {
                references[action.ActionId] = action.Reference;
            }
        }
    }
}
