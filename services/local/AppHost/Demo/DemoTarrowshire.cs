using Jtai.Actions.V1;
using Jtai.Partners.V1;

namespace Jtai.Local;

/// <summary>
/// The second year of a plan in five themes; some dates were moved, and each says why. What was said to be done has been checked and
/// audited: one action holds, one did not and is open again, and the scrutineer has taken a third one further.
/// </summary>
internal static class DemoTarrowshire
{
    private const string Council = "tarrowshire-council";
    private const string Verifier = "tarrowshire-verifier";
    private const string Notices = "Send police notices within one working day";
    private const string HealthVisitors = "Health visitors record and act on every notice";
    private const string AskEveryChild = "Ask every child what should change, and write it first";
    private const string Feedback = "Children's own feedback to the partnership each quarter";
    private const string PreBirth = "Start pre-birth assessment by week 20";
    private const string Alert = "Midwives' alert on the shared record";
    private const string Programme = "A programme for those who cause harm";
    private const string Referrals = "Review each third referral within five days";

    public static DemoPartnership Partnership { get; } = new(
        "tarrowshire", "TAR", "Tarrowshire", "Tarrowshire Safeguarding Children Partnership", Council, DemoRegion.MoorsIcb)
    {
        ForceGrant = new DemoGrant(SharingLevel.Evidence, -150, 200),
        IcbGrant = new DemoGrant(SharingLevel.OwnActions, -150, 200),
        Inspections =
        [
            new DemoInspection("domestic abuse", -760, -700, null, "Tarrowshire County Council")
            {
                Sent = (-604, "Hanna Lowe, director of children's services"),
                Causes =
                [
                    new DemoCause("The regional pre-birth procedure is not signed", "The three chief executives take it to the regional group.", Council, 40,
                        PreBirth, Alert),
                ],
                Headline = ["Practitioners care about children who live with domestic abuse. Plans follow the incident more often than the child."],
                PriorityActions = ["Delay in sharing police notices of domestic abuse with health visitors and schools."],
                Improvements =
                [
                    "The voice of the child in assessments and plans.",
                    "The timeliness of pre-birth procedures.",
                    "Work with those who cause harm.",
                    "The oversight of repeat referrals by the safeguarding hub.",
                    "The use of audit to change practice.",
                ],
                Strengths =
                [
                    "The specialist midwives are known and trusted.",
                    "Schools act on what they are told, quickly and kindly.",
                    "Adult and children's services share a building and a morning meeting.",
                    "The refuge has a children's worker.",
                ],
                Narrative = ["Health visitors of Moorland Community NHS Trust know their families well and are often the first to notice."],
                Actions =
                [
                    new DemoAction(1, Notices, DemoRegion.Force, -610, -300, "Sharing information", [Council, DemoRegion.Community],
                        new DemoUpdate(-500, Delivery.InProgress, Progress.Moderate, "Notices go out by hand, on average in three days."),
                        new DemoDateChange(-420, -240, DateChangeReason.Dependency, "The new records system came four months late."),
                        new DemoEvidence(-251, "Each notice of the last quarter with the time at which it was sent, by the records system.", EvidenceKind.Data, AssuranceLevel.Self)
                        {
                            Inspected = ("Morwenna Askey, public protection", "The force's records system, report DA-17"),
                        },
                        new DemoEvidence(-250, "The procedure that the three agencies signed: notices by 7:00, and who reads them.", EvidenceKind.PolicyOrProcedure, AssuranceLevel.Self)
                        {
                            Link = "https://procedures.tarrowshire.example/domestic-abuse-notices",
                        },
                        new DemoUpdate(-250, Delivery.AwaitingVerification, Progress.Good, "Notices go out overnight from the new system.") { Difference = "Schools know before the bell." },
                        new DemoCheck(-236, Verifier)),
                    new DemoAction(1, HealthVisitors, DemoRegion.Community, -600, -190, "Sharing information", [],
                        new DemoDateChange(-200, 30, DateChangeReason.CapacityOrStaffing, "A third of posts were vacant over the summer."),
                        new DemoUpdate(-80, Delivery.InProgress, Progress.Sufficient, "Eight in ten notices are acted on within a week."),
                        new DemoEvidence(-79, "How soon notices were acted on, by month.", EvidenceKind.Data, AssuranceLevel.Self)
                        {
                            File = ("notices-acted-on.csv", "Month,Notices,Acted on within a week\nJune,212,151\nJuly,198,152\nAugust,205,165\n"),
                        }),
                    new DemoAction(2, AskEveryChild, Council, -600, -300, "Voice of the child", [],
                        new DemoUpdate(-330, Delivery.InProgress, Progress.Moderate, "The form is on trial in two teams."),
                        new DemoDateChange(-310, -100, DateChangeReason.TimescaleTooAmbitious, "The new form needed a second trial."),
                        new DemoUpdate(-20, Delivery.InProgress, Progress.Moderate, "All teams use the form; one in three is still blank.") { Unachievable = "The audit found the practice not yet embedded." }),
                    new DemoAction(2, Feedback, Council, -590, 120, "Voice of the child", [DemoRegion.Community],
                        new DemoUpdate(-60, Delivery.InProgress, Progress.Good, "The third report was written by the young advisers themselves."),
                        new DemoEvidence(-13, "The fourth report, as the young advisers gave it to the board.", EvidenceKind.Feedback, AssuranceLevel.ThirdParty)
                        {
                            File = ("young-advisers-report-4.txt", "Fourth report of the young advisers to the partnership\n\nWe asked three groups what has changed. Most say that they are asked sooner. Some say that nobody came back to them.\nWe ask the board to say each quarter what it did with our advice.\n"),
                        },
                        new DemoUpdate(-12, Delivery.AwaitingVerification, Progress.Good, "Four reports in four quarters, each answered by the board.") { Difference = "Young advisers see what became of what they said." }),
                    new DemoAction(3, PreBirth, Council, -590, -340, "Before birth", [DemoRegion.Hospitals],
                        new DemoDateChange(-350, -150, DateChangeReason.AwaitingDecision, "The procedure waits for the regional group."),
                        new DemoDateChange(-160, -50, DateChangeReason.AwaitingDecision, "The regional group met in the autumn only."),
                        new DemoUpdate(-45, Delivery.InProgress, Progress.Little, "Agreed in draft; not in use.") { Unachievable = "The regional procedure is not signed." }),
                    new DemoAction(3, Alert, DemoRegion.Hospitals, -590, 50, "Before birth", [],
                        new DemoUpdate(-55, Delivery.InProgress, Progress.Sufficient, "The alert works at the main site.")),
                    new DemoAction(4, Programme, DemoRegion.Probation, -580, 200, "Those who cause harm", [DemoRegion.Force],
                        new DemoUpdate(-62, Delivery.InProgress, Progress.Good, "22 of 24 places are filled; 15 finished.") { Difference = "In 13 of 15 families there was no further call-out." }),
                    new DemoAction(4, "Offender management covers domestic abuse", DemoRegion.Force, -580, 150, "Those who cause harm", [],
                        new DemoUpdate(-64, Delivery.InProgress, Progress.Sufficient, "Forty offenders are managed; the target is sixty.")),
                    new DemoAction(5, Referrals, Council, -580, -200, "Sharing information", [],
                        new DemoEvidence(-211, "Minutes of the hub's managers: how third referrals are found and who reviews them.", EvidenceKind.Minutes, AssuranceLevel.Self)
                        {
                            File = ("hub-managers-minutes.txt", "Safeguarding hub, managers' meeting\n\n1. Third referrals are listed each Monday.\n2. The duty manager reviews each within five days and writes down what changes.\n3. Audit and Quality sees the list each quarter.\n"),
                        },
                        new DemoUpdate(-210, Delivery.AwaitingVerification, Progress.Good, "Each third referral is reviewed by the hub's manager."),
                        new DemoCheck(-203, Verifier, "Minutes show what was agreed. Missing: what the reviews changed, in at least one month."),
                        new DemoEvidence(-197, "The reviews of one month, and what each changed.", EvidenceKind.AuditReport, AssuranceLevel.Self)
                        {
                            File = ("third-referrals-one-month.csv", "Week,Third referrals,Reviewed within five days,Plan changed\n1,14,13,6\n2,11,11,4\n3,16,14,7\n4,12,12,5\n"),
                        },
                        new DemoUpdate(-196, Delivery.AwaitingVerification, Progress.Good, "Fifty of 53 reviews of the last month were in time; 22 changed a plan."),
                        new DemoCheck(-188, Verifier)),
                    new DemoAction(6, "Six audits a year, each with a change made", Council, -570, 100, "Learning", [DemoRegion.Force, DemoRegion.MoorsIcb],
                        new DemoUpdate(-66, Delivery.InProgress, Progress.Good, "Four audits are done; three led to a change.")),
                ],
                Audits =
                [
                    new DemoAudit(
                        -140, -118, AuditKind.MultiAgency, "Domestic abuse: does notice lead to help?",
                        (Notices, AuditVerdict.Embedded, "In 38 of 40 records the school and the health visitor knew the next working day."),
                        (HealthVisitors, AuditVerdict.NotApplicable, "It is not complete yet; the health visitors' records were looked at for the next audit."))
                    {
                        By = "The audit group of the partnership, with two head teachers", SampleSize = 40,
                        Summary = "Notices arrive. What is done with them still depends on who reads them: the next audit looks at health visitors' plans.",
                    },
                    new DemoAudit(
                        -95, -84, AuditKind.DipSample, "Third referrals, six months on",
                        (Referrals, AuditVerdict.NotEmbedded, "In 9 of 20 records nobody had reviewed the third referral: the list stopped when its manager left."))
                    {
                        By = "Head of quality and learning, Moorland Community NHS Trust", SampleSize = 20,
                        Summary = "The practice rested on one person. The hub makes the list part of its weekly meeting and tries again.",
                    },
                    new DemoAudit(
                        -10, 24, AuditKind.MultiAgency, "The voice of children who live with domestic abuse",
                        (AskEveryChild, AuditVerdict.Unspecified, ""), (Feedback, AuditVerdict.Unspecified, "")),
                ],
                Afterwards =
                [
                    (Referrals, new DemoUpdate(-78, Delivery.InProgress, Progress.Moderate, "The list is on the agenda of the weekly meeting; two managers share it.")),
                ],
                Measures =
                [
                    new DemoMeasure(-590, "Notices of domestic abuse that schools and health visitors have the next working day", "%", MeasureDirection.UpIsBetter, "22", Notices, HealthVisitors)
                    {
                        Target = ("95", -30), Source = "The force's records system, each quarter", Readings = [(-420, "48"), (-235, "91"), (-120, "96"), (-28, "95.5")],
                        SoWhat = (-110, "A child who saw violence last night is met this morning by a teacher who knows. Head teachers say that children are asked, and are not sent to detention for being late.", "tarrowshire-director"),
                    },
                    new DemoMeasure(-570, "Third referrals within a year", "%", MeasureDirection.DownIsBetter, "27", Referrals)
                    {
                        Target = ("18", 120), Source = "Safeguarding hub returns", Readings = [(-400, "26"), (-190, "21"), (-60, "24.5")],
                    },
                    new DemoMeasure(-560, "Parents who finish the programme", "parents", MeasureDirection.Context, "0", Programme)
                    {
                        Source = "Probation's case system", Readings = [(-300, "7"), (-62, "15")],
                    },
                ],
                Voices =
                [
                    new DemoVoice(
                        -88, false, "The children's group at the refuge, through the refuge's children's worker", 8,
                        "They are asked what should change, and often by somebody whom they had never met. They want to be told what happens next.", AskEveryChild)
                    {
                        Dissent = "Two would rather not be asked at school at all: there everybody sees who is called out of the lesson.",
                        Done = "Schools now offer a place and a time of the child's choice. Workers come back within a fortnight and say what was decided.", ToldDay = -52,
                    },
                    new DemoVoice(
                        -64, true, "Young advisers of the partnership", 11, "Somebody at school knew in the morning and was kind. It should be the same person each time.", Notices)
                    {
                        Done = "Each school names one person who reads the notices, and a second one.", ToldDay = -40,
                    },
                ],
                Challenges =
                [
                    new DemoChallenge(
                        -70, "scrutineer", Council, "Pre-birth assessment waits for a signature",
                        "The date was moved twice for the same reason. Babies are born meanwhile without an assessment. What can start before the regional procedure is signed?", PreBirth)
                    {
                        Answer = (-57, "tarrowshire-director", "We share the concern. The regional group meets next quarter, and we do not want two procedures."),
                        Escalation = (-9, "The quarter has passed. An interim procedure for this county needs nobody else's signature."),
                    },
                    new DemoChallenge(
                        -160, "tarrowshire-director", DemoRegion.Hospitals, "The alert is missing at the second site",
                        "Midwives at the second site still telephone. We ask for a date.", Alert)
                    {
                        Answer = (-150, "hospitals-lead", "The second site changes to the shared record in the spring; until then the ward clerk checks the list each morning."),
                    },
                ],
            },
        ],
    };
}
