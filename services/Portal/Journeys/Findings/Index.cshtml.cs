using Jtai.Inspections.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Findings;

/// <summary>The findings of one inspection by kind; the newest with findings, unless the address names another.</summary>
public sealed class IndexModel(PartnershipCalls calls, CurrentPerson person, TimeProvider time) : PartnershipPage(person, time)
{
    [BindProperty(SupportsGet = true, Name = "inspection")]
    public string? Chosen { get; set; }

    /// <summary>Those whose letter has been read.</summary>
    public IReadOnlyList<Inspection> Inspections { get; private set; } = [];

    public Inspection? Inspection { get; private set; }

    public ILookup<FindingKind, Finding> Findings { get; private set; } = Array.Empty<Finding>().ToLookup(finding => finding.Kind);

    /// <summary>Duplicates and what is no finding; for the manager.</summary>
    public IReadOnlyList<Finding> Withdrawn { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        var all = await calls.Inspections.ListInspectionsAsync(new ListInspectionsRequest(), cancellationToken: ct);
        Inspections = [.. all.Inspections.Where(inspection => inspection.LetterSha256.Length > 0)];
        Inspection = Chosen is null
            ? Inspections.MaxBy(inspection => inspection.LetterDated, StringComparer.Ordinal)
            : Inspections.FirstOrDefault(inspection => inspection.InspectionId == Chosen);
        if (Inspection is null)
        {
            return Chosen is null ? Page() : NotFound();
        }

        this.Mark(Inspection);
        var findings = await calls.Inspections.ListFindingsAsync(
            new ListFindingsRequest { InspectionId = Inspection.InspectionId }, cancellationToken: ct);
        Findings = findings.Findings.ToLookup(finding => finding.Kind);
        if (Manages)
        {
            var withdrawn = await calls.Inspections.ListFindingsAsync(
                new ListFindingsRequest { InspectionId = Inspection.InspectionId, Withdrawn = true }, cancellationToken: ct);
            Withdrawn = withdrawn.Findings;
        }

        return Page();
    }

    public static IEnumerable<FindingKind> Kinds => InspectionWords.Kinds;
}
