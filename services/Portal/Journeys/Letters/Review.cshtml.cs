using System.Globalization;
using Grpc.Core;
using Jtai.Field;
using Jtai.Inspections.V1;
using Jtai.Portal.Calls;
using Jtai.Portal.Design;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Letters;

/// <summary>The letter beside what was found in it; what is confirmed here becomes the findings.</summary>
public sealed class ReviewModel(PartnershipCalls calls, CurrentPerson person, TimeProvider time) : PartnershipPage(person, time)
{
    [BindProperty]
    public List<ReviewedItem> Items { get; set; } = [];

    public LetterImport Import { get; private set; } = new();

    /// <summary>Null where a newer letter has been handed in since.</summary>
    public LetterText? Letter { get; private set; }

    public DateOnly? Due => LondonDates.TryFromIso(Import.StatementDueOn);

    public static IEnumerable<Choice> Kinds { get; } =
        [.. InspectionWords.KindsOfItems.Select(kind => new Choice(kind.ToString(), InspectionWords.Of(kind).Text))];

    public async Task<IActionResult> OnGetAsync(string id, CancellationToken ct)
    {
        if (!await ReadAsync(id, ct))
        {
            return Redirect(Addresses.LetterImport(Partnership, id));
        }

        Items = [.. Import.Items.Select(ReviewedItem.Of)];
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string id, CancellationToken ct)
    {
        if (!await ReadAsync(id, ct))
        {
            return Redirect(Addresses.LetterImport(Partnership, id));
        }

        if (Items.Count != Import.Items.Count || Items.Where((item, place) => item.ItemId != Import.Items[place].ItemId).Any())
        {
            return BadRequest();
        }

        for (var place = 0; place < Items.Count; place++)
        {
            if (!Items[place].LeaveOut && string.IsNullOrWhiteSpace(Items[place].Text))
            {
                ModelState.AddModelError($"Items[{place}].Text", string.Create(CultureInfo.InvariantCulture, $"Enter the text of item {place + 1}, or leave the item out"));
            }
        }
        if (!ModelState.IsValid)
        {
            return Page();
        }

        try
        {
            var reply = await calls.Inspections.ConfirmFindingsAsync(
                new ConfirmFindingsRequest
                {
                    ImportId = id,
                    LeaveOut = { Items.Where(item => item.LeaveOut).Select(item => item.ItemId) },
                    Corrections = { Items.Zip(Import.Items, (item, found) => item.CorrectionOf(found)).OfType<ItemCorrection>() },
                },
                cancellationToken: ct);
            return Done($"{Numbers.Of(reply.FindingIds.Count, "finding")} confirmed", Addresses.Inspection(Partnership, reply.InspectionId));
        }
        catch (RpcException failure) when (ModelState.TryAddErrors(failure, ("leave_out", ""), ("corrections", "")))
        {
            return Page();
        }
    }

    /// <returns>False where there is nothing to review yet, or any more.</returns>
    private async Task<bool> ReadAsync(string id, CancellationToken ct)
    {
        Import = await calls.Inspections.GetLetterImportAsync(new GetLetterImportRequest { ImportId = id }, cancellationToken: ct);
        if (Import.State != LetterImportState.ReadyForReview)
        {
            return false;
        }

        var letter = await calls.Inspections.GetLetterAsync(new GetLetterRequest { InspectionId = Import.InspectionId }, cancellationToken: ct);
        if (letter.LetterSha256 == Import.LetterSha256)
        {
            Letter = new LetterText(letter.Paragraphs, Import.Items.ToLookup(
                item => item.Paragraph,
                item => new LetterMark("Item " + Numbers.Figure(item.ItemId), string.Create(CultureInfo.InvariantCulture, $"#item{item.ItemId}"))));
        }
        return true;
    }
}
