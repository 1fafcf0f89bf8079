using Jtai.Actions.V1;
using Jtai.Partners.V1;

namespace Jtai.Local;

/// <summary>Inspected twice, with a finding that comes again; the force sees headlines only, by a grant that ends in 20 days.</summary>
internal static class DemoWendlecombe
{
    private const string Council = "wendlecombe-council";

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
                    new DemoAction(1, "A screening tool for neglect of older children", Council, -950, -600, "", [],
                        new DemoUpdate(-620, Delivery.AwaitingVerification, Progress.Good, "In use by all teams for six months.")),
                    new DemoAction(2, "Attendance data to school nurses each term", Council, -950, -650, "", [],
                        new DemoUpdate(-660, Delivery.AwaitingVerification, Progress.Good, "The first three terms were sent on time.")),
                ],
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
