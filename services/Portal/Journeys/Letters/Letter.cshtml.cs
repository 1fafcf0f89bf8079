using System.Globalization;
using Grpc.Core;
using Jtai.Inspections.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Letters;

/// <summary>The letter beside the findings that were made of it.</summary>
public sealed class LetterModel(PartnershipCalls calls, CurrentPerson person, TimeProvider time) : PartnershipPage(person, time)
{
    public Inspection Inspection { get; private set; } = new();

    public LetterText Letter { get; private set; } = null!;

    public IReadOnlyList<Finding> Findings { get; private set; } = [];

    /// <summary>Why its file cannot be opened, for who asked for it; else null.</summary>
    public string? NotOpen { get; private set; }

    public async Task<IActionResult> OnGetFileAsync(string id, CancellationToken ct)
    {
        await this.ReadInspectionAsync(calls, id, ct);
        using var call = calls.Inspections.DownloadLetter(new DownloadLetterRequest { InspectionId = id }, cancellationToken: ct);
        var parts = call.ResponseStream.ReadAllAsync(ct).Select(part => new FilePart(part.FileName, part.MediaType, part.Size, part.Content.Memory));
        try
        {
            return await this.SendFileAsync(parts, sensitive: false, ct);
        }
        catch (RpcException failure) when (failure.StatusCode == Grpc.Core.StatusCode.FailedPrecondition)
        {
            NotOpen = failure.Status.Detail;
            await OnGetAsync(id, ct);
            return Page();
        }
    }

    public async Task OnGetAsync(string id, CancellationToken ct)
    {
        var inspection = this.ReadInspectionAsync(calls, id, ct);
        var findings = calls.Inspections.ListFindingsAsync(new ListFindingsRequest { InspectionId = id }, cancellationToken: ct).ResponseAsync;
        var letter = calls.Inspections.GetLetterAsync(new GetLetterRequest { InspectionId = id }, cancellationToken: ct).ResponseAsync;
        await Task.WhenAll(inspection, findings, letter);
        Inspection = await inspection;
        Findings = (await findings).Findings;
        Letter = new LetterText((await letter).Paragraphs, Findings.ToLookup(
            finding => finding.Paragraph,
            finding => new LetterMark(finding.Reference, "#" + finding.FindingId)))
        {
            MakeFinding = Manages && Inspection.LetterSha256.Length > 0 ? AddressOf : null,
        };
    }

    private string AddressOf(Paragraph paragraph) => string.Create(
        CultureInfo.InvariantCulture, $"{Addresses.Letter(Partnership, Inspection.InspectionId)}/{paragraph.Number}/finding");

}
