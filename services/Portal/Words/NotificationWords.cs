using Jtai.Actions.V1;
using Jtai.Partners.V1;

namespace Jtai.Portal.Words;

/// <summary>What people are told of by mail, and what became of it.</summary>
public static class NotificationWords
{
    public static string Of(NotificationKind kind) => kind switch
    {
        NotificationKind.DueSoon => "Due soon",
        NotificationKind.Overdue => "Overdue",
        NotificationKind.AskedOfYou => "Something asked of them",
        NotificationKind.Decided => "Something decided or returned",
        NotificationKind.CommentOnYours => "Comment on a section of theirs",
        NotificationKind.StatementDue => "Statement of action due",
        NotificationKind.StatementCirculated => "Statement of action circulated",
        NotificationKind.HandedToYou => "Handed over to them",
        NotificationKind.SendingFailed => "Sending failed",
        NotificationKind.Sharing => "Sharing",
        NotificationKind.CheckAsked => "Second check asked for",
        NotificationKind.Returned => "Action returned",
        NotificationKind.Challenge => "Challenge",
        _ => "Notification",
    };

    public static StatusWords Of(NotificationState state) => state switch
    {
        NotificationState.Waiting => new("Waiting", "blue"),
        NotificationState.Sent => new("Sent", "green"),
        NotificationState.Failed => new("Failed", "red"),
        _ => new("Not sent", "grey"),
    };
}
