using Jtai.Actions.V1;
using Jtai.Inspections.V1;
using Jtai.Partners.V1;

namespace Jtai.Local;

/// <summary>One invented partnership of the demo region. Days are counted from the day of the first run; before it they are negative.</summary>
internal sealed record DemoPartnership(string Id, string Code, string Area, string Name, string Council, string Icb)
{
    public required IReadOnlyList<DemoInspection> Inspections { get; init; }

    /// <summary>What the force sees across the border, and when that was offered.</summary>
    public required DemoGrant ForceGrant { get; init; }

    public DemoGrant? IcbGrant { get; init; }

    /// <summary>Partner agencies that no other partnership has.</summary>
    public IReadOnlyList<string> OwnAgencies { get; init; } = [];

    /// <summary>The three statutory safeguarding partners, the council first.</summary>
    public IReadOnlyList<string> SafeguardingPartners => [Council, DemoRegion.Force, Icb];
}

internal sealed record DemoGrant(SharingLevel Level, int OfferedDay, int EndsDay);

/// <param name="Theme">As the letter calls it.</param>
/// <param name="FieldworkDay">First day of the five on site.</param>
/// <param name="LetterDay">The day that the letter is dated.</param>
/// <param name="DueDay">The printed deadline; null: 70 working days from the letter.</param>
/// <param name="PreparedBy">Who is the principal authority, in the letter's words.</param>
internal sealed record DemoInspection(string Theme, int FieldworkDay, int LetterDay, int? DueDay, string PreparedBy)
{
    public InspectionPhase Phase { get; init; } = InspectionPhase.Published;
    public IReadOnlyList<string> Headline { get; init; } = [];
    public IReadOnlyList<string> PriorityActions { get; init; } = [];
    public IReadOnlyList<string> Improvements { get; init; } = [];
    public IReadOnlyList<string> Strengths { get; init; } = [];
    public IReadOnlyList<string> Narrative { get; init; } = [];
    public IReadOnlyList<DemoAction> Actions { get; init; } = [];

    /// <summary>A wording that was put right after publication.</summary>
    public DemoCorrection? Correction { get; init; }

    /// <summary>When a statement that was not prepared here was sent, and by whom; null where none was.</summary>
    public (int Day, string By)? Sent { get; init; }

    public DemoStatement? Statement { get; init; }

    public IReadOnlyList<DemoCause> Causes { get; init; } = [];

    /// <summary>What was done after the statement was sent and the audits were made, to the action of that title.</summary>
    public IReadOnlyList<(string Title, DemoAct Act)> Afterwards { get; init; } = [];

    public IReadOnlyList<DemoAudit> Audits { get; init; } = [];
    public IReadOnlyList<DemoMeasure> Measures { get; init; } = [];
    public IReadOnlyList<DemoVoice> Voices { get; init; } = [];
    public IReadOnlyList<DemoChallenge> Challenges { get; init; } = [];

    /// <summary>When the plan was closed, by whose decision and why; null while it is open.</summary>
    public (int Day, string By, string Reason)? Closed { get; init; }
}

/// <param name="Actions">Titles of those that it holds back.</param>
internal sealed record DemoCause(string Name, string Remedy, string Lead, int DueDay, params IReadOnlyList<string> Actions);

/// <summary>A statement of action that is prepared on the platform.</summary>
/// <param name="StartedDay">When it was begun, and returns were asked for.</param>
/// <param name="Sender">Subject of the person who sends it.</param>
/// <param name="Deputy">Subject of their deputy.</param>
internal sealed record DemoStatement(int StartedDay, string Sender, string Deputy)
{
    /// <summary>Agencies and bodies that were asked, and the day on which each return was given; null while none was.</summary>
    public required IReadOnlyList<(string From, int? Day)> Returns { get; init; }

    /// <summary>Texts of the partnership's sections, in the template's order; what is missing is not written yet.</summary>
    public required IReadOnlyList<string> Sections { get; init; }

    /// <summary>Subjects of the lead safeguarding partners who signed off, and when.</summary>
    public IReadOnlyList<(string Subject, int Day)> SignedOff { get; init; } = [];

    /// <summary>When it was sent from the partnership's own mailbox; null while it is being prepared.</summary>
    public int? SentDay { get; init; }

    public int? AcknowledgedDay { get; init; }
}

/// <param name="Finding">Place among the priority actions and improvements, from 1, in the letter's order.</param>
internal sealed record DemoCorrection(int Finding, string Text, string Reason);

/// <param name="Finding">Place among the priority actions and improvements, from 1, in the letter's order.</param>
/// <param name="Lead">Agency or body.</param>
/// <param name="AddedDay">When the action was agreed.</param>
/// <param name="DueDay">Null for an ongoing action, which is reviewed 60 days from today.</param>
/// <param name="Acts">Updates and changes of the date, the first first.</param>
internal sealed record DemoAction(
    int Finding, string Title, string Lead, int AddedDay, int? DueDay, string Theme, IReadOnlyList<string> Supporting, params IReadOnlyList<DemoAct> Acts)
{
    public string Description { get; init; } = $"{Title}. The lead agrees the steps with its partners and reports each quarter.";
    public string Measure { get; init; } = "The next multi-agency audit finds the practice in place in nine of ten records.";
}

internal abstract record DemoAct(int Day);

internal sealed record DemoUpdate(int Day, Delivery Delivery, Progress Progress, string Narrative) : DemoAct(Day)
{
    /// <summary>Why the date cannot be kept; null while it can.</summary>
    public string? Unachievable { get; init; }
    public string Difference { get; init; } = "";
}

internal sealed record DemoDateChange(int Day, int DueDay, DateChangeReason Reason, string Explanation) : DemoAct(Day);

/// <summary>Taken out before the statement was sent.</summary>
internal sealed record DemoWithdrawal(int Day, string Reason) : DemoAct(Day);

/// <summary>Closed without completion: another plan or body takes it over.</summary>
internal sealed record DemoTransfer(int Day, string To, string Reason) : DemoAct(Day);

/// <summary>Something that shows that the action was done: a file, a link, or what was inspected where it is kept.</summary>
/// <param name="Shows">What it shows.</param>
internal sealed record DemoEvidence(int Day, string Shows, EvidenceKind Kind, AssuranceLevel Level) : DemoAct(Day)
{
    public (string Name, string Text)? File { get; init; }
    public string Link { get; init; } = "";
    public (string By, string HeldWhere)? Inspected { get; init; }
}

/// <summary>A second check, with all the evidence that the action has.</summary>
/// <param name="By">Subject of the verifier.</param>
/// <param name="Missing">Why it was returned; null where it was confirmed.</param>
internal sealed record DemoCheck(int Day, string By, string? Missing = null) : DemoAct(Day);

/// <param name="PlannedDay">When it was planned.</param>
/// <param name="Day">When it was done, or is to be done.</param>
/// <param name="Found">Titles of its actions, and what it found of each; unspecified where it is only planned.</param>
internal sealed record DemoAudit(
    int PlannedDay, int Day, AuditKind Kind, string Title, params IReadOnlyList<(string Title, AuditVerdict Verdict, string Words)> Found)
{
    public string By { get; init; } = "";
    public int SampleSize { get; init; }
    public string Summary { get; init; } = "";
}

/// <param name="Day">When it was added, and its baseline taken.</param>
/// <param name="Actions">Titles of those whose difference it shows.</param>
internal sealed record DemoMeasure(int Day, string What, string Unit, MeasureDirection Direction, string Baseline, params IReadOnlyList<string> Actions)
{
    /// <summary>Null for a figure for context.</summary>
    public (string Value, int Day)? Target { get; init; }
    public required IReadOnlyList<(int Day, string Value)> Readings { get; init; }
    public required string Source { get; init; }

    /// <summary>What it means for children, and the subject of who agreed that the same day.</summary>
    public (int Day, string Words, string AgreedBy)? SoWhat { get; init; }
}

/// <param name="From">A group of children, or the organisation through which they were heard.</param>
/// <param name="Actions">Titles of those that it is about.</param>
internal sealed record DemoVoice(int Day, bool Directly, string From, int HowMany, string Said, params IReadOnlyList<string> Actions)
{
    public string Dissent { get; init; } = "";
    public string Done { get; init; } = "";
    public int? ToldDay { get; init; }
}

/// <param name="By">Subject of who raised it.</param>
/// <param name="To">Agency that it is to.</param>
/// <param name="Actions">Titles of those that it is about.</param>
internal sealed record DemoChallenge(int Day, string By, string To, string Title, string Words, params IReadOnlyList<string> Actions)
{
    /// <summary>By whom it was answered; null while it waits.</summary>
    public (int Day, string By, string Words)? Answer { get; init; }

    /// <summary>When it was taken to the next step, and why; null where it was not.</summary>
    public (int Day, string Words)? Escalation { get; init; }
}
