using System.Text;

namespace Jtai.Inspections.Tests;

/// <summary>A short letter of an invented place: 1 priority action with 2 points, 3 improvements, 2 strengths.</summary>
internal static class FictionalLetter
{
    /// <summary>Words of the narrative alone, as they stand in one paragraph, broken over two lines.</summary>
    internal const string Ambulance = "Western Reach Ambulance Service crews do not tell\nchildren's social care when a child is injured by a weapon.";

    internal static byte[] Bytes => Encoding.UTF8.GetBytes(Text);

    /// <summary>The letter with other words in the place of some.</summary>
    internal static string With(params ReadOnlySpan<(string Old, string New)> changes)
    {
        var text = Text;
        foreach (var (old, replacement) in changes)
        {
            Assert.Contains(old, text, StringComparison.Ordinal);
            text = text.Replace(old, replacement, StringComparison.Ordinal);
        }

        return text;
    }

    // Exactly 70 working days from 9 September 2024 is Monday 16 December 2024.
    private const string Text = $"""
        9 September 2024

        Ada Fernwick, Director of Children's Services, Haskermoor Borough Council

        Ben Oakley, Chief Executive, NHS Moors and Estuary ICB

        Cara Lund, Chief Constable, Tarrowshire and Lannick Constabulary

        Dear Haskermoor Local Safeguarding Partnership

        Joint targeted area inspection of Haskermoor

        This letter summarises the findings of the joint targeted area inspection (JTAI) of the multi-agency response to serious youth violence in Haskermoor.

        This inspection took place from 1 to 5 July 2024. It was carried out by inspectors from Ofsted, the Care Quality Commission (CQC) and His Majesty's Inspectorate of Constabulary and Fire & Rescue Services (HMICFRS).

        Context

        The findings in the report evaluate the response to children aged 10 and over who are affected by serious youth violence.

        Headline findings

        Partners know their communities well, but they do not yet act together early enough.

        Area for priority action

        Health and police leaders should act at once, so that:

        ■ injured children are referred on the day on which they are seen.

        What needs to improve?

        ■ The timeliness of strategy meetings when children are at risk outside their homes.

        ■ How school leaders learn what became of the concerns that they shared.

        ■ The sharing of intelligence about older children between neighbourhood teams.

        Strengths

        ■ Youth workers build lasting relationships with children who trust few adults.

        ■ The violence reduction partnership listens to children and changes what it does.

        Main findings

        Leaders meet often and know one another well.

        {Ambulance} This leaves gaps in what partners know.

        Next steps

        We have determined that Haskermoor Borough Council is the principal authority and should prepare a written statement of proposed action responding to the findings outlined in this letter. This should be a multi-agency response involving the individuals and agencies that this report is addressed to.

        Haskermoor Borough Council should send the written statement of action to ProtectionOfChildren@ofsted.gov.uk by Monday 16 December 2024. This statement will inform the lines of enquiry at any future joint or single-agency activity by the inspectorates.

        Yours sincerely
        """;
}
