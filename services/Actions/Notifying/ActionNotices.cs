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

    /// <summary>Verifiers of the agencies that are another organisation than delivers it: one of them confirms it.</summary>
    public static Notice CheckAsked(ActionClaim claim, ActionUpdate update, Partnership partnership, Organisations organisations, Caller by) => Notice
        .Of(Matter.CheckAsked, claim.Action.ActionId, claim.Action.InspectionId, update.UpdateId.ToString(), by, update.RecordedAt)
        .ToAll(Capacity.Verifier, organisations.OtherThan(claim.Delivering, partnership.AgencyIds));

    /// <summary>The owner, and the leads of the agencies that lead it.</summary>
    /// <param name="action">That was returned, or opened again.</param>
    /// <param name="by">The second check or audit.</param>
    /// <param name="at">When.</param>
    /// <param name="caller">Who recorded it.</param>
    public static Notice Returned(Action action, Guid by, DateTimeOffset at, Caller caller) => Notice
        .Of(Matter.Returned, action.ActionId, action.InspectionId, by.ToString(), caller, at)
        .To(action.OwnerId)
        .ToHoldersOf(action.OwnerPostId)
        .ToAll(Capacity.AgencyLead, action.AllLeads.Select(LeadText.AgencyOf).OfType<string>());

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
