using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Statements;

/// <summary>A step on the content that the person saw: its hash goes with the form, and the service refuses where it has changed since.</summary>
public abstract class ContentStep(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : StatementStep("statement", calls, membersReader, person, time)
{
    [BindProperty]
    public string? ContentSha256 { get; set; }

    protected override async Task<long> ReadAsync(string id, CancellationToken ct)
    {
        var version = await base.ReadAsync(id, ct);
        // Of a form that comes back for another reason it stays: the person has not been told of another content.
        if (string.IsNullOrEmpty(ContentSha256) || IsStale)
        {
            ModelState.Remove(nameof(ContentSha256));
            ContentSha256 = Statement.Record.ContentSha256;
        }

        return version;
    }
}
