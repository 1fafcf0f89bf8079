using Google.Protobuf;
using Jtai.Actions.V1;
using Jtai.Portal.Design;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Statements;

/// <summary>Sends the statement, in view of what is missing, or says that it was sent from the partnership's own mailbox.</summary>
public sealed class SendModel(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : ContentStep(calls, membersReader, person, time)
{
    public const int LargestMailBytes = 3 * 1024 * 1024;

    [BindProperty]
    public string? SentAnywayBecause { get; set; }

    [BindProperty]
    public string? AgainBecause { get; set; }

    /// <summary>Null while nobody chose.</summary>
    [BindProperty]
    public bool? OwnMailbox { get; set; }

    [BindProperty]
    public DateEntry SentOn { get; set; } = new();

    [BindProperty]
    public string? SentBy { get; set; }

    [BindProperty]
    public IFormFile? Mail { get; set; }

    public IReadOnlyList<(ReadinessLine Line, string Href)> Missing { get; private set; } = [];

    /// <summary>Why it cannot be sent at all; null where it can.</summary>
    public string? Blocked { get; private set; }

    public bool WasSent => Statement.Record.Sendings.Count > 0;

    public bool MaySendFromHere => Statement.Record.MaySend;

    public IEnumerable<Choice> Ways => MaySendFromHere ? [FromHere, FromMailbox] : [FromMailbox];

    private static Choice FromHere => new("false", "This service mails it now") { Hint = "To the address above, with the Word document" };

    private static Choice FromMailbox => new("true", "It was sent from our own mailbox") { Hint = "Say when and by whom, and attach the mail if you have it" };

    protected override IActionResult? Refusal => Statement.MaySend ? null : Forbid();

    public async Task<IActionResult> OnPostAsync(string id, CancellationToken ct)
    {
        if (OwnMailbox is null)
        {
            // Nothing leaves before somebody said how.
            ModelState.AddModelError(nameof(OwnMailbox), "Say whether this service mails it, or it was sent from your own mailbox");
        }

        if (Mail is { Length: > LargestMailBytes })
        {
            ModelState.AddModelError(nameof(Mail), "The mail must be 3 MB or smaller");
        }

        if (!ModelState.IsValid)
        {
            await ReadAsync(id, ct);
            return Page();
        }

        var request = new SendStatementRequest
        {
            StatementId = id, ContentSha256 = ContentSha256 ?? "", SentAnywayBecause = SentAnywayBecause ?? "", AgainBecause = AgainBecause ?? "",
        };
        if (OwnMailbox == true)
        {
            (request.OwnMailbox, request.SentBy) = (true, SentBy ?? "");
            request.SentOn = SentOn.ReadIso(ModelState, nameof(SentOn), "day of sending", required: true);
            request.Mail = Mail is null ? ByteString.Empty : await ContentOf(Mail, ct);
        }

        return await TryAsync(
            id,
            OwnMailbox == true ? "Recorded as sent" : "The statement is on its way",
            () => Calls.Statements.SendStatementAsync(request, cancellationToken: ct).ResponseAsync,
            ct);
    }

    internal static async Task<ByteString> ContentOf(IFormFile file, CancellationToken ct)
    {
        await using var content = file.OpenReadStream();
        return await ByteString.FromStreamAsync(content, ct);
    }

    protected override async Task<long> ReadAsync(string id, CancellationToken ct)
    {
        var version = await base.ReadAsync(id, ct);
        var readiness = await Calls.Statements.GetReadinessAsync(new GetReadinessRequest { StatementId = id }, cancellationToken: ct);
        Missing = [.. readiness.Lines.OrderByDescending(line => line.Blocks).Select(line => (line, Statement.MendedAt(line)))];
        Blocked = readiness.Lines.FirstOrDefault(line => line.Blocks)?.Sentence;
        return version;
    }

    protected override void Fill() => OwnMailbox = MaySendFromHere ? null : true;
}
