using Jtai.Field;
using Jtai.Inspections.V1;
using Jtai.Partners.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Guard;

/// <summary>Why texts were saved that seemed to hold a child's identifier, week by week, for the manager.</summary>
public sealed class IndexModel(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : PartnershipPage(person, time)
{
    private const int PageSize = 50;

    /// <summary>Where an older part of the list begins.</summary>
    [BindProperty(SupportsGet = true, Name = "before")]
    public string? Before { get; set; }

    /// <summary>By the Monday of their week, the newest first.</summary>
    public IReadOnlyList<IGrouping<DateOnly, GuardReason>> Weeks { get; private set; } = [];

    public PartnershipMembers Members { get; private set; } = null!;

    /// <summary>Null on the last page.</summary>
    public string? OlderAddress { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!Manages)
        {
            return Forbid();
        }

        var members = membersReader.ReadAsync(ct);
        var listed = await calls.Partners.ListGuardReasonsAsync(new ListGuardReasonsRequest { PageSize = PageSize, PageToken = Before ?? "" }, cancellationToken: ct);
        Weeks = [.. listed.Reasons.GroupBy(reason => MondayOf(reason.At.ToDateTimeOffset().DateInLondon()))];
        OlderAddress = listed.NextPageToken.Length > 0 ? $"{Addresses.Guard(Partnership)}?before={Uri.EscapeDataString(listed.NextPageToken)}" : null;
        Members = await members;
        // A reason may say something of what is not published yet.
        this.MarkList((await calls.Inspections.ListInspectionsAsync(new ListInspectionsRequest(), cancellationToken: ct)).Inspections);
        return Page();
    }

    /// <summary>Where the record is read; null for what has no page of its own.</summary>
    public string? AddressOf(GuardReason reason) => reason.RecordKind switch
    {
        "ActionChanged" => Addresses.Action(Partnership, reason.RecordId),
        "ActionPlanChanged" => Addresses.Plan(Partnership, reason.RecordId),
        "InspectionChanged" => Addresses.Inspection(Partnership, reason.RecordId),
        "FindingChanged" => Addresses.Finding(Partnership, reason.RecordId),
        "StatementChanged" => Addresses.Statement(Partnership, reason.RecordId),
        "EvidenceChanged" => Addresses.Evidence(Partnership, reason.RecordId),
        "AuditChanged" => Addresses.Audit(Partnership, reason.RecordId),
        "ChallengeChanged" => Addresses.Challenge(Partnership, reason.RecordId),
        "ImpactMeasureChanged" => Addresses.ImpactMeasure(Partnership, reason.RecordId),
        "PersonChanged" => Addresses.Person(Partnership, reason.RecordId),
        "BodyChanged" => Addresses.People(Partnership),
        "PostChanged" => Addresses.Posts(Partnership),
        "SharingGrantChanged" => Addresses.Sharing(Partnership),
        "PartnershipSettingsChanged" => Addresses.Settings(Partnership),
        _ => null,
    };

    private static DateOnly MondayOf(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
}
