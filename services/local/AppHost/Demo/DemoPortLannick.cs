using Jtai.Actions.V1;
using Jtai.Partners.V1;

namespace Jtai.Local;

/// <summary>Eight months after the letter: the plan is being carried out, and four of the force's actions are overdue.</summary>
internal static class DemoPortLannick
{
    private const string Council = "port-lannick-council";

    public static DemoPartnership Partnership { get; } = new(
        "port-lannick", "PLK", "Port Lannick", "Port Lannick Safeguarding Children Partnership", Council, DemoRegion.MoorsIcb)
    {
        ForceGrant = new DemoGrant(SharingLevel.Plan, -200, 160),
        IcbGrant = new DemoGrant(SharingLevel.OwnActions, -200, 160),
        Inspections =
        [
            new DemoInspection("children who are criminally exploited", -300, -240, null, "Port Lannick Council")
            {
                Statement = new DemoStatement(-171, "port-lannick-director", "port-lannick-chief-executive")
                {
                    Returns = [(Council, -156), (DemoRegion.Force, -155), (DemoRegion.MoorsIcb, -153), (DemoRegion.Community, -152), (DemoRegion.Probation, -152)],
                    Sections =
                    [
                        "This statement answers the letter about children who are criminally exploited in Port Lannick.",
                        "The young advisers met the board twice. They asked for one worker for each child, and for news when something changes.",
                        "The executive of the partnership owns the plan. Its exploitation sub-group meets each month.",
                        "Leads report each quarter; the executive sees what is late first.",
                        "All actions are within existing means but one: the analyst of the force.",
                        "Contextual safeguarding: looking at the places and people around a child as well as the family.",
                    ],
                    SignedOff = [("chief-constable", -149), ("moors-icb-chief", -149), ("port-lannick-chief-executive", -148)],
                    SentDay = -147,
                    AcknowledgedDay = -143,
                },
                Afterwards =
                [
                    ("One transition plan from the age of 16", new DemoDateChange(-30, 35, DateChangeReason.Dependency, "Adults' services adopt the template in the new quarter.")),
                    ("Joint visits before children turn 18", new DemoTransfer(-10, "The adults’ safeguarding board’s plan", "The board leads on everybody from the age of 17 since the autumn.")),
                ],
                Headline = ["Agencies know the children at most risk by name. They do not yet know enough about those who exploit them, and disruption is slow."],
                Improvements =
                [
                    "The use of intelligence to disrupt those who exploit children.",
                    "How quickly missing episodes are assessed together.",
                    "Access to mental health support while children wait for assessment.",
                    "The challenge that partners offer each other when plans drift.",
                    "The consistency of transition planning for 17 year olds.",
                    "The use of data to know whether help makes a difference.",
                ],
                Strengths =
                [
                    "The contextual safeguarding hub is well attended by every agency.",
                    "Children are consulted on services and see what became of their advice.",
                    "The violence reduction partnership's mentors keep children in school.",
                ],
                Narrative = ["Western Reach Ambulance Service raises concerns promptly, and hears back in fewer than half of cases."],
                Actions =
                [
                    new DemoAction(1, "Make an intelligence profile of exploitation each quarter", DemoRegion.Force, -165, -41, "Disrupting exploitation", [Council],
                        new DemoUpdate(-130, Delivery.InProgress, Progress.Sufficient, "An analyst is named and the sources are agreed."),
                        new DemoUpdate(-50, Delivery.InProgress, Progress.Little, "The analyst post is vacant again; recruitment is under way.") { Unachievable = "No analyst until the new year." }),
                    new DemoAction(1, "Use civil orders against adults who exploit", DemoRegion.Force, -165, -20, "Disrupting exploitation", [],
                        new DemoUpdate(-70, Delivery.InProgress, Progress.Moderate, "Two orders were granted. Six applications wait for legal advice.")),
                    new DemoAction(2, "Assess every missing episode together within two days", DemoRegion.Force, -160, -12, "Missing children", [Council],
                        new DemoUpdate(-60, Delivery.InProgress, Progress.Moderate, "A daily meeting runs on weekdays; weekends are not covered.")),
                    new DemoAction(2, "Train response officers in the missing protocol", DemoRegion.Force, -160, -3, "Missing children", [],
                        new DemoUpdate(-30, Delivery.InProgress, Progress.Sufficient, "180 of 260 officers are trained.")),
                    new DemoAction(2, "Tell schools about missing episodes the next morning", DemoRegion.Force, -155, 45, "Missing children", [],
                        new DemoUpdate(-9, Delivery.AwaitingVerification, Progress.Good, "All 31 schools receive the notice by nine o'clock.") { Difference = "Schools saw 12 children on the day they came back." }),
                    new DemoAction(3, "Offer support within two weeks of referral", DemoRegion.MoorsIcb, -160, 15, "Health", [DemoRegion.Community],
                        new DemoUpdate(-25, Delivery.InProgress, Progress.Little, "The provider cannot staff the second site.") { Unachievable = "Two of five posts are vacant." }),
                    new DemoAction(3, "Name a health lead for each exploited child", DemoRegion.Community, -150, 70, "Health", [],
                        new DemoUpdate(-40, Delivery.InProgress, Progress.Good, "26 of 30 children have a named lead.") { Difference = "Children tell their story once." }),
                    new DemoAction(4, "A challenge log at every partnership meeting", Council, -150, -60, "Governance", [],
                        new DemoUpdate(-65, Delivery.AwaitingVerification, Progress.Good, "The log was used at three meetings; seven of nine challenges are answered.")),
                    new DemoAction(5, "One transition plan from the age of 16", Council, -150, 20, "Growing up", [DemoRegion.Probation],
                        new DemoUpdate(-33, Delivery.InProgress, Progress.Sufficient, "The template is agreed with probation and adults' services.")),
                    new DemoAction(5, "Joint visits before children turn 18", DemoRegion.Probation, -150, 26, "Growing up", [],
                        new DemoUpdate(-28, Delivery.InProgress, Progress.Good, "Joint visits took place for 9 of 11 children.")),
                    new DemoAction(6, "A shared set of measures, reported quarterly", Council, -152, 80, "Governance", [DemoRegion.Force, DemoRegion.MoorsIcb],
                        new DemoUpdate(-36, Delivery.InProgress, Progress.Moderate, "Ten of sixteen measures have a source.")),
                    new DemoAction(1, "Mentors for brothers and sisters of exploited children", DemoRegion.ViolenceReduction, -150, null, "Disrupting exploitation", [Council],
                        new DemoUpdate(-45, Delivery.InProgress, Progress.Good, "Fourteen mentors are matched.") { Difference = "None of the fourteen has been reported missing since." }),
                ],
            },
        ],
    };
}
