using Jtai.Portal.Shared;
using Jtai.Reporting.V1;

namespace Jtai.Portal.Journeys.Work;

/// <summary>Where each item of work is seen to, in the partnership itself.</summary>
public static class WorkAddresses
{
    public static string Of(WorkItem item) => item.Kind switch
    {
        WorkKind.Action or WorkKind.Milestone or WorkKind.Update => Addresses.Action(item.PartnershipId, item.ActionId),
        WorkKind.DateRequest => $"{Addresses.Action(item.PartnershipId, item.ActionId)}/date-requests/{item.RecordId}",
        WorkKind.AgencyReturn => $"{Statement(item)}/returns/{item.RecordId}",
        WorkKind.Section => $"{Statement(item)}/sections/{item.RecordId}",
        WorkKind.Comment => $"{Statement(item)}/comments",
        WorkKind.SignOff => $"{Statement(item)}/sign-offs",
        WorkKind.Clearances => $"{Statement(item)}/clearances",
        WorkKind.Sending => $"{Statement(item)}/send",
        _ => Addresses.Partnership(item.PartnershipId),
    };

    /// <summary>For whoever looks across and does not work there: the action as it is shared; null for what only the partnership shows.</summary>
    public static string? Shared(WorkItem item) => item.Kind is WorkKind.Action or WorkKind.Milestone
        ? Addresses.SharedAction(item.PartnershipId, item.ActionId)
        : null;

    private static string Statement(WorkItem item) => Addresses.Statement(item.PartnershipId, item.StatementId);
}
