using Grpc.Core;
using Jtai.Inspections.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;
using Jtai.Reporting.V1;
using Microsoft.AspNetCore.Mvc;
using FindingProto = Jtai.Inspections.V1.Finding;

namespace Jtai.Portal.Journeys.Findings;

/// <summary>One finding with its paragraph of the letter, and the actions that answer it.</summary>
public sealed class FindingModel(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : PartnershipPage(person, time)
{
    /// <summary>Paragraphs shown on either side.</summary>
    private const int Around = 1;

    private const int MostActions = 100;

    public FindingProto Finding { get; private set; } = new();

    public IReadOnlyList<Paragraph> Paragraphs { get; private set; } = [];

    /// <summary>Null for people who read no actions.</summary>
    public IReadOnlyList<ActionRow>? Actions { get; private set; }

    /// <summary>The version before which the shown part of the history ends; 0 for the newest part.</summary>
    [BindProperty(SupportsGet = true)]
    public long Before { get; set; }

    public RecordHistory History { get; private set; } = null!;

    /// <summary>"Corrected at the review by Dana Hart, partnership manager, on 3 July 2026 at 2:02pm"; null where the words are the letter's.</summary>
    public string? CorrectedBy { get; private set; }

    public bool MayChange => Manages && Finding.WithdrawnBecause.Length == 0;

    public async Task<IActionResult> OnGetAsync(string id, CancellationToken ct)
    {
        Finding = await calls.Inspections.GetFindingAsync(new GetFindingRequest { FindingId = id }, cancellationToken: ct);
        var inspection = this.ReadInspectionAsync(calls, Finding.InspectionId, ct);
        var letter = calls.Inspections.GetLetterAsync(new GetLetterRequest { InspectionId = Finding.InspectionId }, cancellationToken: ct).ResponseAsync;
        var history = calls.Inspections.ListHistoryAsync(new ListHistoryRequest { RecordId = id, BeforeVersion = Before }, cancellationToken: ct).ResponseAsync;
        var members = await membersReader.ReadAsync(ct);
        Actions = await ActionsAsync(ct);
        History = members.HistoryOf(await history, Addresses.Finding(Partnership, id), Before);
        CorrectedBy = Finding.Correction is { } correction
            ? $"Corrected {(correction.AtReview ? "at the review " : "")}by {members.PersonAs(correction.PersonId, correction.Capacity, correction.At.ToDateTimeOffset())}, on "
                + $"{Dates.WithTime(correction.At.ToDateTimeOffset())}{(correction.Reason.Length > 0 ? ": " + correction.Reason : "")}"
            : null;
        await inspection;
        Paragraphs = [.. (await letter).Paragraphs.Where(paragraph => Math.Abs(paragraph.Number - Finding.Paragraph) <= Around)];
        return Page();
    }

    private async Task<IReadOnlyList<ActionRow>?> ActionsAsync(CancellationToken ct)
    {
        try
        {
            var request = new ListActionsRequest { FindingId = Finding.FindingId, PageSize = MostActions };
            return (await calls.Reporting.ListActionsAsync(request, cancellationToken: ct)).Actions;
        }
        catch (RpcException failure) when (failure.StatusCode == Grpc.Core.StatusCode.PermissionDenied)
        {
            return null;
        }
    }
}
