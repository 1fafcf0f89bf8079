using System.Collections.Frozen;

namespace Jtai.Field;

// What stands before a number in plans and is nobody's name.
public static partial class ChildIdentifiers
{
    private static readonly FrozenSet<string> PlanWords = Words("""
        A An The This That These Those There All Any Each Every Both Some Other Another No None Only Of In On At By For From To With And Or But If As
        It Its He She They We You Who Which What When Where Since Until About Around Nearly Over Under Between Within Per Plus Up Approximately
        One Two Three Four Five Six Seven Eight Nine Ten Eleven Twelve First Second Third Fourth Last Next Previous Current New Old Main Total Sum
        Monday Tuesday Wednesday Thursday Friday Saturday Sunday Mondays Tuesdays Wednesdays Thursdays Fridays January February March April May
        June July August September October November December Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Today Day Days Week Weeks Month Months
        Quarter Quarters Year Years Term Spring Autumn Winter Half
        Ofsted Police Constabulary Force Council County Borough City District Town Unitary Authority Authorities Health Healthwatch Hospital Trust
        Trusts Foundation Probation Education School Schools Academy Academies College Colleges Nursery Nurseries Community Communities Charity
        Charities Voluntary Housing Court Courts Crown Cafcass Camhs Ambulance Fire Rescue Prison Custody Service Services Agency Agencies Partner
        Partners Partnership Partnerships Board Boards Committee Committees Cabinet Executive Group Groups Subgroup Sub-group Panel Panels Forum Team Teams Unit
        Units Hub Hubs Directorate Department Office Officer Officers Leader Leaders Lead Leads Leadership Manager Managers Director Directors Chair Chairs Deputy
        Commissioner Inspector Inspectors Inspectorate Inspectorates Scrutiny Scrutineer Scrutineers Nurse Nurses Doctor Doctors Midwife Midwives
        Practitioner Practitioners Professional Professionals Worker Workers Social Staff Workforce Teacher Teachers Head Heads Governor Governors
        Visitor Visitors Consultant Consultants Foster Carer Carers Parent Parents Family Families Mother Mothers Father Fathers Child Children Childrens
        Boy Boys Girl Girls Baby Babies Infant Infants Young Youth Youths Youngster Youngsters Adolescent Adolescents Teenager Teenagers Teens Adult Adults People
        Person Persons Pupil Pupils Student Students Learner Learners Sibling Siblings Cohort Victim Victims Anyone Everyone Those Male Female Males Females
        Action Actions Plan Plans Priority Priorities Finding Findings Recommendation Recommendations Objective Objectives Outcome Outcomes Output
        Outputs Impact Measure Measures Indicator Indicators Target Targets Baseline Milestone Milestones Theme Themes Strand Strands Workstream
        Workstreams Strength Strengths Weakness Weaknesses Challenge Challenges Risk Risks Issue Issues Barrier Barriers Gap Gaps Task Tasks Step Steps
        Stage Stages Phase Phases Level Levels Tier Tiers Band Bands Grade Grades Score Scores Rating Ratings Rank Category Categories Type Types Class
        Status Open Closed Complete Completed Overdue Late Early Due Ongoing Started Planned Paused Withdrawn Cancelled Agreed Accepted
        Rejected Refused Returned Confirmed Checked Assured Embedded Partly Proposed Draft Drafts Final Submitted Published Sustained Slipping Lost Pending Amended
        Red Amber Green Blue Grey Black White Yellow Purple Good Outstanding Inadequate Requires Improvement High Medium Low Critical Urgent Yes
        Evidence Document Documents Report Reports Letter Letters Paper Papers Policy Policies Procedure Procedures Protocol Protocols Guidance
        Guide Handbook Toolkit Strategy Strategies Framework Programme Programmes Project Projects Pilot Pilots Contract Contracts Licence Tenancy Lease Grant
        Grants Budget Budgets Cost Costs Fund Funds Spend Review Reviews Audit Audits Sample Samples Inspection Inspections Visit Visits Meeting
        Meetings Conference Conferences Round Rounds Check Checks Assessment Assessments Referral Referrals Enquiry Enquiries Case Cases Contact
        Contacts Record Records Note Notes Minute Minutes Agenda Item Items Decision Decisions Request Requests Statement Statements Response Responses Answer
        Answers Question Questions Survey Surveys Interview Interviews Workshop Workshops Session Sessions Event Events Training Course Courses
        Module Modules Data Dataset Chart Charts Table Tables Figure Figures Row Rows Column Columns Page Pages Paragraph Paragraphs Para Paras Line Lines Chapter
        Chapters Part Parts Section Sections Sect Schedule Schedules Annex Annexes Appendix Appendices Article Articles Regulation Regulations Rule
        Rules Standard Standards Act Clause Code Order Bill Law Version Volume Edition Issue Number Numbers Ref Reference References Key Box Room Floor Building
        House Street Road Lane Avenue Option Options Example Examples Scenario Footnote Line Slide Slides Sheet Sheets Tab File Files Form Forms Field Fields
        Safeguarding Protection Care Domestic Abuse Neglect Exploitation Violence Harm Assault Missing Safety Welfare Wellbeing Mental Physical Sexual Sexually
        Criminal Digital Online Support Help Practice Quality Performance Governance Accountability Multi-agency Single-agency Multi Agency Joint Early
        Front Door Mash Local National Regional Central North South East West Northern Southern Eastern Western England English Wales Welsh Scotland Britain British
        Kingdom Europe London Government Home Secretary State Department Ministry Minister Parliament Working Together Keeping Safe Supporting Attendance Attended
        Aged Age Ages Gender Sex Ethnicity Name Names Initials Date Dates Time Times Result Results Count Counts Average Median Mean Range Percentage Percent Rate
        Number Summary Detail Details Background Introduction Conclusion Conclusions Context Purpose Scope Method Methods Contents Overall Other Others Unknown
        General Specific Senior Junior Designated Named Strategic Operational Annual Monthly Weekly Daily Quarterly Public Private Legal Member Members User Users
        Caseload Caseloads Vacancy Vacancies Absence Absences Sickness Turnover Provider Providers Placement Placements Residential Secure Custodial Special Primary Secondary
        Infant Reception Nursery Sixth Higher Further Repeat Liquidlogic Mosaic Eclipse Niche Athena
        Discussion Discussions Chronology Chronologies Genogram Voice Voices
        """);

    // Two letters that are no child's initials.
    private static readonly FrozenSet<string> Abbreviations = Words("""
        AD AI AP BI CE CJ CP CQ CS DA DC DI DS DV EA ED EH EU FE FM GP HE HM HO HQ HR HV IO IP IT KC KS LA LP MH MP NB NI OP PA PC PE PI PM PO PP PQ PR PS
        QA QC QI RO SI SW TB TL TM UK UN UP US VR VS YJ YP ID IN ON AT BY OF OR TO AS AN NO IS IF IV VI IX XI II
        """);

    // -ing and -ed are names' endings too, and are left to the list.
    private static readonly string[] Endings = ["tion", "tions", "sion", "sions", "ments", "ness", "ships", "ship", "shire", "ologist", "ologists", "wide"];

    private static bool EndsAsPlanWords(ReadOnlySpan<char> word)
    {
        foreach (var ending in Endings)
        {
            if (word.EndsWith(ending, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private static FrozenSet<string> Words(string list) =>
        list.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
}
