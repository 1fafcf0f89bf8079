using Jtai.Actions.V1;
using Jtai.Inspections.V1;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Jtai.Portal.Shared;

/// <summary>Marks whatever shows something of an inspection that is not published: the page, its print and its exports.</summary>
public static class EmbargoMarking
{
    /// <summary>In ViewData: the words that the layout shows above everything else.</summary>
    public const string Key = "Marking";

    /// <summary>Reads the inspection that a page is about, or belongs to, and marks the page where it is not published.</summary>
    public static async Task<Inspection> ReadInspectionAsync(this PageModel page, PartnershipCalls calls, string inspectionId, CancellationToken ct)
    {
        var inspection = await calls.Inspections.GetInspectionAsync(new GetInspectionRequest { InspectionId = inspectionId }, cancellationToken: ct);
        page.Mark(inspection);
        return inspection;
    }

    public static void Mark(this PageModel page, Inspection inspection)
    {
        if (InspectionWords.IsEmbargoed(inspection))
        {
            page.ViewData[Key] = InspectionWords.Marking(inspection.ReaderIds.Count);
        }
    }

    /// <summary>Marks a list that holds some of several inspections.</summary>
    public static void MarkList(this PageModel page, IEnumerable<Inspection> inspections)
    {
        if (inspections.Any(InspectionWords.IsEmbargoed))
        {
            page.ViewData[Key] = InspectionWords.MarkingOfList;
        }
    }

    /// <summary>Marks what lists or counts the partnership's actions where the person sees some of an inspection that is not published.</summary>
    /// <param name="withDeadlines">True where it also shows until when a statement is due.</param>
    /// <returns>True where it is marked.</returns>
    public static async Task<bool> MarkActionsAsync(this PageModel page, PartnershipCalls calls, CancellationToken ct, bool withDeadlines = false)
    {
        var inspections = (await calls.Inspections.ListInspectionsAsync(new ListInspectionsRequest(), cancellationToken: ct)).Inspections;
        var embargoed = inspections.Where(InspectionWords.IsEmbargoed).ToDictionary(inspection => inspection.InspectionId);
        if (embargoed.Count > 0)
        {
            var plans = await calls.Actions.ListActionPlansAsync(new ListActionPlansRequest(), cancellationToken: ct);
            page.MarkList(embargoed.Values.Where(inspection => withDeadlines && inspection.StatementDueOn.Length > 0));
            page.MarkList(plans.Plans.Where(plan => plan.Actions > 0 && embargoed.ContainsKey(plan.InspectionId)).Select(plan => embargoed[plan.InspectionId]));
        }

        return page.ViewData.ContainsKey(Key);
    }
}
