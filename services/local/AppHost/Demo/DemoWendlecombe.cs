using Jtai.Actions.V1;
using Jtai.Partners.V1;

namespace Jtai.Local;

/// <summary>
/// Inspected twice, with a finding that comes again: the first plan is closed, its actions embedded where they were looked for. The
/// force sees headlines only, by a grant that ends in 20 days.
/// </summary>
internal static class DemoWendlecombe
{
    private const string Council = "wendlecombe-council";
    private const string Verifier = "wendlecombe-verifier";
    private const string Screening = "A screening tool for neglect of older children";
    private const string Attendance = "Attendance data to school nurses each term";

    public static DemoPartnership Partnership { get; } = new(
        "wendlecombe", "WDB", "Wendlecombe", "Wendlecombe Safeguarding Children Partnership", Council, DemoRegion.EastmarchIcb)
    {
        ForceGrant = new DemoGrant(SharingLevel.Headlines, -340, 20),
        Inspections =
        [
            new DemoInspection("neglect of older children", -1100, -1040, null, "Wendlecombe Council")
            {
                Sent = (-938, "Rhys Calder, assistant director"),
                Headline = ["Neglect of older children is seen late, and is named as behaviour for too long."],
                Improvements = ["Recognition of neglect in children over ten.", "Sharing of school attendance with health services."],
                Strengths = ["Early help workers stay with families through change."],
                Narrative = ["The community nursing team is small and well regarded."],
                Actions =
                [
                    new DemoAction(1, Screening, Council, -950, -600, "", [],
                        new DemoEvidence(-621, "The tool, its guidance and who was trained in it.", EvidenceKind.TrainingRecord, AssuranceLevel.Self)
                        {
                            File = ("screening-tool-training.csv", "Team,Practitioners,Trained\nEarly help,31,31\nAssessment,24,23\nChild protection,27,26\nSchool nursing,12,12\n"),
                        },
                        new DemoUpdate(-620, Delivery.AwaitingVerification, Progress.Good, "In use by all teams for six months."),
                        new DemoCheck(-609, Verifier)),
                    new DemoAction(2, Attendance, Council, -950, -650, "", [],
                        new DemoEvidence(-661, "The agreement on attendance data between the council, the schools and the community trust.", EvidenceKind.PolicyOrProcedure, AssuranceLevel.ThirdParty)
                        {
                            Link = "https://schools.wendlecombe.example/attendance-agreement",
                        },
                        new DemoUpdate(-660, Delivery.AwaitingVerification, Progress.Good, "The first three terms were sent on time."),
                        new DemoCheck(-645, Verifier)),
                ],
                Audits =
                [
                    new DemoAudit(
                        -520, -490, AuditKind.MultiAgency, "Neglect of older children, a year after the letter",
                        (Screening, AuditVerdict.Embedded, "In 27 of 30 records of allocated children the tool was used and changed what was done."),
                        (Attendance, AuditVerdict.Embedded, "Nurses had each term's data in the first week and wrote to 46 families."))
                    {
                        By = "The learning sub-group with the designated nurse", SampleSize = 30,
                        Summary = "Both are everyday work in the teams that hold cases. The front door was not in the sample and comes next.",
                    },
                ],
                Measures =
                [
                    new DemoMeasure(-930, "Children over ten among those with a plan because of neglect", "%", MeasureDirection.UpIsBetter, "12", Screening)
                    {
                        Target = ("25", -500), Source = "Child protection returns", Readings = [(-800, "13"), (-650, "19"), (-495, "26")],
                    },
                ],
                Voices =
                [
                    new DemoVoice(-560, true, "Pupils' council of two secondary schools", 14, "Nobody asked why they were tired. Now somebody does, and not in front of the class.", Screening, Attendance)
                    {
                        Done = "School nurses keep an hour each week without appointments.", ToldDay = -530,
                    },
                ],
                Closed = (-455, "The executive of the partnership", "Both actions are embedded. What is left to learn about the front door goes to the yearly programme of audits."),
            },
            new DemoInspection("the front door: identification of need and risk", -130, -75, null, "Wendlecombe Council")
            {
                Headline = ["The front door is quick and polite. Neglect of older children is still recognised late, as it was at the last inspection."],
                Improvements =
                [
                    "Recognition of neglect in children over ten, which was found before.",
                    "Attendance of health practitioners at strategy discussions.",
                    "Feedback to those who refer.",
                ],
                Strengths = ["Decisions are made within a day.", "Police checks are made while the caller waits."],
                Narrative = ["School nurses hold information that nobody asks for."],
                Actions =
                [
                    new DemoAction(1, "Use the screening tool at the front door", Council, -40, 60, "", [DemoRegion.Force],
                        new DemoUpdate(-8, Delivery.InProgress, Progress.Sufficient, "The tool is part of the form; training starts next week.")),
                    new DemoAction(2, "A health practitioner in every strategy discussion", DemoRegion.EastmarchIcb, -40, 45, "", []),
                    new DemoAction(3, "Tell the referrer what happened within ten days", Council, -40, 25, "", [],
                        new DemoUpdate(-6, Delivery.InProgress, Progress.Good, "Letters go out automatically since Monday.")),
                    new DemoAction(2, "Officers join strategy discussions by video", DemoRegion.Force, -38, 10, "", []),
                ],
            },
        ],
    };
}
