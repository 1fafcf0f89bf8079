using Jtai.Actions.V1;
using Jtai.Partners.V1;

namespace Jtai.Local;

/// <summary>The second year of a plan in five themes; some dates were moved, and each says why.</summary>
internal static class DemoTarrowshire
{
    private const string Council = "tarrowshire-council";

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
                        "Start pre-birth assessment by week 20", "Midwives' alert on the shared record"),
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
                    new DemoAction(1, "Send police notices within one working day", DemoRegion.Force, -610, -300, "Sharing information", [Council, DemoRegion.Community],
                        new DemoUpdate(-500, Delivery.InProgress, Progress.Moderate, "Notices go out by hand, on average in three days."),
                        new DemoDateChange(-420, -240, DateChangeReason.Dependency, "The new records system came four months late."),
                        new DemoUpdate(-250, Delivery.AwaitingVerification, Progress.Good, "Notices go out overnight from the new system.") { Difference = "Schools know before the bell." }),
                    new DemoAction(1, "Health visitors record and act on every notice", DemoRegion.Community, -600, -190, "Sharing information", [],
                        new DemoDateChange(-200, 30, DateChangeReason.CapacityOrStaffing, "A third of posts were vacant over the summer."),
                        new DemoUpdate(-80, Delivery.InProgress, Progress.Sufficient, "Eight in ten notices are acted on within a week.")),
                    new DemoAction(2, "Ask every child what should change, and write it first", Council, -600, -300, "Voice of the child", [],
                        new DemoUpdate(-330, Delivery.InProgress, Progress.Moderate, "The form is on trial in two teams."),
                        new DemoDateChange(-310, -100, DateChangeReason.TimescaleTooAmbitious, "The new form needed a second trial."),
                        new DemoUpdate(-20, Delivery.InProgress, Progress.Moderate, "All teams use the form; one in three is still blank.") { Unachievable = "The audit found the practice not yet embedded." }),
                    new DemoAction(2, "Children's own feedback to the partnership each quarter", Council, -590, 120, "Voice of the child", [],
                        new DemoUpdate(-60, Delivery.InProgress, Progress.Good, "The third report was written by the young advisers themselves.")),
                    new DemoAction(3, "Start pre-birth assessment by week 20", Council, -590, -340, "Before birth", [DemoRegion.Hospitals],
                        new DemoDateChange(-350, -150, DateChangeReason.AwaitingDecision, "The procedure waits for the regional group."),
                        new DemoDateChange(-160, -50, DateChangeReason.AwaitingDecision, "The regional group met in the autumn only."),
                        new DemoUpdate(-45, Delivery.InProgress, Progress.Little, "Agreed in draft; not in use.") { Unachievable = "The regional procedure is not signed." }),
                    new DemoAction(3, "Midwives' alert on the shared record", DemoRegion.Hospitals, -590, 50, "Before birth", [],
                        new DemoUpdate(-55, Delivery.InProgress, Progress.Sufficient, "The alert works at the main site.")),
                    new DemoAction(4, "A programme for those who cause harm", DemoRegion.Probation, -580, 200, "Those who cause harm", [DemoRegion.Force],
                        new DemoUpdate(-62, Delivery.InProgress, Progress.Good, "22 of 24 places are filled; 15 finished.") { Difference = "In 13 of 15 families there was no further call-out." }),
                    new DemoAction(4, "Offender management covers domestic abuse", DemoRegion.Force, -580, 150, "Those who cause harm", [],
                        new DemoUpdate(-64, Delivery.InProgress, Progress.Sufficient, "Forty offenders are managed; the target is sixty.")),
                    new DemoAction(5, "Review each third referral within five days", Council, -580, -200, "Sharing information", [],
                        new DemoUpdate(-210, Delivery.AwaitingVerification, Progress.Good, "Each third referral is reviewed by the hub's manager.")),
                    new DemoAction(6, "Six audits a year, each with a change made", Council, -570, 100, "Learning", [DemoRegion.Force, DemoRegion.MoorsIcb],
                        new DemoUpdate(-66, Delivery.InProgress, Progress.Good, "Four audits are done; three led to a change.")),
                ],
            },
        ],
    };
}
