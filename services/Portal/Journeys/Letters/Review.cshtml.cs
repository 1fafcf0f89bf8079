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

/// <summary>The letter beside what was found in it; what is confirmed here becomes the findings. It can be saved and finished later.</summary>
[RequestFormLimits(ValueCountLimit = MostFields)]
public sealed partial class ReviewModel(PartnershipCalls calls, CurrentPerson person, PartnershipMembersReader members, TimeProvider time)
    : PartnershipPage(person, time)
{
    /// <summary>Of a letter with 1,000 items, four fields each, and 200 lines that were left over.</summary>
    private const int MostFields = 5_000;

    [BindProperty]
    public List<ReviewedItem> Items { get; set; } = [];

    [BindProperty]
    public List<ReviewedLeftOver> LeftOvers { get; set; } = [];

    /// <summary>The answers to what is doubtful about the letter.</summary>
    [BindProperty]
    public bool BelongsHere { get; set; }

    [BindProperty]
    public bool ImportAgain { get; set; }

    [BindProperty]
    public long Version { get; set; }

    public LetterImport Import { get; private set; } = new();

    /// <summary>Null where a newer letter has been handed in since.</summary>
    public LetterText? Letter { get; private set; }

    /// <summary>"Mina Okafor on 10 November 2026 at 2:05pm"; null where nobody saved it.</summary>
    public string? Saved { get; private set; }

    public DateOnly? Due => LondonDates.TryFromIso(Import.StatementDueOn);

    public static IEnumerable<Choice> Kinds { get; } =
        [.. InspectionWords.KindsOfItems.Select(kind => new Choice(kind.ToString(), InspectionWords.Of(kind).Text))];

    public async Task<IActionResult> OnGetAsync(string id, CancellationToken ct)
    {
        if (!await ReadAsync(id, ct))
        {
            return Redirect(Addresses.LetterImport(Partnership, id));
        }

        Items = [.. Import.Items.Select(item => ReviewedItem.Of(item, Import.Review))];
        LeftOvers = [.. Import.LeftOvers.Select(line => ReviewedLeftOver.Of(line, Import.Review))];
        Version = Import.Version;
        return Page();
    }

    public Task<IActionResult> OnPostAsync(string id, CancellationToken ct) => SendAsync(id, evenLeftOut: false, async review =>
    {
        var reply = await calls.Inspections.ConfirmFindingsAsync(
            new ConfirmFindingsRequest
            {
                ImportId = id,
                LeaveOut = { review.LeaveOut },
                Corrections = { review.Corrections },
                LeftOvers = { review.LeftOvers },
                BelongsHere = BelongsHere,
                ImportAgain = ImportAgain,
                ExpectedVersion = Version,
            },
            cancellationToken: ct);
        return Done($"{Numbers.Of(reply.FindingIds.Count, "finding")} confirmed", Addresses.Inspection(Partnership, reply.InspectionId));
    }, ct);

    public Task<IActionResult> OnPostSaveAsync(string id, CancellationToken ct) => SendAsync(id, evenLeftOut: true, async review =>
    {
        await calls.Inspections.SaveReviewAsync(
            new SaveReviewRequest
            {
                ImportId = id,
                LeaveOut = { review.LeaveOut },
                Corrections = { review.Corrections },
                LeftOvers = { review.LeftOvers },
                ExpectedVersion = Version,
            },
            cancellationToken: ct);
        return Done("Review saved. Open the letter again to go on with it", Addresses.Inspection(Partnership, Import.InspectionId));
    }, ct);

    private async Task<IActionResult> SendAsync(string id, bool evenLeftOut, Func<Review, Task<IActionResult>> send, CancellationToken ct)
    {
        if (!await ReadAsync(id, ct))
        {
            return Redirect(Addresses.LetterImport(Partnership, id));
        }

        if (!IsOfThisLetter())
        {
            return BadRequest();
        }

        if (!ModelState.IsValid)
        {
            return Page();
        }

        var review = AsEntered(evenLeftOut);
        try
        {
            return await send(review);
        }
        catch (RpcException failure) when (failure.IsStale(out var current))
        {
            ModelState.AddModelError("", "Somebody else saved this review while you had it open. What you typed is still here: save or confirm again to put it in place of theirs.");
            ModelState.Remove(nameof(Version));
            Version = current;
        }
        catch (RpcException failure) when (ModelState.TryAddErrors(failure, FieldsOf(review)))
        {
            Version = ModelState.SaysSavedBefore() ? Import.Version : Version;
        }

        return Page();
    }

    /// <returns>False where there is nothing to review yet, or any more.</returns>
    private async Task<bool> ReadAsync(string id, CancellationToken ct)
    {
        Import = await calls.Inspections.GetLetterImportAsync(new GetLetterImportRequest { ImportId = id }, cancellationToken: ct);
        if (Import.State != LetterImportState.ReadyForReview)
        {
            return false;
        }

        await this.ReadInspectionAsync(calls, Import.InspectionId, ct);
        if (Import.Review is { } saved)
        {
            Saved = $"{(await members.ReadAsync(ct)).PersonName(saved.SavedBy)} on {Dates.WithTime(saved.SavedAt.ToDateTimeOffset())}";
        }

        var letter = await calls.Inspections.GetLetterAsync(new GetLetterRequest { InspectionId = Import.InspectionId }, cancellationToken: ct);
        if (letter.LetterSha256 == Import.LetterSha256)
        {
            Letter = new LetterText(letter.Paragraphs, MarksOf(Import));
        }

        return true;
    }

    private static ILookup<int, LetterMark> MarksOf(LetterImport import) =>
        import.Items.Select(item => (item.Paragraph, Mark: Mark("Item", "item", item.ItemId)))
            .Concat(import.LeftOvers.Select(line => (line.Paragraph, Mark: Mark("Left-over line", "left", line.LeftOverId))))
            .ToLookup(found => found.Paragraph, found => found.Mark);

    private static LetterMark Mark(string called, string anchor, int number) =>
        new($"{called} {Numbers.Figure(number)}", string.Create(CultureInfo.InvariantCulture, $"#{anchor}{number}"));
}
