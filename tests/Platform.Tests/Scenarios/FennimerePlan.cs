namespace Jtai.Platform.Tests.Scenarios;

/// <summary>The letter and the forty actions of an invented place whose children are harmed outside the home. All invented.</summary>
internal static class FennimerePlan
{
    public static readonly string[] PriorityActions =
    [
        "Children who go missing repeatedly are not discussed by all agencies together.",
        "Intelligence about those who exploit children does not reach those who plan for the children.",
    ];

    public static readonly string[] Improvements =
    [
        "The quality of return home interviews.", "The recognition of exploitation in the emergency department.", "The part that schools have in safety plans.",
        "The screening of children for exploitation by health services.", "The oversight of children who live out of the area.", "The help for parents whose child is exploited.",
        "The transition of vulnerable 17 year olds.", "The recording of children's views in strategy discussions.", "The sharing of information about peer groups.",
        "The use of audit to test whether practice has changed.",
    ];

    public static readonly string[] Strengths =
        ["Youth workers are trusted.", "The safeguarding hub decides quickly.", "Partners are frank with each other.", "Advocates are independent."];

    public static readonly string[] Narrative = ["Leaders know most of what is not yet good enough, and had begun to change it."];

    public static readonly string[] Themes = ["Missing and exploited", "Sharing information", "Help for families", "Learning"];

    /// <summary>The first six answer the two priority actions.</summary>
    public static readonly string[] Actions =
    [
        "A weekly meeting on children who go missing repeatedly", "A profile of exploitation each quarter", "Intelligence in plain words for those who plan",
        "Disruption plans with a named officer", "Strategy discussions within one working day of the third episode", "The social worker sees the police summary before each plan",
        "Return home interviews within 72 hours", "One screening question in every health contact", "A safeguarding nurse in the emergency department each evening",
        "Schools at every safety planning meeting", "Officers trained to write intelligence that can be shared", "A parents' group, run with two parents",
        "A directory of what helps whom", "General practices told of repeat episodes", "Two sites, one flagging system",
        "Designated leads share what they know of peer groups", "A single referral form for intelligence", "An advocate offered at each strategy discussion",
        "Mental health triage in the hub", "A safe place to wait in the department", "Attendance watched weekly for children at risk",
        "Custody tells the hub within the hour", "A panel for children who live out of the area", "Sexual health outreach in two youth centres",
        "A pathway for injuries that may be assaults", "Safety plans known to the reception desk", "Neighbourhood officers know the ten places of most harm",
        "Transition plans from the age of 16", "Adults' services at the transition panel", "Follow-up of every appointment that was missed",
        "Exclusions discussed before they are made", "Taxi and hotel staff trained again", "Family group conferences offered early",
        "A shared vocabulary, without words that blame", "Staff supervision asks about exploitation", "Governors read the yearly report",
        "A joint debrief after each serious episode", "Six multi-agency audits a year", "Young people help to appoint staff",
        "A learning event each term",
    ];
}
