using Jtai.Actions.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Statements;

/// <summary>The sections that the person sees, in the document's order; the manager adds those that are missing.</summary>
public sealed class SectionsModel(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : StatementStep("statement", calls, membersReader, person, time)
{
    protected override IActionResult? Refusal => null;

    public int Words(StatementSection section) => section.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;

    public Task<IActionResult> OnPostAsync(string id, CancellationToken ct) => TryAsync(
        id,
        "Every agency and group that leads an action has a section",
        () => Calls.Statements.AddMissingSectionsAsync(
            new AddMissingSectionsRequest { StatementId = id, ExpectedVersion = Version }, cancellationToken: ct).ResponseAsync,
        ct);

    protected override string AddressOf(string id) => Addresses.Statement(Partnership, id) + "/sections";
}
