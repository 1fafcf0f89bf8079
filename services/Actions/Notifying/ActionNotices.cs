using Jtai.Access;
using Jtai.Partners.V1;

namespace Jtai.Actions;

/// <summary>Whom the acts on an action tell of it.</summary>
public static class ActionNotices
{
    /// <summary>The managers, who decide.</summary>
    public static Notice DateAskedFor(Action action, DateRequest request, Caller by) => Notice
        .Of(Matter.DateAskedFor, action.ActionId, action.InspectionId, request.RequestId.ToString(), by, request.AskedAt)
        .ToAll(Capacity.PartnershipManager);

    /// <summary>Who asked.</summary>
    public static Notice DateDecided(Action action, DateRequest request, Caller by) => Notice
        .Of(Matter.DateDecided, action.ActionId, action.InspectionId, request.RequestId.ToString(), by, request.DecidedAt ?? request.AskedAt)
        .To(request.PersonId);

    /// <summary>A new owner, and the leads of an agency that is given the action to lead.</summary>
    public static IEnumerable<Notice> HandedOver(Action before, Action after, Caller by, DateTimeOffset now)
    {
        var notice = Notice.Of(Matter.HandedOver, after.ActionId, after.InspectionId, $"version {after.Version}", by, now);
        if ((before.OwnerId, before.OwnerPostId) != (after.OwnerId, after.OwnerPostId))
        {
            yield return notice.To(after.OwnerId).ToHoldersOf(after.OwnerPostId);
        }

        if (after.LeadAgencyId is { } lead && lead != before.LeadAgencyId)
        {
            yield return notice.ToAll(Capacity.AgencyLead, [lead]);
        }
    }
}
