using Jtai.Actions.V1;
using Jtai.Field;
using Jtai.Partners.V1;

namespace Jtai.Portal.Words;

/// <summary>What the services say of a statement of action, in the words of the pages.</summary>
public static class StatementWords
{
    public static StatusWords Of(StatementState state) => state switch
    {
        StatementState.Sent => new("Sent", "green"),
        StatementState.Acknowledged => new("Acknowledged", "green"),
        StatementState.Replied => new("Replied to", "green"),
        _ => new("Being prepared", "blue"),
    };

    public static StatusWords Of(ReturnState state) => state switch
    {
        ReturnState.Returned => new("Returned", "yellow"),
        ReturnState.Accepted => new("Accepted", "green"),
        ReturnState.SentBack => new("Sent back", "orange"),
        ReturnState.DraftedForThem => new("Drafted for them", "turquoise"),
        ReturnState.NoneReceived => new("None received", "red"),
        _ => new("Asked", "blue"),
    };

    /// <summary>True for a part that is here, whoever wrote it.</summary>
    public static bool IsIn(ReturnState state) => state is ReturnState.Returned or ReturnState.Accepted or ReturnState.DraftedForThem;

    public static StatusWords Of(CommentState state) => state switch
    {
        CommentState.Resolved => new("Resolved", "green"),
        CommentState.Declined => new("Declined", "grey"),
        _ => new("Open", "yellow"),
    };

    public static StatusWords Of(SendingState state) => state switch
    {
        SendingState.Queued => new("Waiting to leave", "yellow", "the platform still tries to hand it to the mail server"),
        SendingState.Failed => new("Not sent", "red", "the mail server did not take it: send it again"),
        _ => new("Sent", "green"),
    };

    public static string Of(ReplyKind kind) => kind switch
    {
        ReplyKind.Acknowledged => "Acknowledged",
        ReplyKind.Accepted => "Accepted or endorsed",
        ReplyKind.AsksForChanges => "Asks for changes",
        _ => "Replied",
    };

    public static string Of(SignOffRule rule) => rule switch
    {
        SignOffRule.Delegates => "A delegated safeguarding partner of each of the three safeguarding partners signs off",
        SignOffRule.Leads => "The three lead safeguarding partners sign off",
        _ => "This partnership asks for no sign-off",
    };

    public static string Of(BackPlanStep step) => step switch
    {
        BackPlanStep.PlanOwner => "Name who owns the plan",
        BackPlanStep.Circulation => "Circulate the draft",
        BackPlanStep.Returns => "Returns are in",
        BackPlanStep.Comments => "Comments are in",
        BackPlanStep.Committee => "Committee or delegated decision",
        BackPlanStep.SignOffs => "Sign-offs are given",
        BackPlanStep.Sending => "Send the statement",
        _ => "",
    };

    /// <summary>The heading over lines of readiness that are about the same.</summary>
    public static string Of(ReadinessIssue issue) => issue switch
    {
        ReadinessIssue.PriorityActionUnanswered => "Priority actions without an action or a reason",
        ReadinessIssue.FindingUnanswered => "Findings without an action or a reason",
        ReadinessIssue.NoOutcomeOrMeasure => "Actions without an outcome or a measure",
        ReadinessIssue.NotSmart => "Actions whose words could be clearer",
        ReadinessIssue.BeyondHorizon => "Actions due after the statement’s horizon",
        ReadinessIssue.ReturnOutstanding => "Returns that are outstanding",
        ReadinessIssue.SectionEmpty => "Sections without words",
        ReadinessIssue.CommentOpen => "Open comments",
        ReadinessIssue.SignOffMissing => "Sign-offs that are missing",
        ReadinessIssue.ClearanceMissing => "Clearances that are missing",
        ReadinessIssue.NoSender => "Nobody is named to send it",
        ReadinessIssue.NoDeputy => "Nobody is named as deputy",
        ReadinessIssue.Deadline => "The letter’s deadline",
        ReadinessIssue.NoAddress => "No address to send it to",
        _ => "Other",
    };

    /// <summary>The heading over changes of one kind.</summary>
    public static string Several(ContentChangeKind kind) => kind switch
    {
        ContentChangeKind.Added => "Added",
        ContentChangeKind.Removed => "Taken out",
        ContentChangeKind.Closed => "Closed",
        ContentChangeKind.Reopened => "Opened again",
        ContentChangeKind.DateMoved => "Re-dated",
        ContentChangeKind.LeadChanged => "Led by another",
        ContentChangeKind.OwnerChanged => "Owned by another",
        ContentChangeKind.Reworded => "Reworded",
        ContentChangeKind.FindingsChanged => "Answers other findings",
        ContentChangeKind.MilestonesChanged => "Milestones changed",
        _ => "Changed",
    };

    /// <summary>
    /// What one change was, after what it is about: "date moved from 30 September 2026 to 31 December 2026".
    /// </summary>
    public static string Of(ContentChange change) => change.Kind switch
    {
        ContentChangeKind.Added => "added",
        ContentChangeKind.Removed => "taken out",
        ContentChangeKind.Closed => change.To.Length > 0 ? $"closed: {change.To}" : "closed",
        ContentChangeKind.Reopened => "opened again",
        ContentChangeKind.DateMoved => "date moved" + FromTo(change),
        ContentChangeKind.LeadChanged => "lead changed" + FromTo(change),
        ContentChangeKind.OwnerChanged => "owner changed" + FromTo(change),
        ContentChangeKind.Reworded => (change.Field.Length > 0 ? char.ToLowerInvariant(change.Field[0]) + change.Field[1..] + " reworded" : "reworded") + FromTo(change),
        ContentChangeKind.FindingsChanged => "answers other findings" + FromTo(change),
        ContentChangeKind.MilestonesChanged => "milestones changed" + FromTo(change),
        _ => "changed" + FromTo(change),
    };

    /// <summary>
    /// "Being prepared: due Saturday 28 November 2026, 6 working days left; 9 of 11 returns, 1 of 3 sign-offs"; once it is sent "Sent
    /// on 24 November 2026, on time; no reply so far".
    /// </summary>
    /// <param name="signOffsNeeded">0 where the partnership asks for none.</param>
    public static string Sentence(StatementRecord record, DateOnly today, int signOffsNeeded)
    {
        var statement = record.Statement;
        var due = LondonDates.TryFromIso(record.CountsOn);
        if (statement.State != StatementState.BeingPrepared)
        {
            var sent = LondonDates.TryFromIso(statement.SentOn) is { } sentOn ? StatementDeadline.Sent(sentOn, due) : "Sent";
            return sent + "; " + statement.State switch
            {
                StatementState.Acknowledged => "acknowledged",
                StatementState.Replied => "the inspectorate replied",
                _ => "no reply so far",
            };
        }

        var counts = new List<string>();
        if (record.Returns.Count > 0)
        {
            counts.Add($"{record.Returns.Count(part => IsIn(part.State))} of {Numbers.Of(record.Returns.Count, "return")}");
        }

        if (signOffsNeeded > 0)
        {
            counts.Add($"{Standing(record)} of {Numbers.Of(signOffsNeeded, "sign-off")}");
        }

        return "Being prepared: " + (due is { } known ? "due " + StatementDeadline.WithWeekday(known, today, null) : "no deadline is known")
            + (counts.Count > 0 ? "; " + string.Join(", ", counts) : "");
    }

    /// <summary>How many of the safeguarding partners have a sign-off that stands.</summary>
    public static int Standing(StatementRecord record) =>
        record.SignOffs.Where(one => one.Stands).Select(one => one.SignOff.AgencyId).Distinct().Count();

    /// <summary>The first twelve characters, by which people tell one from another.</summary>
    public static string Shortened(string sha256) => sha256.Length > 12 ? sha256[..12] : sha256;

    private static string FromTo(ContentChange change) => (Value(change.From), Value(change.To)) switch
    {
        ("", "") => "",
        ("", var to) => $": {to}, nothing before",
        (var from, "") => $": {from} taken out",
        var (from, to) => $" from {from} to {to}",
    };

    private static string Value(string value) =>
        value.Length == 0 ? "" : LondonDates.TryFromIso(value) is { } date ? Dates.Full(date) : $"“{value}”";
}
