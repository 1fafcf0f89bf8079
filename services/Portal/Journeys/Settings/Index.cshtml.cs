using Jtai.Partners.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Settings;

/// <summary>What the partnership has decided for itself, and how it came to be so.</summary>
public sealed class IndexModel(PartnershipCalls calls, PartnershipMembersReader reader, CurrentPerson person, TimeProvider time) : PartnershipPage(person, time)
{
    /// <summary>The version before which an older part of the history ends.</summary>
    [BindProperty(SupportsGet = true, Name = "before")]
    public long Before { get; set; }

    public PartnershipSettings Settings { get; private set; } = new();

    /// <summary>Three letters with which references begin.</summary>
    public string Code { get; private set; } = "";

    public RecordHistory History { get; private set; } = new([], "", 0, 0);

    public IEnumerable<IGrouping<ClosureKind, Closure>> ClosuresByKind => Settings.Closures.GroupBy(closure => closure.Kind).OrderBy(group => group.Key);

    public async Task OnGetAsync(CancellationToken ct)
    {
        var settings = calls.Settings.GetSettingsAsync(new GetSettingsRequest(), cancellationToken: ct).ResponseAsync;
        var changes = calls.Settings.ListSettingsHistoryAsync(new ListSettingsHistoryRequest { BeforeVersion = Math.Max(0, Before) }, cancellationToken: ct).ResponseAsync;
        var members = await reader.ReadAsync(ct);
        (Settings, Code) = (await settings, members.Code);
        History = new(
            [
                .. (await changes).Changes.Select(change => new TimelineEntry(
                    "Settings changed", change.At.ToDateTimeOffset(), members.PersonName(change.PersonId), string.Join('\n', change.Settings.Select(SettingsWords.Of)))),
            ],
            Addresses.Settings(Partnership),
            Before,
            (await changes).EarlierBeforeVersion);
    }
}
