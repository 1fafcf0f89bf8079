using Jtai.Actions.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Statements;

/// <summary>The document as it would be sent now.</summary>
public sealed class PreviewModel(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : StatementPage(calls, membersReader, person, time)
{
    public async Task<IActionResult> OnGetWordAsync(string id, CancellationToken ct)
    {
        await ReadAsync(id, ct);
        return await this.FileAsync(Calls.Statements.RenderStatement(new RenderStatementRequest { StatementId = id, Format = DocumentFormat.Word }, cancellationToken: ct), ct);
    }

    public async Task<IActionResult> OnGetHtmlAsync(string id, CancellationToken ct)
    {
        await ReadAsync(id, ct);
        return await this.HtmlAsync(Calls.Statements.RenderStatement(new RenderStatementRequest { StatementId = id, Format = DocumentFormat.Html }, cancellationToken: ct), ct);
    }
}
