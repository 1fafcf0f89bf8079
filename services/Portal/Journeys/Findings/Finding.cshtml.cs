using Grpc.Core;
using Jtai.Inspections.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Jtai.Reporting.V1;
using Microsoft.AspNetCore.Mvc;
using FindingProto = Jtai.Inspections.V1.Finding;

namespace Jtai.Portal.Journeys.Findings;

/// <summary>One finding with its paragraph of the letter, and the actions that answer it.</summary>
public sealed class FindingModel(PartnershipCalls calls, CurrentPerson person, TimeProvider time) : PartnershipPage(person, time)
{
    /// <summary>Paragraphs shown on either side.</summary>
    private const int Around = 1;

    private const int MostActions = 100;

    public FindingProto Finding { get; private set; } = new();

    public IReadOnlyList<Paragraph> Paragraphs { get; private set; } = [];

    /// <summary>Null for people who read no actions.</summary>
    public IReadOnlyList<ActionRow>? Actions { get; private set; }

    public async Task<IActionResult> OnGetAsync(string id, CancellationToken ct)
    {
        Finding = await calls.Inspections.GetFindingAsync(new GetFindingRequest { FindingId = id }, cancellationToken: ct);
        var letter = calls.Inspections.GetLetterAsync(new GetLetterRequest { InspectionId = Finding.InspectionId }, cancellationToken: ct).ResponseAsync;
        Actions = await ActionsAsync(ct);
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
