using System.Globalization;
using System.Text;

namespace Jtai.Platform.Tests.Scenarios;

/// <summary>An invented letter, as long as the real ones of its time.</summary>
internal sealed record ScenarioLetter(string Area, string Theme, DateOnly Dated, DateOnly StatementDue)
{
    private static readonly CultureInfo British = CultureInfo.GetCultureInfo("en-GB");

    public required string PrincipalAuthority { get; init; }
    public IReadOnlyList<string> PriorityActions { get; init; } = [];
    public required IReadOnlyList<string> Improvements { get; init; }
    public required IReadOnlyList<string> Strengths { get; init; }
    public required IReadOnlyList<string> Narrative { get; init; }

    /// <summary>Title and text of each; the first tells of effective practice, the second of an area for improvement.</summary>
    public IReadOnlyList<(string Title, string Text)> PracticeStudies { get; init; } = [];

    public string Write()
    {
        var text = new StringBuilder()
            .AppendLine(Dated.ToString("d MMMM yyyy", British)).AppendLine()
            .AppendLine("Director of Children's Services\nChief Executive of the Integrated Care Board\nChief Constable\nPolice and Crime Commissioner\nIndependent Scrutineer").AppendLine()
            .AppendLine(British, $"Dear {Area} Local Safeguarding Partnership").AppendLine()
            .AppendLine(British, $"Joint targeted area inspection of {Area}").AppendLine()
            .AppendLine(British, $"This letter summarises the findings of the joint targeted area inspection (JTAI) of the multi-agency response to {Theme} in {Area}.").AppendLine()
            .AppendLine(British, $"This inspection took place from {Dated.AddDays(-56).ToString("d MMMM yyyy", British)} to {Dated.AddDays(-52).ToString("d MMMM yyyy", British)}. It was carried out by inspectors from Ofsted, the Care Quality Commission (CQC), His Majesty's Inspectorate of Constabulary and Fire & Rescue Services (HMICFRS) and His Majesty's Inspectorate of Probation (HMIP).").AppendLine();
        if (PriorityActions.Count > 0)
        {
            List(text, "Areas for priority action", PriorityActions);
        }

        List(text, "What needs to improve?", Improvements);
        List(text, "Strengths", Strengths);
        text.AppendLine("Main findings").AppendLine();
        foreach (var paragraph in Narrative)
        {
            text.AppendLine(paragraph).AppendLine();
        }

        foreach (var (study, kind) in PracticeStudies.Zip(["effective practice", "area for improvement"]))
        {
            text.AppendLine(British, $"Practice study: {kind}").AppendLine().AppendLine(study.Title).AppendLine().AppendLine(study.Text).AppendLine();
        }

        return text.AppendLine("Next steps").AppendLine()
            .AppendLine(British, $"We have determined that {PrincipalAuthority} is the principal authority and should prepare a written statement of proposed action responding to the findings outlined in this letter. This should be a multi-agency response involving the individuals and agencies that this report is addressed to. The response should set out the actions for the partnership and, when appropriate, individual agencies.").AppendLine()
            .AppendLine(British, $"The {Area} Local Safeguarding Partnership should send the written statement of action to statements@inspectorate.example by {StatementDue.ToString("dddd d MMMM yyyy", British)}. This statement will inform the lines of enquiry at any future joint or single-agency activity by the inspectorates.").AppendLine()
            .AppendLine("Yours sincerely")
            .ToString();
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
}
