using Google.Protobuf;
using Jtai.Actions.V1;
using Jtai.Errors;
using Jtai.Streams;

namespace Jtai.Reporting;

/// <summary>Keeps each item of evidence for its audience; and that it exists, which more may know.</summary>
public sealed class OnEvidenceChanged : IRangeHandler<EvidenceChanged>
{
    public const string Kept = nameof(Kept);
    public const string Withdrawn = nameof(Withdrawn);

    private const string ActionsOf =
        """
        select distinct of_item from record r cross join unnest(r.action_ids) as of_item
        where r.tenant_id = @TenantId and r.kind = 'evidence_exists' and r.id = any (@items)
        """;

    public async Task ApplyAsync(EventContext context, IReadOnlyList<Received<EvidenceChanged>> received)
    {
        var items = received.Select(item => Guid.Parse(item.AggregateId)).ToArray();
        var before = await context.QueryAsync<Guid>(ActionsOf, new { context.TenantId, items });
        await OfSeveralActions.ApplyAsync(context, Records.Evidence, received, one => Of(one, one.State.Item));
        await OfSeveralActions.ApplyAsync(context, Records.EvidenceExists, received, one => ThatItExists(one, one.State.Item));
        var after = await context.QueryAsync<Guid>(ActionsOf, new { context.TenantId, items });
        await EvidenceItems.CountAsync(context, [.. before.Union(after)]);
    }

    private static Record Of(Received<EvidenceChanged> received, EvidenceItem item) =>
        new(Guid.Parse(received.AggregateId), received.Version, item.ToByteArray())
        {
            ActionIds = [.. item.ActionIds.Select(Guid.Parse)],
            InspectionId = Ids.TryParse(item.InspectionId),
            PartOf = Ids.TryParse(item.PlanId),
            Standing = IsWithdrawn(item) ? Withdrawn : item.Content?.File?.State.ToString() ?? Kept,
            Called = item.Shows,
            PersonId = Ids.TryParse(item.PersonId),
            At = item.AddedAt?.ToDateTimeOffset(),
            Audience = AudienceOf(item),
            AuthorId = Ids.TryParse(item.PersonId),
            OwnAgencyId = item.AgencyId,
        };

    // No word of what it holds or who added it.
    private static Record ThatItExists(Received<EvidenceChanged> received, EvidenceItem item) =>
        new(Guid.Parse(received.AggregateId), received.Version, new EvidenceItem
        {
            EvidenceId = item.EvidenceId,
            PlanId = item.PlanId,
            InspectionId = item.InspectionId,
            ActionIds = { item.ActionIds },
            Version = item.Version,
        }.ToByteArray())
        {
            ActionIds = [.. item.ActionIds.Select(Guid.Parse)],
            InspectionId = Ids.TryParse(item.InspectionId),
            PartOf = Ids.TryParse(item.PlanId),
            Standing = IsWithdrawn(item) ? Withdrawn : Kept,
            Audience = AudienceOf(item),
            AuthorId = Ids.TryParse(item.PersonId),
        };

    private static bool IsWithdrawn(EvidenceItem item) => item.WithdrawnBecause.Length > 0;

    private static string AudienceOf(EvidenceItem item) =>
        (item.Audience == Audience.Unspecified ? Audience.Partnership : item.Audience).ToString();
}
