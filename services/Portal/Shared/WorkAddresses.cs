using Jtai.Reporting.V1;

namespace Jtai.Portal.Shared;

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
        // A claim of one's own, and a check that is done, stand with the action.
        WorkKind.SecondCheck => Addresses.Action(item.PartnershipId, item.ActionId) + (item.Because.Contains(WorkReason.ToCheck) ? "/check" : ""),
        WorkKind.Evidence => $"{Partnership(item)}/evidence/{item.RecordId}",
        WorkKind.Audit => $"{Partnership(item)}/audits/{item.RecordId}",
        WorkKind.ImpactMeasure => $"{Partnership(item)}/impact/{item.RecordId}",
        WorkKind.Strength => $"{Partnership(item)}/strengths",
        WorkKind.Challenge => $"{Partnership(item)}/challenges/{item.RecordId}",
        _ => Partnership(item),
    };

    /// <summary>For whoever looks across and does not work there: the action as it is shared; null for what only the partnership shows.</summary>
    public static string? Shared(WorkItem item) => item.Kind is WorkKind.Action or WorkKind.Milestone or WorkKind.SecondCheck
        ? Addresses.SharedAction(item.PartnershipId, item.ActionId)
        : null;

    /// <summary>The one button of an item: what is done about it, and where.</summary>
    public static (string Text, string Href) ButtonOf(WorkItem item) => item.Kind switch
    {
        WorkKind.Action when item.Because.Contains(WorkReason.PauseToReview) => ("Review the pause", Of(item)),
        WorkKind.Action => ("Update", Addresses.AddUpdate(item.PartnershipId, item.ActionId)),
        WorkKind.Milestone => ("Open", Addresses.Milestone(item.PartnershipId, item.ActionId, item.RecordId)),
        WorkKind.AgencyReturn when item.Because.Contains(WorkReason.ToAccept) => ("Settle", Of(item) + "/settle"),
        WorkKind.AgencyReturn => ("Give it", Of(item)),
        WorkKind.Section => ("Write", Of(item)),
        WorkKind.Comment => ("Answer", $"{Of(item)}/{item.RecordId}"),
        WorkKind.SignOff => ("Sign off", Of(item)),
        WorkKind.DateRequest => ("Decide", Of(item)),
        WorkKind.Clearances => ("Record", Of(item)),
        WorkKind.Sending => ("Send again", Of(item)),
        _ => ("Open", Of(item)),
    };

    private static string Partnership(WorkItem item) => Addresses.Partnership(item.PartnershipId);

    private static string Statement(WorkItem item) => Addresses.Statement(item.PartnershipId, item.StatementId);
}
