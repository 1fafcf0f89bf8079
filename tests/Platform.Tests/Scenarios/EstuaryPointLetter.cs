namespace Jtai.Platform.Tests.Scenarios;

/// <summary>The findings of a letter of 27 strengths and 29 areas for improvement, the first nine of them for one agency. All invented.</summary>
internal static class EstuaryPointLetter
{
    public static readonly string[] Improvements =
    [
        "The quality of chronologies in children's social care.",
        "The frequency of supervision of newly qualified social workers.",
        "The timeliness of strategy discussions at weekends.",
        "The recording of children's wishes in assessments.",
        "Management oversight of cases that are stepped down.",
        "The use of family network meetings before proceedings.",
        "The analysis of risk in plans for unborn children.",
        "The capacity of the emergency duty team.",
        "The consistency of contact with children who live out of the area.",
        "The quality of police referrals about children who witness violence.",
        "The use of body-worn video in domestic abuse incidents.",
        "The timeliness of protective orders.",
        "The training of neighbourhood officers about neglect.",
        "The flagging of addresses where children at risk live.",
        "The sharing of custody risk assessments with partners.",
        "The access of health visitors to the shared record.",
        "The attendance of general practitioners at conferences.",
        "The screening of young people for emotional needs.",
        "The supervision of school nurses.",
        "The availability of a paediatrician for medicals at weekends.",
        "The routine enquiry about domestic abuse in the emergency department.",
        "The follow-up of children who are not brought to appointments.",
        "The transfer of records between midwifery and health visiting.",
        "The use of assessments by the youth justice service in joint planning.",
        "The oversight of children who go missing from care.",
        "The engagement of schools in the review of plans.",
        "The community safety partnership's analysis of where children come to harm.",
        "The join between the community safety partnership's plan and the safeguarding partnership's priorities.",
        "The partnership's use of audit to test whether practice has changed.",
    ];

    public static readonly string[] Strengths =
    [
        "Leaders know their services well.", "Partners share an ambition for children.", "The safeguarding hub decides quickly.",
        "Referrals are screened on the day.", "Thresholds are understood across agencies.", "Police officers speak to children at the scene.",
        "Schools are told of incidents the next morning.", "Health visitors see families at home.", "Midwives ask about abuse sensitively.",
        "Specialist nurses advise frontline teams.", "Probation officers check who lives in the home.", "Youth workers are trusted.",
        "Children's advocates are independent.", "The refuge has a worker for children.", "Conferences are chaired well.",
        "Core groups meet in time.", "Plans name who does what.", "Interpreters are used well.",
        "Disabled children are seen alone.", "Young carers are identified.", "Foster carers are supported.",
        "Care leavers have a say in services.", "Early help is offered near home.", "The voluntary sector is a full partner.",
        "Training is shared by all agencies.", "Audits involve several agencies.", "Complaints lead to change.",
    ];

    public static readonly string[] Narrative =
    [
        "Senior leaders were frank about what is not yet good enough. All but one of the areas for improvement were known to them before the inspection.",
        "Some of the work that leaders described had begun by the time inspectors arrived.",
    ];
}
