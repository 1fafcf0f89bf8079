using Jtai.Actions.V1;
using Jtai.Partners.V1;

namespace Jtai.Local;

/// <summary>The statement is printed for a Saturday, in about six working days; the ICB is the principal authority.</summary>
internal static class DemoHaskermoor
{
    public static DemoPartnership Partnership { get; } = new(
        "haskermoor", "HSK", "Haskermoor", "Haskermoor Safeguarding Children Partnership", "haskermoor-council", DemoRegion.MoorsIcb)
    {
        ForceGrant = new DemoGrant(SharingLevel.OwnActions, -80, 270),
        IcbGrant = new DemoGrant(SharingLevel.Plan, -80, 270),
        OwnAgencies = [DemoRegion.HaskermoorYouthJustice, DemoRegion.HaskermoorSchools, DemoRegion.HaskermoorCharity],
        Inspections =
        [
            new DemoInspection("serious youth violence", -150, -94, DueDay(), "NHS Moors and Estuary Integrated Care Board")
            {
                Headline =
                [
                    "Children who are known to services are seen often, by people who know them well. Children who come to notice for the first time, in the emergency department or in a police cell, are not.",
                ],
                PriorityActions =
                [
                    "The force and the hospitals trust do not share what they know about children who attend the emergency department with an injury caused by a weapon.",
                ],
                Improvements =
                [
                    "The analysis of need that decides what is commissioned, which does not draw on what schools and health services know.",
                    "How plans for children who move between Haskermoor and Port Lannick are handed over.",
                    "The timeliness of return home interviews, and the use of what children say in them.",
                    "Management oversight in the youth justice service.",
                    "The take-up of training about exploitation by ambulance staff.",
                ],
                Strengths =
                [
                    "Detached youth workers are trusted by children and reach those whom other services do not.",
                    "Schools work hard to keep children in education, and permanent exclusion is rare.",
                    "Probation practitioners, social workers and police officers plan together for 16 and 17 year olds who leave custody.",
                ],
                Narrative =
                [
                    "In the emergency department of Lannick University Hospitals NHS Foundation Trust staff are attentive. They do not consistently ask how an injury happened.",
                    "Moorland Community NHS Trust has placed a nurse in the youth justice service. Children who see her speak well of her.",
                ],
                Actions =
                [
                    new DemoAction(1, "Tell the safeguarding hub on the day of attendance", DemoRegion.Hospitals, -60, 40, "", [DemoRegion.Force],
                        new DemoUpdate(-20, Delivery.InProgress, Progress.Sufficient, "The process is agreed. The prompt is being built and will be tried on two wards."))
                    {
                        Description = "Agree one process between the emergency department, the force and the safeguarding hub, and put it into the department's system as a prompt.",
                        Measure = "Every attendance with a weapon injury is with the hub the same day.",
                    },
                    new DemoAction(1, "Share custody records of injured children with health", DemoRegion.Force, -60, 35, "", [DemoRegion.Hospitals, DemoRegion.Community],
                        new DemoUpdate(-15, Delivery.InProgress, Progress.Good, "All custody sergeants are briefed; the first ten notices went out on the day.") { Difference = "Two children were seen by the named nurse within a day." })
                    {
                        Description = "Custody sergeants tell the named nurse about each detained child with an injury.",
                    },
                    new DemoAction(2, "Write one analysis of need with schools' and health data", "haskermoor-council", -58, 90, "", [DemoRegion.MoorsIcb, DemoRegion.Force],
                        new DemoUpdate(-10, Delivery.InProgress, Progress.Moderate, "Schools' data are in. Health data wait for a sharing agreement.")),
                    new DemoAction(3, "Agree a handover for children who move between partnerships", "haskermoor-council", -58, 60, "", [DemoRegion.Force]),
                    new DemoAction(4, "Offer a return home interview within 72 hours", "haskermoor-council", -55, 20, "", [],
                        new DemoUpdate(-5, Delivery.InProgress, Progress.Sufficient, "Seven in ten interviews are in time; weekends are the gap.")),
                    new DemoAction(5, "Weekly supervision of every youth justice case holder", "haskermoor-council", -55, 75, "", []),
                    new DemoAction(6, "Exploitation training for every ambulance crew", DemoRegion.Ambulance, -55, 110, "", [])
                    {
                        Description = "An hour's course in each station, made with the young people of the participation group.",
                    },
                    new DemoAction(3, "Officers of both districts meet before a child moves", DemoRegion.Force, -50, 55, "", []),
                    new DemoAction(3, "Hand over plans when a child moves", "haskermoor-council", -49, 60, "", [],
                        new DemoWithdrawal(-45, "Entered twice: the handover between partnerships says the same.")),
                    new DemoAction(5, "One supervision policy for all youth justice services of the region", "haskermoor-council", -48, 140, "", [],
                        new DemoTransfer(-12, "The regional youth justice board", "The five services agreed to write one policy together.")),
                ],
                Statement = new DemoStatement(-40, "moors-icb-lead", "haskermoor-director")
                {
                    Returns =
                    [
                        ("haskermoor-council", -22), (DemoRegion.Force, -20), (DemoRegion.MoorsIcb, -19), (DemoRegion.Hospitals, -14), (DemoRegion.Community, -14),
                        (DemoRegion.Probation, -13), (DemoRegion.HaskermoorYouthJustice, -12), (DemoRegion.HaskermoorSchools, -9), (DemoRegion.ViolenceReduction, -8),
                        (DemoRegion.Ambulance, null), (DemoRegion.HaskermoorCharity, null),
                    ],
                    Sections =
                    [
                        "This statement answers the letter about serious youth violence in Haskermoor. It was written by all partners together; the integrated care board is the principal authority.",
                        "Twelve young people who use the youth hub read the letter and told us what they would change first.\n\n- Ask us what happened before you ask us where we were.\n- Tell one person, and let that person tell the others.",
                        "The partnership's executive meets each month until the actions are complete, and the three lead safeguarding partners each quarter.",
                        "Each lead reports progress by the tenth of the month. The sub-group for exploitation checks it before the executive sees it.",
                    ],
                    SignedOff = [("chief-constable", -3)],
                },
                Correction = new DemoCorrection(
                    5, "Management oversight of practice in the youth justice service.", "Two words were lost where the letter's page broke."),
            },
        ],
    };

    /// <summary>The Saturday that leaves as near to six working days as the weekday of the first run allows.</summary>
    private static int DueDay()
    {
        var today = DateTime.UtcNow.DayOfWeek;
        var toSaturday = ((int)DayOfWeek.Saturday - (int)today + 7) % 7;
        return toSaturday <= 2 ? toSaturday + 7 : toSaturday + (today >= DayOfWeek.Wednesday ? 7 : 0);
    }
}
