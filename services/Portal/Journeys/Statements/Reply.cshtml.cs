using Google.Protobuf;
using Jtai.Actions.V1;
using Jtai.Portal.Design;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Statements;

/// <summary>Records what the inspectorate answered.</summary>
public sealed class ReplyModel(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : StatementStep("statement", calls, membersReader, person, time)
{
    [BindProperty]
    public ReplyKind Kind { get; set; }

    [BindProperty]
    public DateEntry ReceivedOn { get; set; } = new();

    [BindProperty]
    public string? From { get; set; }

    [BindProperty]
    public string? Words { get; set; }

    [BindProperty]
    public IFormFile? Attached { get; set; }

    public static IEnumerable<Choice> Kinds { get; } =
    [
        new(nameof(ReplyKind.Acknowledged), StatementWords.Of(ReplyKind.Acknowledged)) { Hint = "It came, and no more is said" },
        new(nameof(ReplyKind.Accepted), StatementWords.Of(ReplyKind.Accepted)),
        new(nameof(ReplyKind.AsksForChanges), StatementWords.Of(ReplyKind.AsksForChanges)) { Hint = "You can then start the next version" },
    ];

    public async Task<IActionResult> OnPostAsync(string id, CancellationToken ct)
    {
        if (Attached is { Length: > SendModel.LargestMailBytes })
        {
            ModelState.AddModelError(nameof(Attached), "The file must be 3 MB or smaller");
            await ReadAsync(id, ct);
            return Page();
        }

        var request = new RecordReplyRequest
        {
            StatementId = id, Kind = Kind, ReceivedOn = ReceivedOn.ReadIso(ModelState, nameof(ReceivedOn), "day of the reply"), From = From ?? "",
            Words = (Words ?? "").ReplaceLineEndings("\n"), FileName = Attached?.FileName ?? "",
            File = Attached is null ? ByteString.Empty : await SendModel.ContentOf(Attached, ct),
        };
        return await TryAsync(
            id, "Reply recorded", () => Calls.Statements.RecordReplyAsync(request, cancellationToken: ct).ResponseAsync, ct,
            ("file", nameof(Attached)), ("file_name", nameof(Attached)));
    }
}
