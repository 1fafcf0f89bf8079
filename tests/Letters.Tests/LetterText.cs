using System.Text;

namespace Jtai.LetterTests;

/// <summary>A short fictional letter of the new generation as text, of which a test replaces the part it is about.</summary>
internal static class LetterText
{
    public const string Title = "Joint targeted area inspection of Mirrenford";
    public const string Dates = "This inspection took place from 2 to 6 June 2025. It was carried out by inspectors.";
    public const string Addressee = "Lorna Bright, Director of Children’s Services, Mirrenford City Council";

    public const string Priority =
        """
        Areas for priority action

        ■ The time that children wait to be seen.

        ■ The sharing of information at night.
        """;

    public const string Improve =
        """
        What needs to improve?

        ■ The quality of records.

        ■ The oversight of plans.

        ■ The training of staff.
        """;

    public const string Strengths =
        """
        Strengths

        ■ Children trust their social workers.
        """;

    public const string Prepare = "We have determined that Mirrenford City Council is the principal authority and should prepare a written statement of proposed action responding to the findings outlined in this letter.";
    public const string Send = "Mirrenford City Council should send the written statement of action to statements@inspectorate.example by 20 October 2025.";

    private const string Whole =
        $"""
        11 July 2025

        {Addressee}
        Col Reyes, Chief Constable, Tarrowshire and Lannick Constabulary

        Dear Mirrenford Safeguarding Children Partnership

        {Title}

        This letter summarises the findings of the joint targeted area inspection (JTAI) of the multi-agency response to identification of initial need and risk in Mirrenford.

        {Dates}

        Headline findings

        Children wait too long.

        {Priority}

        {Improve}

        {Strengths}

        Main findings

        Records are brief. Plans are long.

        Next steps

        {Prepare} This should be a multi-agency response.

        {Send} This statement will inform the lines of enquiry at any future joint or single-agency activity by the inspectorates.

        Yours sincerely
        """;

    public static Task<Letter> ReadAsync() => LetterParser.ReadAsync(Encoding.UTF8.GetBytes(Whole));

    /// <summary>Reads the letter with one of its parts put in other words.</summary>
    public static Task<Letter> ReadWithAsync(string part, string instead) =>
        LetterParser.ReadAsync(Encoding.UTF8.GetBytes(With(part, instead)));

    public static string With(string part, string instead)
    {
        Assert.Contains(part, Whole, StringComparison.Ordinal);
        return Whole.Replace(part, instead, StringComparison.Ordinal);
    }
}
