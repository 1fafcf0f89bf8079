using Jtai.Field;
using Jtai.Reporting.V1;

namespace Jtai.Portal.Words;

/// <summary>What waits for somebody, and why, in words.</summary>
public static class WorkWords
{
    public static string Of(WorkList list) => list switch
    {
        WorkList.WaitingOnOthers => "Waiting on others",
        WorkList.Done => "Done in the last 30 days",
        _ => "To do",
    };

    /// <summary>What there is to do about it, or what it is; a title or name follows.</summary>
    public static string Of(WorkKind kind) => kind switch
    {
        WorkKind.Milestone => "Milestone",
        WorkKind.AgencyReturn => "Return for the statement of action",
        WorkKind.Section => "Section of the statement of action",
        WorkKind.Comment => "Comment on the statement of action",
        WorkKind.SignOff => "Sign-off of the statement of action",
        WorkKind.DateRequest => "Request for a new date",
        WorkKind.Clearances => "Clearances of the statement of action",
        WorkKind.Sending => "Sending of the statement of action",
        WorkKind.Update => "Update",
        WorkKind.SecondCheck => "Second check",
        WorkKind.Evidence => "Evidence",
        WorkKind.Audit => "Audit",
        WorkKind.ImpactMeasure => "Measure of impact",
        WorkKind.Strength => "Strength to sustain",
        WorkKind.Challenge => "Challenge",
        _ => "Action",
    };

    /// <summary>"41 days late; no update in the last 90 days; you own it", or "…; as deputy for Jane Roe".</summary>
    public static string Why(WorkItem item) => string.Join("; ", item.Because.Select(reason => Of(reason, item)).Concat(
        item.DeputyFor.Length > 0 ? ["as deputy for " + item.DeputyFor] : []));

    /// <summary>"10 November 2026"; empty where it has no date.</summary>
    public static string Due(WorkItem item) => LondonDates.TryFromIso(item.DueOn) is { } due ? Dates.Full(due) : "";

    private static string Of(WorkReason reason, WorkItem item) => reason switch
    {
        WorkReason.YouOwnIt => item.DeputyFor.Length > 0 ? "they own it" : "you own it",
        WorkReason.YourAgencyLeadsIt => "your agency leads it",
        WorkReason.Overdue => $"{Numbers.Of(item.DaysOverdue, "day")} late",
        WorkReason.AtRisk => "at risk",
        WorkReason.DueSoon => "due soon",
        WorkReason.WithoutUpdate => $"no update in the last {RecentUpdate.Days} days",
        WorkReason.WithoutOwner => "nobody is named as its owner",
        WorkReason.PauseToReview => "paused until now: resume it or pause it again",
        WorkReason.AskedOfYourAgency => "asked of your agency",
        WorkReason.SentBack => "sent back with words",
        WorkReason.ToAccept when item.Kind == WorkKind.Challenge => "answered: accept it or take it further",
        WorkReason.ToAccept => "came in: accept it or send it back",
        WorkReason.YouAreAuthor => item.DeputyFor.Length > 0 ? "they are its author" : "you are its author",
        WorkReason.CommentOnYours => item.DeputyFor.Length > 0 ? "on what is theirs" : "on what is yours",
        WorkReason.ToAnswer => "open: answer it",
        WorkReason.ToSignOff => "waits for your agency’s sign-off",
        WorkReason.ToDecide => "waits for your decision",
        WorkReason.ClearancesOpen => "not given yet",
        WorkReason.SendingFailed => "failed: send it again",
        WorkReason.YouAsked when item.Kind == WorkKind.Challenge => "not answered yet",
        WorkReason.YouAsked => "not done yet",
        WorkReason.ToCheck => "claimed as done: confirm it or return it",
        WorkReason.FileToMend => "its file needs a reason or was refused",
        WorkReason.DoneByYou => "done by you",
        _ => "",
    };
}
