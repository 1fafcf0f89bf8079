using Grpc.Core;
using Jtai.Activities.V1;
using Jtai.Actions.V1;
using Jtai.Partners.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;

namespace Jtai.Portal.Journeys.Activities;

/// <summary>One entry as the page and the file show it.</summary>
/// <param name="Who">"Ada Moss, partnership manager".</param>
/// <param name="What">"moved a due date".</param>
/// <param name="Record">"Action HSK-2026-A014".</param>
/// <param name="Address">Of the record; null where it has no page.</param>
/// <param name="Why">"Disclosed to Westmarch Police".</param>
public sealed record ShownActivity(ActivityEntry Entry, ActivitySource Source, string Who, string What, string Record, string? Address, string Why)
{
    public DateTimeOffset At => Entry.At.ToDateTimeOffset();

    /// <param name="entry">Of a log.</param>
    /// <param name="source">The log.</param>
    /// <param name="partnership">Whose activity it is.</param>
    /// <param name="members">Who they are.</param>
    /// <param name="references">Of actions, by id, as far as they are known.</param>
    public static ShownActivity Of(
        ActivityEntry entry, ActivitySource source, string partnership, PartnershipMembers members, IReadOnlyDictionary<string, string> references)
    {
        var reference = references.GetValueOrDefault(entry.RecordId);
        return new(
            entry,
            source,
            WhoOf(entry, members),
            ActivityWords.Of(entry),
            ActivityWords.OfRecord(entry.Entity) + (reference is null ? "" : " " + reference),
            AddressOf(entry, partnership),
            ActivityWords.Of(entry.Kind) + (entry.DisclosedTo.Length == 0 ? "" : " to " + NameOf(entry.DisclosedTo, members)));
    }

    /// <summary>The references of the actions among the entries; what is gone, or not this person's to see, has none.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> ReferencesAsync(PartnershipCalls calls, IEnumerable<ActivityEntry> entries, CancellationToken ct)
    {
        var ids = entries.Where(entry => entry.Entity == nameof(ActionChanged)).Select(entry => entry.RecordId).Distinct();
        var found = await Task.WhenAll(ids.Select(async id => (Id: id, Reference: await ReferenceAsync(id))));
        return found.Where(one => one.Reference.Length > 0).ToDictionary(one => one.Id, one => one.Reference);

        async Task<string> ReferenceAsync(string id)
        {
            try
            {
                return (await calls.Actions.GetActionAsync(new GetActionRequest { ActionId = id }, cancellationToken: ct)).Action.Reference;
            }
            catch (RpcException failure) when (failure.StatusCode == StatusCode.NotFound)
            {
                return "";
            }
        }
    }

    private static string WhoOf(ActivityEntry entry, PartnershipMembers members)
    {
        if (!Guid.TryParse(entry.PersonId, out _) && entry.PersonId.Contains(':', StringComparison.Ordinal))
        {
            return entry.PersonId.StartsWith("client:", StringComparison.Ordinal) ? "A connected system of " + NameOf(entry.AgencyId, members) : "The platform";
        }

        return Enum.TryParse<Capacity>(entry.Capacity, out var capacity) && capacity == Capacity.PlatformOperator
            ? "A platform operator"
            : members.PersonAs(entry.PersonId, capacity, entry.At.ToDateTimeOffset());
    }

    private static string NameOf(string id, PartnershipMembers members) =>
        Guid.TryParse(id, out _) ? members.PersonName(id) : id.Length > 0 ? members.AgencyName(id) : "nobody named";

    private static string? AddressOf(ActivityEntry entry, string partnership) => entry.Entity switch
    {
        "InspectionChanged" => Addresses.Inspection(partnership, entry.RecordId),
        "FindingChanged" => Addresses.Finding(partnership, entry.RecordId),
        "LetterImport" => Addresses.LetterImport(partnership, entry.RecordId),
        nameof(ActionPlanChanged) => Addresses.Plan(partnership, entry.RecordId),
        nameof(ActionChanged) => Addresses.Action(partnership, entry.RecordId),
        nameof(StatementChanged) => Addresses.Statement(partnership, entry.RecordId),
        nameof(EvidenceChanged) => Addresses.Evidence(partnership, entry.RecordId),
        nameof(AuditChanged) => Addresses.Audit(partnership, entry.RecordId),
        nameof(ImpactMeasureChanged) => Addresses.ImpactMeasure(partnership, entry.RecordId),
        nameof(ChallengeChanged) => Addresses.Challenge(partnership, entry.RecordId),
        nameof(SharingGrantChanged) or nameof(AccessRecorded) => Addresses.Sharing(partnership),
        nameof(PostChanged) => Addresses.Posts(partnership),
        nameof(PartnershipSettingsChanged) => Addresses.Settings(partnership),
        nameof(Notification) => Addresses.Notifications(partnership),
        _ => null,
    };
}
