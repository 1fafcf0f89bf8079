using Jtai.Inspections.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;

namespace Jtai.Portal.Journeys.Inspections;

/// <summary>The partnership's inspections; before publication each exists for its named list alone.</summary>
public sealed class IndexModel(PartnershipCalls calls, CurrentPerson person, TimeProvider time) : PartnershipPage(person, time)
{
    public IReadOnlyList<Inspection> Inspections { get; private set; } = [];

    /// <summary>Those recorded by mistake; for the manager.</summary>
    public IReadOnlyList<Inspection> Withdrawn { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct)
    {
        Inspections = (await calls.Inspections.ListInspectionsAsync(new ListInspectionsRequest(), cancellationToken: ct)).Inspections;
        this.MarkList(Inspections);
        if (Manages)
        {
            var withdrawn = await calls.Inspections.ListInspectionsAsync(new ListInspectionsRequest { Withdrawn = true }, cancellationToken: ct);
            Withdrawn = withdrawn.Inspections;
        }
    }
}
