using Grpc.Core;
using Jtai.Actions.V1;
using Jtai.Field;
using Jtai.Inspections.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;
using Microsoft.AspNetCore.Mvc;
using InspectionProto = Jtai.Inspections.V1.Inspection;

namespace Jtai.Portal.Journeys.Inspections;

/// <summary>One inspection: where it is, what its letter demands by when, and what can be done next.</summary>
public sealed class InspectionModel(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : PartnershipPage(person, time)
{
    public InspectionProto Inspection { get; private set; } = new();

    public PartnershipMembers Members { get; private set; } = null!;

    /// <summary>Null where there is none yet, or none that the person may read.</summary>
    public ActionPlan? Plan { get; private set; }

    /// <summary>Letters that were handed in, the newest first; for the manager, until one of them is confirmed.</summary>
    public IReadOnlyList<LetterImport> Imports { get; private set; } = [];

    /// <summary>The version before which the shown part of the history ends; 0 for the newest part.</summary>
    [BindProperty(SupportsGet = true)]
    public long Before { get; set; }

    public RecordHistory History { get; private set; } = null!;

    public bool IsWithdrawn => Inspection.WithdrawnBecause.Length > 0;

    /// <summary>True for whoever may change it, as long as it can be changed.</summary>
    public bool MayChange => Manages && !IsWithdrawn;

    public bool IsPublished => Inspection.Phase == InspectionPhase.Published;

    public bool HasFindings => Inspection.LetterSha256.Length > 0;

    public DateOnly? Due => LondonDates.TryFromIso(Inspection.StatementDueOn);

    /// <summary>Whoever reads no plan is not told whether it was sent.</summary>
    public string StatementDue => (Due, Person.ReadsPlan) switch
    {
        (null, _) => "The letter prints no deadline",
        ({ } due, false) => StatementDeadline.WithWeekday(due, Today),
        ({ } due, true) => StatementDeadline.WithWeekday(due, Today, LondonDates.TryFromIso(Plan?.StatementSentOn ?? "")),
    };

    /// <summary>Only a web address becomes a link.</summary>
    public bool HasWebAddress => Uri.TryCreate(Inspection.PublishedUrl, UriKind.Absolute, out var address) && address.Scheme is "http" or "https";

    /// <summary>The named list and who of it opened the inspection; null for whoever is not on it.</summary>
    public IReadOnlyList<string>? Readers { get; private set; }

    public async Task OnGetAsync(string id, CancellationToken ct)
    {
        var members = membersReader.ReadAsync(ct);
        var history = calls.Inspections.ListHistoryAsync(new ListHistoryRequest { RecordId = id, BeforeVersion = Before }, cancellationToken: ct).ResponseAsync;
        Inspection = await this.ReadInspectionAsync(calls, id, ct);
        Members = await members;
        History = Members.HistoryOf(await history, Addresses.Inspection(Partnership, id), Before);
        Readers = await Members.ReadersAsync(calls, Inspection, Person, ct);
        if (HasFindings)
        {
            Plan = await PlanAsync(ct);
        }
        else if (Manages)
        {
            var imports = await calls.Inspections.ListLetterImportsAsync(new ListLetterImportsRequest { InspectionId = id }, cancellationToken: ct);
            Imports = imports.Imports;
        }
    }

    private async Task<ActionPlan?> PlanAsync(CancellationToken ct)
    {
        try
        {
            var plans = await calls.Actions.ListActionPlansAsync(new ListActionPlansRequest(), cancellationToken: ct);
            return plans.Plans.FirstOrDefault(plan => plan.InspectionId == Inspection.InspectionId);
        }
        catch (RpcException failure) when (failure.StatusCode == Grpc.Core.StatusCode.PermissionDenied)
        {
            // Councillors and clerks read the inspection and not the plan.
            return null;
        }
    }
}
