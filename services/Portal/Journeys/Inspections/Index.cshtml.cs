using Jtai.Actions.V1;
using Jtai.Field;
using Jtai.Inspections.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;

namespace Jtai.Portal.Journeys.Inspections;

/// <summary>The partnership's inspections; before publication each exists for its named list alone.</summary>
public sealed class IndexModel(PartnershipCalls calls, CurrentPerson person, TimeProvider time) : PartnershipPage(person, time)
{
    public IReadOnlyList<Inspection> Inspections { get; private set; } = [];

    /// <summary>When each inspection's statement was sent, by inspection; null for whoever reads no plan, and so is not told.</summary>
    private Dictionary<string, string>? sent;

    /// <summary>Those recorded by mistake; for the manager.</summary>
    public IReadOnlyList<Inspection> Withdrawn { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct)
    {
        Inspections = (await calls.Inspections.ListInspectionsAsync(new ListInspectionsRequest(), cancellationToken: ct)).Inspections;
        if (Person.ReadsPlan)
        {
            var plans = await calls.Actions.ListActionPlansAsync(new ListActionPlansRequest(), cancellationToken: ct);
            sent = plans.Plans.ToDictionary(plan => plan.InspectionId, plan => plan.StatementSentOn);
        }

        this.MarkList(Inspections);
        if (Manages)
        {
            var withdrawn = await calls.Inspections.ListInspectionsAsync(new ListInspectionsRequest { Withdrawn = true }, cancellationToken: ct);
            Withdrawn = withdrawn.Inspections;
        }
    }

    public string StatementOf(Inspection inspection) => LondonDates.TryFromIso(inspection.StatementDueOn) switch
    {
        null => "no deadline yet",
        { } due when sent is null => StatementDeadline.Of(due, Today),
        { } due => StatementDeadline.Of(due, Today, LondonDates.TryFromIso(sent.GetValueOrDefault(inspection.InspectionId, ""))),
    };
}
