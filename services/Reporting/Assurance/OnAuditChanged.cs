using Google.Protobuf;
using Jtai.Actions.V1;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Streams;

namespace Jtai.Reporting;

/// <summary>Keeps audits, for whoever takes part in one of the actions that they look at.</summary>
public sealed class OnAuditChanged : IRangeHandler<AuditChanged>
{
    public Task ApplyAsync(EventContext context, IReadOnlyList<Received<AuditChanged>> received) =>
        OfSeveralActions.ApplyAsync(context, Records.Audit, received, one => Of(one, one.State.Audit));

    private static Record Of(Received<AuditChanged> received, Audit audit) =>
        new(Guid.Parse(received.AggregateId), received.Version, audit.ToByteArray())
        {
            ActionIds = [.. audit.Actions.Select(looked => Guid.Parse(looked.ActionId))],
            InspectionId = Ids.TryParse(audit.InspectionId),
            PartOf = Ids.TryParse(audit.PlanId),
            Standing = audit.State.ToString(),
            Called = audit.Title,
            DueOn = LondonDates.FromIso(audit.PlannedFor),
            PersonId = Ids.TryParse(audit.PersonId),
            At = received.At,
        };
}
