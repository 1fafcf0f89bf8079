using Jtai.Partners.V1;

namespace Jtai.Portal.Words;

/// <summary>What a partnership decides for itself, and what a person wants to be told of, in words.</summary>
public static class SettingsWords
{
    public static IReadOnlyList<SignOffRule> SignOffRules { get; } = [SignOffRule.Delegates, SignOffRule.Leads, SignOffRule.None];

    public static IReadOnlyList<CommitteeRoute> CommitteeRoutes { get; } = [CommitteeRoute.Before, CommitteeRoute.DelegatedDecision, CommitteeRoute.NotesAfterwards];

    public static IReadOnlyList<ClosureKind> ClosureKinds { get; } =
        [ClosureKind.Recess, ClosureKind.PreElectionPeriod, ClosureKind.SchoolHoliday, ClosureKind.OtherClosure];

    public static IReadOnlyList<NotificationKind> NotificationKinds { get; } =
        [.. Enum.GetValues<NotificationKind>().Where(kind => kind != NotificationKind.Unspecified)];

    public static IReadOnlyList<NotificationTiming> NotificationTimings { get; } = [NotificationTiming.AtOnce, NotificationTiming.Weekly, NotificationTiming.Never];

    public static string Of(SignOffRule rule) => rule switch
    {
        SignOffRule.None => "Nobody",
        SignOffRule.Delegates => "A delegated safeguarding partner of each of the three",
        SignOffRule.Leads => "The three lead safeguarding partners",
        _ => "Not decided",
    };

    public static string Of(CommitteeRoute route) => route switch
    {
        CommitteeRoute.Before => "A committee considers it before it is sent",
        CommitteeRoute.DelegatedDecision => "An officer or the chair decides under delegated powers",
        CommitteeRoute.NotesAfterwards => "A committee notes it afterwards",
        _ => "Not decided",
    };

    public static IReadOnlyList<DefaultMarking> Markings { get; } = [DefaultMarking.Official, DefaultMarking.OfficialSensitive];

    public static string Of(DefaultMarking marking) => marking == DefaultMarking.OfficialSensitive ? "OFFICIAL-SENSITIVE" : "OFFICIAL";

    public static string Of(ClosureKind kind) => kind switch
    {
        ClosureKind.Recess => "Recess",
        ClosureKind.PreElectionPeriod => "Pre-election period",
        ClosureKind.SchoolHoliday => "School holiday",
        _ => "Other closure",
    };

    /// <summary>Several of them, as a heading has it.</summary>
    public static string Many(ClosureKind kind) => kind switch
    {
        ClosureKind.Recess => "Recesses",
        ClosureKind.PreElectionPeriod => "Pre-election periods",
        ClosureKind.SchoolHoliday => "School holidays",
        _ => "Other closures",
    };

    public static string Of(NotificationKind kind) => kind switch
    {
        NotificationKind.DueSoon => "Actions of yours that are due soon",
        NotificationKind.Overdue => "Actions of yours that are overdue",
        NotificationKind.AskedOfYou => "What is asked of you: a new date, a return, a sign-off",
        NotificationKind.Decided => "Decisions on what you asked for",
        NotificationKind.CommentOnYours => "Comments on what you wrote",
        NotificationKind.StatementDue => "The statement of action’s date coming near",
        NotificationKind.StatementCirculated => "A draft of the statement of action sent round",
        NotificationKind.HandedToYou => "Actions that are handed over to you",
        NotificationKind.SendingFailed => "A statement of action that could not be sent",
        NotificationKind.Sharing => "Sharing: an offer waiting, or one about to end",
        NotificationKind.CheckAsked => "Actions that wait for a second check",
        NotificationKind.Returned => "Actions of yours that are returned",
        NotificationKind.Challenge => "Challenges to you, and answers to yours",
        _ => "Something else",
    };

    public static string Of(NotificationTiming timing) => timing switch
    {
        NotificationTiming.Weekly => "Once a week, on Monday at 8am",
        NotificationTiming.Never => "Not at all",
        _ => "At once",
    };

    /// <summary>"Due soon: from “28” to “14”".</summary>
    public static string Of(SettingChange change) =>
        HistoryWords.Sentence(NameOf(change.Setting), ValueOf(change.Setting, change.From), ValueOf(change.Setting, change.To));

    private static string NameOf(string setting) => setting switch
    {
        "sign_off_rule" => "Sign-off",
        "committee_route" => "Committee",
        "clearances" => "Clearances",
        "due_soon_days" => "Days from which an action is due soon",
        "check_every_action" => "Every action is checked by another organisation",
        "embedded_after_days" => "Days from completion until an audit can find an action embedded",
        "challenge_days" => "Working days for the answer to a challenge",
        "partnership_name" => "Name of the partnership",
        "default_marking" => "Marking of what is new",
        "accent_colour" => "Colour of the pages",
        "template" => "Sections of the template",
        "closures" => "Working calendar",
        "scale" => "Scale of statuses",
        _ when setting.StartsWith("scale.definition:", StringComparison.Ordinal) => $"Definition of “{setting["scale.definition:".Length..]}”",
        _ when setting.StartsWith("scale.colour:", StringComparison.Ordinal) => $"Colour of “{setting["scale.colour:".Length..]}”",
        _ when setting.StartsWith("scale.cases:", StringComparison.Ordinal) => $"Actions in “{setting["scale.cases:".Length..]}”",
        _ when setting.StartsWith("template.guidance:", StringComparison.Ordinal) => $"Guidance on “{setting["template.guidance:".Length..]}”",
        _ when setting.StartsWith("template.text:", StringComparison.Ordinal) => $"Text of “{setting["template.text:".Length..]}”",
        _ => setting,
    };

    private static string ValueOf(string setting, string value) => setting switch
    {
        "sign_off_rule" => Enum.TryParse<SignOffRule>(value, out var rule) ? HistoryWords.Quoted(Of(rule)) : value,
        "committee_route" => Enum.TryParse<CommitteeRoute>(value, out var route) ? HistoryWords.Quoted(Of(route)) : value,
        "default_marking" => Enum.TryParse<DefaultMarking>(value, out var marking) ? Of(marking) : value,
        _ when setting.StartsWith("scale.colour:", StringComparison.Ordinal) => Enum.TryParse<StatusColour>(value, out var colour) ? ScaleWords.Of(colour).ToLowerInvariant() : value,
        _ when setting.StartsWith("scale.cases:", StringComparison.Ordinal) =>
            HistoryWords.Quoted(string.Join("; ", value.Split('\n').Select(name => Enum.TryParse<StatusCase>(name, out var one) ? ScaleWords.Of(one) : name))),
        "due_soon_days" or "check_every_action" or "embedded_after_days" or "challenge_days" => value,
        _ => HistoryWords.Quoted(value.Replace("\n", "; ", StringComparison.Ordinal)),
    };
}
