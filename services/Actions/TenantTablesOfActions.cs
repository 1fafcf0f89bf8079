using Jtai.Actions.V1;
using Jtai.Exporting;
using Jtai.Partners.V1;

namespace Jtai.Actions;

/// <summary>
/// What is exported of a partnership's plans. Nothing of an inspection that is not published goes to who is not on its list, and
/// nothing of a challenge that is still between two partners to who did not raise it; what refers to either goes with it.
/// </summary>
public static class TenantTablesOfActions
{
    private const string ByEvents = "As Partners tells it by events.";

    private const string KnownInspections =
        """
        (
          select known.inspection_id from inspection known
          where known.tenant_id = @TenantId and (known.phase = 5 or coalesce(@person = any (known.reader_ids), false)))
        """;

    public static TenantTables All { get; } = new()
    {
        Service = "actions",
        Exported =
        [
            new("action_plan", "action-plans") { Where = $"action_plan.inspection_id in {KnownInspections}" },
            new("action", "actions"),
            new("action_update", "updates"),
            new("date_change", "date-changes"),
            new("date_request", "date-requests"),
            new("milestone", "milestones"),
            new("coverage_reading", "coverage-readings"),
            new("theme", "themes"),
            new("shared_cause", "shared-causes"),
            new("finding_response", "finding-responses"),
            new("recorded_change", "recorded-changes"),
            new("handed_over_action", "handed-over-actions"),
            new("plan_hand_over", "plan-hand-overs"),
            new("statement", "statements"),
            new("statement_section", "statement-sections"),
            new("agency_return", "agency-returns"),
            new("statement_comment", "statement-comments"),
            new("statement_content", "statement-contents"),
            new("statement_file", "statement-files"),
            new("statement_draft", "statement-drafts"),
            new("statement_sign_off", "sign-offs"),
            new("editorial_correction", "editorial-corrections"),
            new("statement_sending", "sendings"),
            new("statement_reply", "replies"),
            new("evidence_item", "evidence-items"),
            new("evidence_content", "evidence-contents"),
            new("evidence_of_action", "evidence-of-actions"),
            new("second_check", "second-checks"),
            new("assurance_audit", "assurance-audits"),
            new("audit_of_action", "audits-of-actions"),
            new("challenge", "challenges") { Where = "challenge.escalated or challenge.raised_by = @person" },
            new("challenge_action", "challenged-actions"),
            new("challenge_words", "challenge-words"),
            new("impact_measure", "impact-measures"),
            new("impact_measure_action", "measured-actions"),
            new("impact_reading", "impact-readings"),
            new("voice_record", "voice-records"),
            new("voice_record_action", "actions-of-voices"),
            new("strength", "strengths"),
            new("strength_check", "strength-checks"),
            new("notification", "notifications")
            {
                Where = $"(notification.inspection_id is null or notification.inspection_id in {KnownInspections}) and not {Notification.OfPrivateChallenge}",
            },
            new("reference_counter", "reference-counters"),
            new("challenge_counter", "challenge-counters"),
        ],
        LeftOut =
        [
            new("partnership", ByEvents),
            new("partnership_settings", ByEvents),
            new("person", ByEvents),
            new("agency", ByEvents),
            new("body", ByEvents),
            new("post", ByEvents),
            new("appointment", ByEvents),
            new("sharing_grant", ByEvents),
            new("succession", ByEvents),
            new("inspection", "As Inspections tells it by events."),
            new("finding", "As Inspections tells it by events."),
            new("daily_notices", "For which day people were told last; what they were told of is among the notifications."),
        ],
        Events =
        [
            new(ActionPlanChanged.Descriptor, "action_plan", "plan_id"),
            new(ActionChanged.Descriptor, "action", "action_id"),
            new(UpdateRecorded.Descriptor, "action_update", "update_id"),
            new(DueDateChanged.Descriptor, "date_change", "change_id"),
            new(DateRequestChanged.Descriptor, "date_request", "request_id"),
            new(MilestoneChanged.Descriptor, "milestone", "milestone_id"),
            new(CoverageRecorded.Descriptor, "coverage_reading", "reading_id"),
            new(ThemeChanged.Descriptor, "theme", "theme_id"),
            new(SharedCauseChanged.Descriptor, "shared_cause", "cause_id"),
            new(FindingResponseChanged.Descriptor, "finding_response", "finding_id"),
            new(StatementChanged.Descriptor, "statement", "statement_id"),
            new(StatementSectionChanged.Descriptor, "statement_section", "section_id"),
            new(AgencyReturnChanged.Descriptor, "agency_return", "return_id"),
            new(StatementCommentChanged.Descriptor, "statement_comment", "comment_id"),
            new(DraftCirculated.Descriptor, "statement_draft", "draft_id"),
            new(SignOffChanged.Descriptor, "statement_sign_off", "sign_off_id"),
            new(EditorialCorrectionRecorded.Descriptor, "editorial_correction", "correction_id"),
            new(StatementSent.Descriptor, "statement_sending", "sending_id"),
            new(StatementReplied.Descriptor, "statement_reply", "reply_id"),
            new(EvidenceChanged.Descriptor, "evidence_item", "evidence_id"),
            new(EvidenceContentKept.Descriptor, "evidence_content", "content_id"),
            new(SecondCheckRecorded.Descriptor, "second_check", "check_id"),
            new(AuditChanged.Descriptor, "assurance_audit", "audit_id"),
            new(ChallengeChanged.Descriptor, "challenge", "challenge_id"),
            new(ChallengeWordsRecorded.Descriptor, "challenge_words", "words_id"),
            new(ImpactMeasureChanged.Descriptor, "impact_measure", "measure_id"),
            new(ImpactReadingRecorded.Descriptor, "impact_reading", "reading_id"),
            new(VoiceRecordChanged.Descriptor, "voice_record", "voice_id"),
            new(StrengthChanged.Descriptor, "strength", "finding_id"),
            new(StrengthChecked.Descriptor, "strength_check", "check_id"),
            new(V1.Notification.Descriptor, "notification", "notification_id"),
        ],
        EventsOfNoRow =
        [
            new(AccessRecorded.Descriptor, Exported: true, "A look across the border, which Partners keeps in the sharing log."),
            new(GuardReasonGiven.Descriptor, Exported: false, "Partners keeps each, and exports it."),
        ],
        Activity = ActivityOfPlans.Visibility,
        Files =
            $"""
            stored_file.file_id in (
              select content.file_id from evidence_content content
              join evidence_item item using (tenant_id, evidence_id) join action_plan plan using (tenant_id, plan_id)
              where content.tenant_id = @TenantId and plan.inspection_id in {KnownInspections})
            """,
    };
}
