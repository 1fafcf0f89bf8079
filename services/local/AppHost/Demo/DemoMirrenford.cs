using Jtai.Inspections.V1;
using Jtai.Partners.V1;

namespace Jtai.Local;

/// <summary>A pre-publication letter is in; eight named people see it, and nobody else knows.</summary>
internal static class DemoMirrenford
{
    public static DemoPartnership Partnership { get; } = new(
        "mirrenford", "MRF", "Mirrenford", "Mirrenford Safeguarding Children Partnership", "mirrenford-council", DemoRegion.MoorsIcb)
    {
        ForceGrant = new DemoGrant(SharingLevel.OwnActions, -120, 240),
        IcbGrant = new DemoGrant(SharingLevel.OwnActions, -120, 240),
        Inspections =
        [
            new DemoInspection("child sexual abuse in the family environment", -60, -6, null, "Mirrenford City Council")
            {
                Phase = InspectionPhase.PrePublication,
                Headline = ["Children who tell an adult about abuse are believed. What happens after that depends too much on which agency hears them first."],
                Improvements =
                [
                    "The quality of strategy discussions, in which health practitioners do not always take part.",
                    "How well the voices of brothers and sisters inform plans.",
                    "The availability of therapeutic support while criminal proceedings are under way.",
                    "Training for adults' services in recognising the signs of abuse in the family.",
                ],
                Strengths =
                [
                    "Specialist officers and social workers plan interviews together and keep children informed.",
                    "Schools have a trusted link worker and use her well.",
                ],
                Narrative = ["The sexual assault referral centre is run by Lannick University Hospitals NHS Foundation Trust. Children are seen there within a day."],
            },
        ],
    };
}
