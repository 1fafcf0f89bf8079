using System.Globalization;
using Jtai.Actions.V1;
using Jtai.Portal.Calls;
using Jtai.Reporting.V1;

namespace Jtai.Portal.Shared;

/// <summary>Addresses that pages of different journeys point to; written down once, so that they agree.</summary>
public static class Addresses
{
    public static string Partnership(string partnership) => "/partnerships/" + partnership;

    public static string YourRole(string partnership) => Partnership(partnership) + "/your-role";

    public static string Actions(string partnership) => Partnership(partnership) + "/actions";

    /// <summary>The list behind a number: the parameters are the list's own filters.</summary>
    public static string Actions(string partnership, Timeliness timeliness) => $"{Actions(partnership)}?timeliness={timeliness}";

    public static string Actions(string partnership, Delivery delivery) => $"{Actions(partnership)}?delivery={delivery}";

    public static string Actions(string partnership, Only only) => $"{Actions(partnership)}?only={only}";

    public static string ActionsUnder(string partnership, string themeId) => $"{Actions(partnership)}?theme={themeId}";

    /// <summary>What waits for the person, within one partnership.</summary>
    public static string MyWork(string partnership) => Partnership(partnership) + "/my-work";

    /// <param name="leadId">Agency or body that leads.</param>
    public static string ActionsOf(string partnership, string leadId) => $"{Actions(partnership)}?lead={Uri.EscapeDataString(leadId)}";

    public static string Action(string partnership, string actionId) => $"{Actions(partnership)}/{actionId}";

    public static string AddUpdate(string partnership, string actionId) => $"{Action(partnership, actionId)}/update";

    public static string DescribeAction(string partnership, string actionId) => $"{Action(partnership, actionId)}/describe";

    public static string MoveDueDate(string partnership, string actionId) => $"{Action(partnership, actionId)}/due-date";

    public static string Inspections(string partnership) => Partnership(partnership) + "/inspections";

    public static string Inspection(string partnership, string inspectionId) => $"{Inspections(partnership)}/{inspectionId}";

    public static string Letter(string partnership, string inspectionId) => $"{Inspection(partnership, inspectionId)}/letter";

    /// <param name="paragraph">Its number in the letter, from 1; 0 for the letter as a whole.</param>
    public static string Paragraph(string partnership, string inspectionId, int paragraph) =>
        Letter(partnership, inspectionId) + (paragraph > 0 ? string.Create(CultureInfo.InvariantCulture, $"#p{paragraph}") : "");

    public static string LetterImport(string partnership, string importId) => $"{Partnership(partnership)}/letter-imports/{importId}";

    public static string Findings(string partnership) => Partnership(partnership) + "/findings";

    public static string FindingsOf(string partnership, string inspectionId) => $"{Findings(partnership)}?inspection={inspectionId}";

    public static string Finding(string partnership, string findingId) => $"{Findings(partnership)}/{findingId}";

    public static string Plans(string partnership) => Partnership(partnership) + "/plan";

    public static string Plan(string partnership, string planId) => $"{Plans(partnership)}/{planId}";

    public static string AddAction(string partnership, string planId) => Plan(partnership, planId) + "/add-action";

    public static string SharedActions(string partnership) => "/across/" + partnership;

    /// <summary>Those that count so; the parameters are the list's own filters.</summary>
    public static string SharedActions(string partnership, Timeliness timeliness, bool own) =>
        $"{SharedActions(partnership)}?timeliness={timeliness}{(own ? $"&only={Only.OwnAgency}" : "")}";

    public static string SharedActions(string partnership, Only only) => $"{SharedActions(partnership)}?only={only}";

    public static string SharedAction(string partnership, string actionId) => $"{SharedActions(partnership)}/actions/{actionId}";

    public static string StatementSent(string partnership, string planId) => Plan(partnership, planId) + "/statement-sent";

    public static string Statements(string partnership) => Partnership(partnership) + "/statements";

    public static string Statement(string partnership, string statementId) => $"{Statements(partnership)}/{statementId}";

    public static string Sharing(string partnership) => Partnership(partnership) + "/sharing";

    /// <summary>Added to a list's address after a write, so that the list shows it or says that it is updating.</summary>
    public static string AtLeast(string id, long version) =>
        $"?{AtLeastVersion.Parameter}={AtLeastVersion.Of(id, version)}";
}
