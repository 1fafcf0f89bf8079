namespace Jtai.Letters;

/// <summary>The codes of <see cref="LetterWarning"/>. They are stable: scripts may rely on them.</summary>
public static class WarningCodes
{
    /// <summary>The printed deadline is a Saturday or Sunday.</summary>
    public const string DeadlineWeekend = "deadline_weekend";

    /// <summary>The printed deadline is a bank holiday in England and Wales.</summary>
    public const string DeadlineBankHoliday = "deadline_bank_holiday";

    /// <summary>The weekday printed with the deadline is not that date's weekday.</summary>
    public const string DeadlineWrongWeekday = "deadline_wrong_weekday";

    /// <summary>The printed deadline is not 70 working days from the letter's date. The printed date stands.</summary>
    public const string DeadlineNot70WorkingDays = "deadline_not_70_working_days";

    /// <summary>The letter prints no deadline.</summary>
    public const string DeadlineMissing = "deadline_missing";

    /// <summary>The printed deadline is no day of the calendar.</summary>
    public const string DeadlineInvalid = "deadline_invalid";

    /// <summary>The printed deadline is not after the letter's date.</summary>
    public const string DeadlineBeforeLetter = "deadline_before_letter";

    /// <summary>The deadline's year is printed with two digits.</summary>
    public const string DeadlineShortYear = "deadline_short_year";

    /// <summary>The deadline is printed without a year.</summary>
    public const string DeadlineYearMissing = "deadline_year_missing";

    /// <summary>The sentence on the deadline names other days that it could be.</summary>
    public const string DeadlineSeveral = "deadline_several";

    /// <summary>The letter does not say who sends the statement.</summary>
    public const string SenderMissing = "sender_missing";

    /// <summary>The letter gives no e-mail address for the statement.</summary>
    public const string AddressMissing = "address_missing";

    /// <summary>The letter does not say who prepares the statement.</summary>
    public const string PreparerMissing = "preparer_missing";

    /// <summary>A letter of the new generation does not use the words "principal authority".</summary>
    public const string PrincipalAuthorityMissing = "principal_authority_missing";

    /// <summary>The heading says that there are priority actions, the text below that there are none.</summary>
    public const string PriorityActionsNone = "priority_actions_none";

    /// <summary>"Area for priority action" with several items, or "Areas" with one.</summary>
    public const string HeadingNumber = "heading_number";

    /// <summary>The letter has no heading for strengths.</summary>
    public const string StrengthsMissing = "strengths_missing";

    /// <summary>The letter has no area for improvement or priority action that could be read.</summary>
    public const string FindingsMissing = "findings_missing";

    /// <summary>A list has no bullets; its paragraphs were taken as its items. Check where each begins.</summary>
    public const string ListWithoutBullets = "list_without_bullets";

    /// <summary>Addressees run together on one line; they were separated by their names. Check them.</summary>
    public const string AddresseesRunTogether = "addressees_run_together";

    /// <summary>No date was found at the head of the letter.</summary>
    public const string LetterDateMissing = "letter_date_missing";

    /// <summary>The days of the inspection were not found.</summary>
    public const string InspectionDatesMissing = "inspection_dates_missing";

    /// <summary>The title names no area.</summary>
    public const string AreaMissing = "area_missing";

    /// <summary>A line looks like a heading and stands inside a list; what stands below it may belong elsewhere.</summary>
    public const string HeadingInList = "heading_in_list";

    /// <summary>A list or a paragraph of a list became no item.</summary>
    public const string LeftOver = "left_over";

    /// <summary>The file holds a second letter, which was not read.</summary>
    public const string SecondLetter = "second_letter";

    /// <summary>Another paper stands above the letter.</summary>
    public const string CoveringPaper = "covering_paper";

    /// <summary>A list is printed as a table or in columns. Check its items against the letter.</summary>
    public const string Columns = "columns";
}
