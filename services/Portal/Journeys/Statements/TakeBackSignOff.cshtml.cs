using Jtai.Actions.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Statements;

/// <summary>Takes a sign-off back: who gave it, or the manager where it was recorded by mistake.</summary>
public sealed class TakeBackSignOffModel(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : StatementStep("sign-off", calls, membersReader, person, time)
{
    [BindProperty(SupportsGet = true, Name = "part")]
    public string SignOffId { get; set; } = "";

    [BindProperty]
    public string? Reason { get; set; }

    public StatementSignOff SignOff { get; private set; } = new();

    protected override IActionResult? Refusal => Manages || Person.Person.PersonId == SignOff.PersonId || Person.Person.PersonId == SignOff.DeputyForPersonId ? null : Forbid();

    public Task<IActionResult> OnPostAsync(string id, CancellationToken ct) => TryAsync(
        id,
        "Sign-off taken back",
        () => Calls.Statements.TakeBackSignOffAsync(
            new TakeBackSignOffRequest { SignOffId = SignOffId, ExpectedVersion = Version, Reason = Reason ?? "" }, cancellationToken: ct).ResponseAsync,
        ct);

    protected override async Task<long> ReadAsync(string id, CancellationToken ct)
    {
        await base.ReadAsync(id, ct);
        SignOff = OneStatement.Part(Statement.Record.SignOffs, one => one.SignOff.SignOffId == SignOffId).SignOff;
        return SignOff.Version;
    }

    protected override string AddressOf(string id) => Addresses.Statement(Partnership, id) + "/sign-offs";
}
