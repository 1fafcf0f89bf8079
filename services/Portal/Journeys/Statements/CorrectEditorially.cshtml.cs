using Jtai.Actions.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Statements;

/// <summary>Says that what changed since the sign-offs is editorial, in view of exactly what that is.</summary>
public sealed class CorrectEditoriallyModel(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : ContentStep(calls, membersReader, person, time)
{
    [BindProperty]
    public string? Reason { get; set; }

    /// <summary>What made sign-offs void, each once.</summary>
    public IReadOnlyList<ListedChange> Changes { get; private set; } = [];

    public Task<IActionResult> OnPostAsync(string id, CancellationToken ct) => TryAsync(
        id,
        "Editorial correction recorded: the sign-offs stand",
        () => Calls.Statements.CorrectEditoriallyAsync(
            new CorrectEditoriallyRequest { StatementId = id, ContentSha256 = ContentSha256 ?? "", Reason = Reason ?? "" }, cancellationToken: ct).ResponseAsync,
        ct);

    protected override async Task<long> ReadAsync(string id, CancellationToken ct)
    {
        var version = await base.ReadAsync(id, ct);
        Changes = ListedChange.Of(
            Statement, Partnership,
            Statement.Record.SignOffs.Where(one => !one.Stands && one.SignOff.TakenBackBecause.Length == 0).SelectMany(one => one.VoidedBy).Distinct());
        return version;
    }

    protected override string AddressOf(string id) => Addresses.Statement(Partnership, id) + "/sign-offs";
}
