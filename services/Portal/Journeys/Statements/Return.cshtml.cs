using Jtai.Actions.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Statements;

/// <summary>One agency's part: given by its lead, or typed in by the manager from an e-mail.</summary>
public sealed class ReturnModel(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : StatementStep("return", calls, membersReader, person, time)
{
    [BindProperty(SupportsGet = true, Name = "part")]
    public string ReturnId { get; set; } = "";

    [BindProperty]
    public string? Text { get; set; }

    public AgencyReturn Return { get; private set; } = new();

    public bool MayGive => Statement.MayGive(Return) && Return.State != ReturnState.Accepted;

    /// <summary>True for the manager, who gives no return in their own name.</summary>
    public bool TypesIn => Manages;

    protected override IActionResult? Refusal => null;

    public Task<IActionResult> OnPostAsync(string id, CancellationToken ct) => TryAsync(
        id,
        "Return saved",
        () => Calls.Statements.GiveReturnAsync(
            new GiveReturnRequest { ReturnId = ReturnId, ExpectedVersion = Version, Text = (Text ?? "").ReplaceLineEndings("\n") }, cancellationToken: ct).ResponseAsync,
        ct);

    protected override async Task<long> ReadAsync(string id, CancellationToken ct)
    {
        await base.ReadAsync(id, ct);
        Return = OneStatement.Part(Statement.Record.Returns, part => part.ReturnId == ReturnId);
        return Return.Version;
    }

    protected override void Fill() => Text = Return.Text;

    protected override string AddressOf(string id) => Addresses.Statement(Partnership, id) + "/returns";
}
