using System.Globalization;
using Grpc.Core;
using Jtai.Actions.V1;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;
using Jtai.Reporting.V1;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Jtai.Portal.Journeys.Across;

/// <summary>
/// One partnership's evidence as far as it shares it, of all its actions or of one; and its files as downloads, each of which the
/// partnership sees.
/// </summary>
public sealed class SharedEvidenceModel(AcrossCalls calls) : PageModel
{
    private const int PageLength = 25;

    [BindProperty(SupportsGet = true, Name = "partnership")]
    public string Partnership { get; set; } = "";

    /// <summary>The action whose evidence is shown; empty for all.</summary>
    [BindProperty(SupportsGet = true, Name = "action")]
    public string? ActionId { get; set; }

    [BindProperty(SupportsGet = true, Name = PageSheet.Parameter)]
    public string? Sheet { get; set; }

    public ListSharedEvidenceReply Shared { get; private set; } = new();

    public int PageNumber => PageSheet.Read(Sheet);

    public int PageCount => PageSheet.CountOf(Shared.Total, PageLength);

    public DateTimeOffset Position => Shared.PositionAt.ToDateTimeOffset();

    /// <summary>What of evidence the level shows.</summary>
    public string LevelInWords => Shared.Level switch
    {
        SharingLevel.Evidence => "You see that each item exists, and what its contributor allows you to open. The partnership sees each file that you open.",
        SharingLevel.Plan => "You see that each item exists. What it holds is shared of your own actions alone, and no files are.",
        _ => "You see evidence of your own actions. No files are shared.",
    };

    public string AddressOf(int page)
    {
        var list = Addresses.SharedEvidence(Partnership, ActionId ?? "");
        return page == 1 ? list : string.Create(CultureInfo.InvariantCulture, $"{list}{(list.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{PageSheet.Parameter}={page}");
    }

    public string FileHref(EvidenceItem item) => $"{Addresses.SharedEvidence(Partnership)}?handler=File&item={item.EvidenceId}";

    /// <summary>"Rota.pdf (PDF, 1.2 MB)", a link, or who looked at it where it is held.</summary>
    public static string WhatItIs(SharedEvidence one) => one.MayOpen ? EvidenceWords.Of(one.Item.Content) : "What it holds is not shared with you";

    public static string AddedOn(EvidenceItem item) => item.AddedAt is { } at ? Dates.Full(at.ToDateTimeOffset().DateInLondon()) : "Not shared";

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        try
        {
            Shared = await calls.Reporting.ListSharedEvidenceAsync(
                new ListSharedEvidenceRequest { PartnershipId = Partnership, ActionId = ActionId ?? "", Page = PageNumber, PageSize = PageLength },
                cancellationToken: ct);
            return Page();
        }
        catch (RpcException failure) when (failure.StatusCode == Grpc.Core.StatusCode.FailedPrecondition)
        {
            // That page says what is shared instead.
            return Redirect(Addresses.SharedActions(Partnership));
        }
    }

    public async Task<IActionResult> OnGetFileAsync(string? item, CancellationToken ct)
    {
        var found = string.IsNullOrEmpty(item) ? null : (await calls.Reporting.ListSharedEvidenceAsync(
            new ListSharedEvidenceRequest { PartnershipId = Partnership, EvidenceId = item }, cancellationToken: ct)).Items.SingleOrDefault();
        if (found is not { MayDownload: true })
        {
            return NotFound();
        }

        using var call = calls.Evidence.DownloadEvidence(
            new DownloadEvidenceRequest { PartnershipId = Partnership, EvidenceId = item, Number = found.Item.Content.Number }, cancellationToken: ct);
        return await this.SendEvidenceAsync(
            call,
            isSensitive: found.Item.Marking == Marking.OfficialSensitive,
            found.Item.Content.File.Size,
            Addresses.SharedEvidence(Partnership),
            ct);
    }
}
