using Jtai.Actions.V1;
using Jtai.Field;
using Jtai.Portal.Design;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Statements;

/// <summary>Records where the sent statement is published, or corrects it.</summary>
public sealed class PublicationModel(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : StatementStep("statement", calls, membersReader, person, time)
{
    [BindProperty]
    public DateEntry PublishedOn { get; set; } = new();

    [BindProperty]
    public string? PublishedUrl { get; set; }

    public Task<IActionResult> OnPostAsync(string id, CancellationToken ct)
    {
        var request = new RecordPublicationRequest
        {
            StatementId = id, ExpectedVersion = Version, PublishedOn = PublishedOn.ReadIso(ModelState, nameof(PublishedOn), "day of publication"),
            PublishedUrl = PublishedUrl?.Trim() ?? "",
        };
        return TryAsync(
            id, request.PublishedOn.Length > 0 ? "Publication recorded" : "Taken back: it is not published",
            () => Calls.Statements.RecordPublicationAsync(request, cancellationToken: ct).ResponseAsync, ct);
    }

    protected override void Fill()
    {
        PublishedUrl = Statement.Facts.PublishedUrl;
        PublishedOn = LondonDates.TryFromIso(Statement.Facts.PublishedOn) is { } published ? DateEntry.Of(published) : new();
    }
}
