using System.Globalization;
using Jtai.Actions.V1;
using Jtai.Field;
using Jtai.Portal.Calls;
using Jtai.Reporting.V1;

namespace Jtai.Portal.Shared;

/// <summary>Addresses that pages of different journeys point to; written down once, so that they agree.</summary>
public static class Addresses
{
    /// <param name="partnership">Its id; of an agency's workspace, <c>agency:…</c>, it is that of the workspace of whoever is signed in.</param>
    public static string Partnership(string partnership) => new TenantId(partnership).AgencyId is null ? "/partnerships/" + partnership : "/agency";

    /// <summary>Of the people of the partnership who were invited.</summary>
    public static string Invitations(string partnership) => People(partnership) + "/invitations";

    public static string Invitation(string partnership, string personId) => $"{Invitations(partnership)}/{personId}";

    /// <summary>Whether it closes, and whether somebody is proposed as its manager.</summary>
    public static string Standing(string partnership) => Partnership(partnership) + "/standing";

    public static string YourRole(string partnership) => Partnership(partnership) + "/your-role";

    public static string Actions(string partnership) => Partnership(partnership) + "/actions";

    /// <summary>The list behind a number: the parameters are the list's own filters.</summary>
    public static string Actions(string partnership, Timeliness timeliness) => $"{Actions(partnership)}?timeliness={timeliness}";

    public static string Actions(string partnership, Delivery delivery) => $"{Actions(partnership)}?delivery={delivery}";

    public static string Actions(string partnership, Only only) => $"{Actions(partnership)}?only={only}";

    /// <param name="word">Of a step of the partnership's scale.</param>
    public static string ActionsIn(string partnership, string word) => $"{Actions(partnership)}?step={Uri.EscapeDataString(word)}";

    public static string ActionsUnder(string partnership, string themeId) => $"{Actions(partnership)}?theme={themeId}";

    /// <summary>My work in all partnerships together.</summary>
    public const string MyWorkAcross = "/my-work";

    /// <summary>What waits for the person, within one partnership.</summary>
    public static string MyWork(string partnership) => Partnership(partnership) + "/my-work";

    /// <param name="leadId">Agency or body that leads.</param>
    public static string ActionsOf(string partnership, string leadId) => $"{Actions(partnership)}?lead={Uri.EscapeDataString(leadId)}";

    public static string Action(string partnership, string actionId) => $"{Actions(partnership)}/{actionId}";

    public static string AddUpdate(string partnership, string actionId) => $"{Action(partnership, actionId)}/update";

    public static string DescribeAction(string partnership, string actionId) => $"{Action(partnership, actionId)}/describe";

    public static string MoveDueDate(string partnership, string actionId) => $"{Action(partnership, actionId)}/due-date";

    public static string Milestone(string partnership, string actionId, string milestoneId = "") =>
        $"{Action(partnership, actionId)}/milestones{(milestoneId.Length > 0 ? "/" + milestoneId : "")}";

    public static string AskForDate(string partnership, string actionId) => $"{Action(partnership, actionId)}/ask-for-date";

    /// <summary>Requests for new dates that wait for a decision.</summary>
    public static string DateRequests(string partnership) => Partnership(partnership) + "/date-requests";

    public static string DateRequest(string partnership, string actionId, string requestId) => $"{Action(partnership, actionId)}/date-requests/{requestId}";

    public static string Inspections(string partnership) => Partnership(partnership) + "/inspections";

    public static string Inspection(string partnership, string inspectionId) => $"{Inspections(partnership)}/{inspectionId}";

    public static string Letter(string partnership, string inspectionId) => $"{Inspection(partnership, inspectionId)}/letter";

    /// <param name="paragraph">Its number in the letter, from 1; 0 for the letter as a whole.</param>
    public static string Paragraph(string partnership, string inspectionId, int paragraph) =>
        Letter(partnership, inspectionId) + (paragraph > 0 ? string.Create(CultureInfo.InvariantCulture, $"#p{paragraph}") : "");

    public static string LetterImport(string partnership, string importId) => $"{Partnership(partnership)}/letter-imports/{importId}";

    public static string Findings(string partnership) => Partnership(partnership) + "/findings";

    public static string FindingsOf(string partnership, string inspectionId) => $"{Findings(partnership)}?inspection={inspectionId}";

    public static string Finding(string partnership, string findingId) => $"{Findings(partnership)}/{findingId}";

    public static string Plans(string partnership) => Partnership(partnership) + "/plan";

    public static string Plan(string partnership, string planId) => $"{Plans(partnership)}/{planId}";

    public static string AddAction(string partnership, string planId) => Plan(partnership, planId) + "/add-action";

    public static string ManyActions(string partnership, string planId) => Plan(partnership, planId) + "/many";

    public static string Succession(string partnership, string planId) => Plan(partnership, planId) + "/succession";

    public static string Thread(string partnership, string planId) => Plan(partnership, planId) + "/thread";

    public static string Themes(string partnership, string planId) => Plan(partnership, planId) + "/themes";

    /// <param name="themeId">Empty for a new one.</param>
    public static string Theme(string partnership, string planId, string themeId = "") =>
        Plan(partnership, planId) + "/theme" + (themeId.Length > 0 ? "/" + themeId : "");

    public static string SharedCauses(string partnership, string planId) => Plan(partnership, planId) + "/shared-causes";

    /// <param name="causeId">Empty for a new one.</param>
    public static string SharedCause(string partnership, string planId, string causeId = "") =>
        Plan(partnership, planId) + "/shared-cause" + (causeId.Length > 0 ? "/" + causeId : "");

    public static string FindingResponse(string partnership, string planId, string findingId) => $"{Plan(partnership, planId)}/findings/{findingId}";

    public static string SharedActions(string partnership) => "/across/" + partnership;

    /// <summary>Those that count so; the parameters are the list's own filters.</summary>
    public static string SharedActions(string partnership, Timeliness timeliness, bool own) =>
        $"{SharedActions(partnership)}?timeliness={timeliness}{(own ? $"&only={Only.OwnAgency}" : "")}";

    public static string SharedActions(string partnership, Only only) => $"{SharedActions(partnership)}?only={only}";

    /// <param name="actionId">Empty: of every action that is shared.</param>
    public static string SharedEvidence(string partnership, string actionId = "") =>
        $"{SharedActions(partnership)}/evidence{(actionId.Length > 0 ? "?action=" + actionId : "")}";

    public static string SharedAction(string partnership, string actionId) => $"{SharedActions(partnership)}/actions/{actionId}";

    public static string StatementSent(string partnership, string planId) => Plan(partnership, planId) + "/statement-sent";

    public static string StartStatement(string partnership, string planId) => Plan(partnership, planId) + "/start-statement";

    public static string Statements(string partnership) => Partnership(partnership) + "/statements";

    public static string Statement(string partnership, string statementId) => $"{Statements(partnership)}/{statementId}";

    /// <summary>Actions that wait for a second check.</summary>
    public static string Checks(string partnership) => Partnership(partnership) + "/checks";

    /// <summary>The form for what a second check of this action found.</summary>
    public static string Check(string partnership, string actionId) => $"{Checks(partnership)}/record?chosen={actionId}";

    public static string Audits(string partnership) => Partnership(partnership) + "/audits";

    public static string Audit(string partnership, string auditId) => $"{Audits(partnership)}/{auditId}";

    /// <param name="auditId">Empty for a new one.</param>
    public static string PlanAudit(string partnership, string planId, string auditId = "") =>
        Plan(partnership, planId) + "/audit" + (auditId.Length > 0 ? "/" + auditId : "");

    public static string PlanEvidence(string partnership, string planId) => Plan(partnership, planId) + "/evidence";

    public static string ActionEvidence(string partnership, string actionId) => Action(partnership, actionId) + "/evidence";

    public static string AddEvidence(string partnership, string actionId) => ActionEvidence(partnership, actionId) + "/add";

    public static string Evidence(string partnership, string evidenceId) => $"{Partnership(partnership)}/evidence/{evidenceId}";

    public static string Challenges(string partnership) => Partnership(partnership) + "/challenges";

    public static string Challenge(string partnership, string challengeId) => $"{Challenges(partnership)}/{challengeId}";

    /// <param name="actionId">That it is about; empty for none yet.</param>
    public static string RaiseChallenge(string partnership, string planId, string actionId = "") =>
        Plan(partnership, planId) + "/challenge" + (actionId.Length > 0 ? "?about=" + actionId : "");

    public static string Notifications(string partnership) => Partnership(partnership) + "/notifications";

    /// <summary>Reasons for what looked like a child's details.</summary>
    public static string Guard(string partnership) => Partnership(partnership) + "/guard";

    /// <summary>Who did what.</summary>
    public static string Activity(string partnership) => Partnership(partnership) + "/activity";

    /// <summary>Of the agency's own workspace.</summary>
    public const string AgencyActivity = "/agency/activity";

    public static string Sharing(string partnership) => Partnership(partnership) + "/sharing";

    public static string ImpactMeasures(string partnership) => Partnership(partnership) + "/impact";

    public static string ImpactMeasure(string partnership, string measureId) => $"{ImpactMeasures(partnership)}/{measureId}";

    /// <param name="measureId">Empty for a new one.</param>
    public static string SaveImpactMeasure(string partnership, string planId, string measureId = "") =>
        Plan(partnership, planId) + "/measure" + (measureId.Length > 0 ? "/" + measureId : "");

    public static string Voices(string partnership) => Partnership(partnership) + "/voices";

    public static string Voice(string partnership, string voiceId) => $"{Voices(partnership)}/{voiceId}";

    /// <param name="voiceId">Empty for a new one.</param>
    public static string SaveVoice(string partnership, string planId, string voiceId = "") =>
        Plan(partnership, planId) + "/voice" + (voiceId.Length > 0 ? "/" + voiceId : "");

    public static string Strengths(string partnership) => Partnership(partnership) + "/strengths";

    public static string Strength(string partnership, string planId, string findingId) => $"{Plan(partnership, planId)}/strengths/{findingId}";

    /// <summary>Who stands in for whom.</summary>
    public static string Deputies(string partnership) => Partnership(partnership) + "/deputies";

    /// <summary>Who has what role.</summary>
    public static string People(string partnership) => Partnership(partnership) + "/people";

    /// <summary>One of the partner agencies, to be changed.</summary>
    public static string Partner(string partnership, string agencyId) => $"{People(partnership)}/agencies/{agencyId}";

    /// <summary>The same for the agency of whoever is signed in.</summary>
    public const string AgencyPeople = "/agency/people";

    /// <summary>Whether the workspace of whoever is signed in closes.</summary>
    public const string AgencyStanding = "/agency/standing";

    public static string Person(string partnership, string personId) => $"{People(partnership)}/{personId}";

    public static string Settings(string partnership) => Partnership(partnership) + "/settings";

    public static string Posts(string partnership) => Settings(partnership) + "/posts";

    /// <summary>Everything in one archive.</summary>
    public static string Export(string partnership) => Partnership(partnership) + "/export";

    /// <summary>The same for the workspace of the agency of whoever is signed in.</summary>
    public const string AgencyExport = "/agency/export";

    /// <summary>What the signed-in person is told of, in all partnerships.</summary>
    public const string Preferences = "/what-you-are-told";

    /// <summary>Added to a list's address after a write, so that the list shows it or says that it is updating.</summary>
    public static string AtLeast(string id, long version) =>
        $"?{AtLeastVersion.Parameter}={AtLeastVersion.Of(id, version)}";
}
