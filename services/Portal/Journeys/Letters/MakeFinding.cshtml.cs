using Grpc.Core;
using Jtai.Inspections.V1;
using Jtai.Portal.Calls;
using Jtai.Portal.Design;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Letters;

/// <summary>Makes a finding of any paragraph of the letter: not everything that needs doing stands in its lists.</summary>
public sealed class MakeFindingModel(PartnershipCalls calls, CurrentPerson person, TimeProvider time) : PartnershipPage(person, time)
{
    [BindProperty]
    public FindingKind Kind { get; set; }

    [BindProperty]
    public string? Quote { get; set; }

    public string InspectionId { get; private set; } = "";

    public Paragraph Paragraph { get; private set; } = new();

    public static IEnumerable<Choice> Kinds { get; } =
        [.. InspectionWords.Kinds.Select(kind => new Choice(kind.ToString(), InspectionWords.Of(kind).Text))];

    public async Task<IActionResult> OnGetAsync(string id, int number, CancellationToken ct)
    {
        if (!Manages)
        {
            return Forbid();
        }

        Kind = FindingKind.Narrative;
        return await ShowAsync(id, number, ct);
    }

    public async Task<IActionResult> OnPostAsync(string id, int number, CancellationToken ct)
    {
        try
        {
            var reply = await calls.Inspections.AddFindingFromParagraphAsync(
                new AddFindingFromParagraphRequest { InspectionId = id, Paragraph = number, Kind = Kind, Quote = Quote ?? "" },
                cancellationToken: ct);
            return Done($"Finding {reply.Reference} added", Addresses.Finding(Partnership, reply.FindingId));
        }
        catch (RpcException failure) when (ModelState.TryAddErrors(failure))
        {
            return await ShowAsync(id, number, ct);
        }
    }

    private async Task<IActionResult> ShowAsync(string id, int number, CancellationToken ct)
    {
        InspectionId = id;
        var letter = await calls.Inspections.GetLetterAsync(new GetLetterRequest { InspectionId = id }, cancellationToken: ct);
        if (letter.Paragraphs.FirstOrDefault(paragraph => paragraph.Number == number) is not { } chosen)
        {
            return NotFound();
        }

        Paragraph = chosen;
        await this.ReadInspectionAsync(calls, id, ct);
        return Page();
    }
}
