using Jtai.Actions.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;

namespace Jtai.Portal.Journeys.Assurance.Voices;

/// <summary>One record of what children said, with what it said before, who changed it and when.</summary>
public sealed class VoiceModel(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : PartnershipPage(person, time)
{
    public VoiceRecordHistory Record { get; private set; } = new();

    public VoiceRecord Voice => Record.Record;

    public PartnershipMembers Members { get; private set; } = null!;

    public IReadOnlyList<TimelineEntry> Timeline =>
    [
        .. Record.Changes.Select(change => new TimelineEntry(
            VoiceWords.TitleOf(change),
            change.At.ToDateTimeOffset(),
            Members.PersonOf(change.PersonId, change.AgencyId),
            // What it said first is what its first correction changed it from.
            HistoryWords.Text(change.Version == 1 ? [] : change.Fields.Select(VoiceWords.Of), change.Reason) is { Length: > 0 } text ? text : null)),
    ];

    public async Task OnGetAsync(string id, CancellationToken ct)
    {
        var members = membersReader.ReadAsync(ct);
        Record = await calls.Assurance.GetVoiceRecordAsync(new GetVoiceRecordRequest { VoiceId = id }, cancellationToken: ct);
        await this.ReadInspectionAsync(calls, Voice.InspectionId, ct);
        Members = await members;
    }
}
