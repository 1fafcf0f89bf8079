using Jtai.Actions.V1;
using Jtai.Partners.V1;
using Jtai.Portal.Hosting;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Evidence;

/// <summary>Adds evidence to an action: a file, a link, or a look at something that stays where it is.</summary>
[TakesFile]
[RequestSizeLimit(FileSending.LargestRequestBytes)]
public sealed class AddModel(PartnershipCalls calls, CurrentPerson person, TimeProvider time)
    : ActionStep(calls, person, time), IAskForContent, IAskForDescription
{
    private string added = "";
    private Marking ordinary;

    [BindProperty]
    public string? Shows { get; set; }

    [BindProperty]
    public DescriptionEntry More { get; set; } = new();

    [BindProperty]
    public ContentEntry Held { get; set; } = new();

    public string UploadAddress => Addresses.AddEvidence(Partnership, Action.ActionId);

    /// <summary>True where an error stands among what is folded away.</summary>
    public bool IsMoreWrong => ModelState.Any(entry => entry.Key.StartsWith(nameof(More), StringComparison.Ordinal) && entry.Value?.Errors.Count > 0);

    protected override IActionResult? Refusal => Person.IsAny(
        Capacity.PartnershipManager, Capacity.AgencyLead, Capacity.ActionOwner, Capacity.Contributor, Capacity.Verifier) ? null : Forbid();

    protected override async Task<long> ReadAsync(string id, CancellationToken ct)
    {
        var settings = Calls.Settings.GetSettingsAsync(new GetSettingsRequest(), cancellationToken: ct).ResponseAsync;
        var version = await base.ReadAsync(id, ct);
        ordinary = (await settings).DefaultMarking == DefaultMarking.OfficialSensitive ? Marking.OfficialSensitive : Marking.Official;
        return version;
    }

    protected override void Fill() => More.Marking = ordinary;

    public async Task<IActionResult> OnPostAsync(string id, CancellationToken ct)
    {
        var hasContent = await Held.TakeFileAsync(Calls, HttpContext, ModelState, ct);
        var (fileId, link, inspected) = Held.Read(ModelState);
        var request = new AddEvidenceRequest
        {
            ActionIds = { id },
            Shows = Shows ?? "",
            DatedOn = More.DatedOn.ReadIso(ModelState, "More.DatedOn", "date"),
            Kind = More.Kind,
            Level = More.Level,
            Marking = More.Marking,
            Audience = More.Audience,
        };
        Set(request, fileId, link, inspected);
        if (!hasContent)
        {
            await ReadAsync(id, ct);
            return Page();
        }

        return await TryAsync(
            id,
            "Evidence added",
            async () => added = (await Calls.Evidence.AddEvidenceAsync(request, cancellationToken: ct)).EvidenceId,
            ct,
            [.. ContentEntry.Names, .. DescriptionEntry.Names]);
    }

    /// <summary>By portal.js: a file is to come in pieces.</summary>
    public Task<IActionResult> OnPostBeginAsync(string name, long size, CancellationToken ct) => AnswerAsync(async () =>
        await Calls.Evidence.BeginUploadAsync(new BeginUploadRequest { Name = name ?? "", Size = size }, FilePieces.OwnKey(), cancellationToken: ct));

    /// <summary>A piece is the body of the request.</summary>
    public Task<IActionResult> OnPostAppendAsync(string file, long offset, CancellationToken ct) => this.SendPieceAsync(
        async piece => PositionOf(await Calls.Evidence.AppendToUploadAsync(
            new AppendToUploadRequest { FileId = file ?? "", Offset = offset, Content = piece }, FilePieces.OwnKey(), cancellationToken: ct)),
        ct);

    /// <summary>All pieces are there.</summary>
    public Task<IActionResult> OnPostCompleteAsync(string file, string sha256, CancellationToken ct) => AnswerAsync(async () =>
        await Calls.Evidence.CompleteUploadAsync(new CompleteUploadRequest { FileId = file ?? "", Sha256 = sha256 ?? "" }, FilePieces.OwnKey(), cancellationToken: ct));

    /// <summary>How far it is, after a lost connection.</summary>
    public Task<IActionResult> OnGetUploadAsync(string file, CancellationToken ct) => AnswerAsync(async () =>
        await Calls.Evidence.GetUploadAsync(new GetUploadRequest { FileId = file ?? "" }, cancellationToken: ct));

    protected override string AddressOf(string id) => Addresses.Evidence(Partnership, added);

    internal static void Set(AddEvidenceRequest request, string fileId, string link, InspectedInPlace? inspected)
    {
        if (fileId.Length > 0)
        {
            request.FileId = fileId;
        }
        else if (inspected is not null)
        {
            request.Inspected = inspected;
        }
        else if (link.Length > 0)
        {
            request.Link = link;
        }
    }

    private static Task<IActionResult> AnswerAsync(Func<Task<Upload>> call) => FilePieces.AnswerAsync(async () => PositionOf(await call()));

    private static UploadPosition PositionOf(Upload upload) => new(upload.FileId, upload.Received, upload.State != FileState.Receiving);
}
