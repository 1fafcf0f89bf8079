namespace Jtai.Portal.Tests.StandIns;

/// <summary>Every page with a form that changes something, who fills it in, and where the stand-ins have it.</summary>
public static class Forms
{
    public const string Grant = "0198c0de-0000-7000-8000-0000000000aa";

    private const string Here = "/partnerships/haskermoor";
    private const string Inspection = $"{Here}/inspections/{StandInInspections.InspectionId}";
    private const string Unpublished = $"{Here}/inspections/{StandInInspections.UnpublishedId}";
    private const string Finding = $"{Here}/findings/{StandInInspections.FindingId}";
    private const string Plan = $"{Here}/plan/plan";
    private const string Statement = $"{Here}/statements/{StandInStatements.StatementId}";
    private const string SentStatement = $"{Here}/statements/{StandInStatements.SentId}";
    private const string Action = $"{Here}/actions/{StandInActions.ActionId}";

    /// <summary>By the page's file, without "services/Portal/Journeys/" and ".cshtml".</summary>
    public static IReadOnlyDictionary<string, (string Person, string Address)> All { get; } = new Dictionary<string, (string, string)>
    {
        ["Actions/AddAction"] = ("manager", $"{Here}/plan/plan/add-action"),
        ["Actions/AddUpdate"] = ("officer", $"{Action}/update"),
        ["Actions/AskForDate"] = ("officer", $"{Action}/ask-for-date"),
        ["Actions/Close"] = ("manager", $"{Action}/close"),
        ["Actions/Coverage"] = ("officer", $"{Action}/coverage"),
        ["Actions/DecideDate"] = ("manager", $"{Action}/date-requests/{StandInActions.RequestId}"),
        ["Actions/Dependencies"] = ("manager", $"{Action}/waits-for"),
        ["Actions/Describe"] = ("manager", $"{Action}/describe"),
        ["Actions/DueDate"] = ("manager", $"{Action}/due-date"),
        ["Actions/Milestone"] = ("officer", $"{Action}/milestones"),
        ["Actions/Pause"] = ("manager", $"{Action}/pause"),
        ["Actions/RemoveMilestone"] = ("manager", $"{Action}/milestones/{StandInActions.MilestoneId}/remove"),
        ["Actions/Resume"] = ("manager", $"{Action}/resume"),
        ["Actions/Reopen"] = ("manager", $"{Action}/reopen"),
        ["Actions/Withdraw"] = ("manager", $"{Action}/withdraw"),
        ["Assurance/Audits/Cancel"] = ("manager", $"{Here}/audits/{StandInAssurance.AuditId}/cancel"),
        ["Assurance/Audits/Correct"] = ("manager", $"{Here}/audits/{StandInAssurance.DoneAuditId}/correct"),
        ["Assurance/Audits/Plan"] = ("manager", $"{Plan}/audit"),
        ["Assurance/Audits/Record"] = ("manager", $"{Here}/audits/{StandInAssurance.AuditId}/record"),
        ["Assurance/Challenges/Accept"] = ("scrutineer", $"{Here}/challenges/{StandInAssurance.AnsweredChallengeId}/accept"),
        ["Assurance/Challenges/Answer"] = ("officer", $"{Here}/challenges/{StandInAssurance.ChallengeId}/answer"),
        ["Assurance/Challenges/Escalate"] = ("scrutineer", $"{Here}/challenges/{StandInAssurance.ChallengeId}/escalate"),
        ["Assurance/Challenges/Raise"] = ("scrutineer", $"{Plan}/challenge"),
        ["Assurance/Challenges/Withdraw"] = ("scrutineer", $"{Here}/challenges/{StandInAssurance.ChallengeId}/withdraw"),
        ["Assurance/Checks/Record"] = ("chair", $"{Here}/checks/record"),
        ["Assurance/Impact/Reading"] = ("manager", $"{Here}/impact/{StandInAssurance.MeasureId}/reading"),
        ["Assurance/Impact/Save"] = ("manager", $"{Plan}/measure"),
        ["Assurance/Impact/SoWhat"] = ("manager", $"{Here}/impact/{StandInAssurance.MeasureId}/so-what"),
        ["Assurance/Impact/Withdraw"] = ("manager", $"{Here}/impact/{StandInAssurance.MeasureId}/withdraw"),
        ["Assurance/Strengths/Check"] = ("manager", $"{Plan}/strengths/{StandInAssurance.StrengthId}/check"),
        ["Assurance/Strengths/Keep"] = ("manager", $"{Plan}/strengths/{StandInAssurance.StrengthId}/keep"),
        ["Assurance/Voices/Save"] = ("manager", $"{Plan}/voice"),
        ["Assurance/Voices/Withdraw"] = ("manager", $"{Here}/voices/{StandInAssurance.VoiceId}/withdraw"),
        ["Deputies/Name"] = ("officer", $"{Here}/deputies/for/{StandInPartners.OfficersAppointment}"),
        ["Evidence/Add"] = ("officer", $"{Action}/evidence/add"),
        ["Evidence/Attach"] = ("officer", $"{Here}/evidence/{StandInEvidence.EvidenceId}/attach"),
        ["Evidence/Describe"] = ("officer", $"{Here}/evidence/{StandInEvidence.NeedsAReasonId}/describe"),
        ["Evidence/Reason"] = ("officer", $"{Here}/evidence/{StandInEvidence.NeedsAReasonId}/reason"),
        ["Evidence/Replace"] = ("officer", $"{Here}/evidence/{StandInEvidence.EvidenceId}/replace"),
        ["Evidence/Withdraw"] = ("officer", $"{Here}/evidence/{StandInEvidence.EvidenceId}/withdraw"),
        ["Findings/Correct"] = ("manager", $"{Finding}/correct"),
        ["Findings/Withdraw"] = ("manager", $"{Here}/findings/{StandInInspections.IdOfMore(1)}/withdraw"),
        ["Inspections/Correct"] = ("manager", $"{Inspection}/correct"),
        ["Inspections/Phase"] = ("manager", $"{Unpublished}/phase"),
        ["Inspections/Publish"] = ("manager", $"{Unpublished}/publish"),
        ["Inspections/Readers"] = ("manager", $"{Unpublished}/readers"),
        ["Inspections/Record"] = ("manager", $"{Here}/inspections/record"),
        ["Inspections/Withdraw"] = ("manager", $"{Unpublished}/withdraw"),
        ["Letters/Import"] = ("manager", $"{Inspection}/import"),
        ["Letters/MakeFinding"] = ("manager", $"{Inspection}/letter/2/finding"),
        ["Letters/Review"] = ("manager", $"{Here}/letter-imports/{StandInInspections.Doubtful}/review"),
        ["Operations/Rebuild"] = ("operator", "/operations/rebuild"),
        ["People/AddAgency"] = ("manager", $"{Here}/people/add-agency"),
        ["People/AgencyDeputy"] = ("force-lead", $"/agency/people/deputies/for/{StandInPartners.LeadsAppointment}"),
        ["People/Appoint"] = ("manager", $"{Here}/people/appoint"),
        ["People/End"] = ("manager", $"{Here}/people/appointments/{StandInPartners.OfficersAppointment}/end"),
        ["People/Group"] = ("manager", $"{Here}/people/groups"),
        ["People/HandOver"] = ("manager", $"{Here}/people/officer/hand-over"),
        ["People/Register"] = ("manager", $"{Here}/people/register"),
        ["Plan/Close"] = ("manager", $"{Plan}/close"),
        ["Plan/CollatingBodies"] = ("manager", $"{Plan}/collating-bodies"),
        ["Plan/HeldBack"] = ("manager", $"{Plan}/shared-cause/{StandInActions.CauseId}/actions"),
        ["Plan/Many"] = ("manager", $"{Plan}/many"),
        ["Plan/Make"] = ("manager", $"{Here}/plan/make?inspection={StandInInspections.InspectionId}"),
        ["Plan/Reopen"] = ("manager", $"{Plan}/reopen"),
        ["Plan/Response"] = ("manager", $"{Plan}/findings/{StandInInspections.FindingId}"),
        ["Plan/SharedCause"] = ("manager", $"{Plan}/shared-cause/{StandInActions.CauseId}"),
        ["Plan/Theme"] = ("manager", $"{Plan}/theme"),
        ["Plan/Transfer"] = ("manager", $"{Plan}/transfer"),
        ["Plan/StatementSent"] = ("manager", $"{Here}/plan/plan/statement-sent"),
        ["Settings/AddClosure"] = ("manager", $"{Here}/settings/closures/add"),
        ["Settings/ChangeClosure"] = ("manager", $"{Here}/settings/closures/{StandInSettings.ClosureId}"),
        ["Settings/Decide"] = ("manager", $"{Here}/settings/decide"),
        ["Settings/FillPost"] = ("manager", $"{Here}/settings/posts/{StandInPartners.PostId}/fill"),
        ["Settings/Preferences"] = ("officer", "/what-you-are-told"),
        ["Settings/RegisterPost"] = ("manager", $"{Here}/settings/posts/register"),
        ["Settings/Template"] = ("manager", $"{Here}/settings/template"),
        ["Sharing/Offer"] = ("manager", $"{Here}/sharing/offer"),
        ["Sharing/Withdraw"] = ("manager", $"{Here}/sharing/{Grant}/withdraw"),
        ["Succession/Allot"] = ("manager", $"{Plan}/succession"),
        ["Succession/HandOver"] = ("manager", $"{Plan}/succession/hand-over"),
        ["Statements/AddComment"] = ("icb-officer", $"{Statement}/comments/add"),
        ["Statements/AnswerComment"] = ("manager", $"{Statement}/comments/{StandInStatements.OpenComment}"),
        ["Statements/Arrange"] = ("manager", $"{Statement}/arrange"),
        ["Statements/AskReturns"] = ("manager", $"{Statement}/returns/ask"),
        ["Statements/Circulate"] = ("manager", $"{Statement}/drafts/circulate"),
        ["Statements/Clearance"] = ("manager", $"{Statement}/clearances/2"),
        ["Statements/CorrectEditorially"] = ("manager", $"{Statement}/sign-offs/correction"),
        ["Statements/MoveDate"] = ("manager", $"{Statement}/calendar/2"),
        ["Statements/Publication"] = ("manager", $"{SentStatement}/publication"),
        ["Statements/Reply"] = ("manager", $"{SentStatement}/reply"),
        ["Statements/Return"] = ("icb-officer", $"{Statement}/returns/{StandInStatements.ReturnOfIcb}"),
        ["Statements/Section"] = ("manager", $"{Statement}/sections/{StandInStatements.PartOfPolice}"),
        ["Statements/SectionAuthor"] = ("manager", $"{Statement}/sections/{StandInStatements.PartOfPolice}/author"),
        ["Statements/Send"] = ("manager", $"{Statement}/send"),
        ["Statements/SettleReturn"] = ("manager", $"{Statement}/returns/{StandInStatements.ReturnOfPolice}/settle"),
        ["Statements/SignOffOnBehalf"] = ("manager", $"{Statement}/sign-offs/on-behalf"),
        ["Statements/TakeBackSignOff"] = ("chief", $"{Statement}/sign-offs/{StandInStatements.ChiefsSignOff}"),
    };

    /// <summary>Those in which nothing is filled in, or need be.</summary>
    public static IReadOnlyList<string> ButtonsAlone { get; } =
    [
        "Actions/TakeBackDate", "Activities/_Seals", "Assurance/Impact/Agree", "Deputies/End", "Notifications/Index", "Operations/Jobs", "Operations/QuarantinedEvent", "People/AgencyDeputyEnd",
        "Plan/RemoveTheme", "PlanOverview/_ManagerFirst", "Settings/RemoveClosure", "Sharing/Agree",
        "SigningIn/SignOut", "Statements/Returns", "Statements/Sections", "Statements/SignOff", "Statements/Start",
    ];
}
