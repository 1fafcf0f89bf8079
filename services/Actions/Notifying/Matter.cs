using Jtai.Partners.V1;

namespace Jtai.Actions;

/// <summary>What people are told of. The numbers are stored.</summary>
public enum Matter
{
    DueSoon = 1,
    Overdue = 2,

    /// <summary>A new date was asked for; the manager decides.</summary>
    DateAskedFor = 3,

    /// <summary>Approved or declined: for who asked.</summary>
    DateDecided = 4,
    ReturnAskedFor = 5,
    ReturnGiven = 6,

    /// <summary>A draft was circulated, and the agency's sign-off is missing.</summary>
    SignOffAskedFor = 7,

    /// <summary>What was signed has changed, so that the sign-off stands no more.</summary>
    SignOffVoided = 8,

    /// <summary>What was signed was corrected editorially, and the sign-off stands.</summary>
    CorrectedEditorially = 9,
    CommentOnSection = 10,
    StatementCirculated = 11,
    StatementDue = 12,

    /// <summary>The platform could not mail the statement.</summary>
    SendingFailed = 13,

    /// <summary>An action has a new owner or lead.</summary>
    HandedOver = 14,

    /// <summary>What the partnership shares with an agency ends: for its managers.</summary>
    GrantEnds = 15,
    GrantToReview = 16,

    /// <summary>What is offered to an agency waits for its agreement: for its people who can agree.</summary>
    OfferWaits = 17,
    GrantToAgencyEnds = 18,

    /// <summary>A return that was asked for has not come.</summary>
    ReturnReminded = 19,

    /// <summary>An action is said to be done; somebody of another organisation confirms it.</summary>
    CheckAsked = 20,

    /// <summary>A second check did not confirm an action, or an audit found that it does not hold.</summary>
    Returned = 21,

    /// <summary>A challenge has come to somebody who answers it.</summary>
    ChallengeWaits = 30,

    /// <summary>For who raised it.</summary>
    ChallengeAnswered = 31,

    /// <summary>The day for its answer has passed: for both sides.</summary>
    ChallengeLate = 32,
}

public static class MatterKinds
{
    /// <summary>Under which of their preferences a person hears of it.</summary>
    public static NotificationKind Kind(this Matter matter) => matter switch
    {
        Matter.DueSoon => NotificationKind.DueSoon,
        Matter.Overdue => NotificationKind.Overdue,
        Matter.DateDecided or Matter.ReturnGiven or Matter.SignOffVoided or Matter.CorrectedEditorially => NotificationKind.Decided,
        Matter.CommentOnSection => NotificationKind.CommentOnYours,
        Matter.StatementCirculated => NotificationKind.StatementCirculated,
        Matter.StatementDue => NotificationKind.StatementDue,
        Matter.GrantEnds or Matter.GrantToReview or Matter.OfferWaits or Matter.GrantToAgencyEnds => NotificationKind.Sharing,
        Matter.HandedOver => NotificationKind.HandedToYou,
        Matter.SendingFailed => NotificationKind.SendingFailed,
        Matter.CheckAsked => NotificationKind.CheckAsked,
        Matter.Returned => NotificationKind.Returned,
        Matter.ChallengeWaits or Matter.ChallengeAnswered or Matter.ChallengeLate => NotificationKind.Challenge,
        _ => NotificationKind.AskedOfYou,
    };
}
