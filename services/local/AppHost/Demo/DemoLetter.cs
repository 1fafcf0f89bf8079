using System.Globalization;
using System.Text;
using Jtai.Field;

namespace Jtai.Local;

/// <summary>Writes an invented letter in the wording that such letters have had since 2022, for the importer to read.</summary>
internal static class DemoLetter
{
    private static readonly CultureInfo British = CultureInfo.GetCultureInfo("en-GB");

    public static string Write(DemoPartnership partnership, DemoInspection inspection, DateOnly today)
    {
        var dated = today.AddDays(inspection.LetterDay);
        var fieldwork = today.AddDays(inspection.FieldworkDay);
        var due = inspection.DueDay is { } day ? today.AddDays(day) : WorkingDays.After(dated, WorkingDays.ForStatement);
        var text = new StringBuilder();
        text.AppendLine(Print(dated)).AppendLine();
        text.AppendJoin('\n', ["Director of Children's Services", "Chief Executive of the Integrated Care Board", "Chief Constable", "Police and Crime Commissioner", "Independent Scrutineer"])
            .AppendLine();
        text.AppendLine().AppendLine(British, $"Dear {partnership.Area} Local Safeguarding Partnership").AppendLine()
            .AppendLine(British, $"Joint targeted area inspection of {partnership.Area}").AppendLine()
            .AppendLine(British, $"This letter summarises the findings of the joint targeted area inspection (JTAI) of the multi-agency response to {inspection.Theme} in {partnership.Area}.").AppendLine()
            .AppendLine(British, $"This inspection took place from {Print(fieldwork)} to {Print(fieldwork.AddDays(4))}. It was carried out by inspectors from Ofsted, the Care Quality Commission (CQC), His Majesty's Inspectorate of Constabulary and Fire & Rescue Services (HMICFRS) and His Majesty's Inspectorate of Probation (HMIP).").AppendLine();
        Paragraphs(text, "Headline findings", inspection.Headline);
        if (inspection.PriorityActions.Count > 0)
        {
            List(text, "Areas for priority action", inspection.PriorityActions);
        }

        List(text, "What needs to improve?", inspection.Improvements);
        List(text, "Strengths", inspection.Strengths);
        Paragraphs(text, "Main findings", inspection.Narrative);
        text.AppendLine("Next steps").AppendLine()
            .AppendLine(British, $"We have determined that {inspection.PreparedBy} is the principal authority and should prepare a written statement of proposed action responding to the findings outlined in this letter. This should be a multi-agency response involving the individuals and agencies that this report is addressed to. The response should set out the actions for the partnership and, when appropriate, individual agencies.").AppendLine()
            .AppendLine(British, $"The {partnership.Area} Local Safeguarding Partnership should send the written statement of action to statements@inspectorate.example by {due.ToString("dddd d MMMM yyyy", British)}. This statement will inform the lines of enquiry at any future joint or single-agency activity by the inspectorates.").AppendLine()
            .AppendLine("Yours sincerely");
        return text.ToString();
    }

    private static void Paragraphs(StringBuilder text, string heading, IReadOnlyList<string> paragraphs)
    {
        text.AppendLine(heading).AppendLine();
        foreach (var paragraph in paragraphs)
        {
            text.AppendLine(paragraph).AppendLine();
        }
    }

    private static void List(StringBuilder text, string heading, IReadOnlyList<string> items)
    {
        text.AppendLine(heading).AppendLine();
        foreach (var item in items)
        {
            text.AppendLine(British, $"• {item}");
        }

        text.AppendLine();
    }

    private static string Print(DateOnly day) => day.ToString("d MMMM yyyy", British);
}
