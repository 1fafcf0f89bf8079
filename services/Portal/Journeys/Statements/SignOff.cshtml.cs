using Jtai.Actions.V1;
using Jtai.Partners.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;
using Microsoft.AspNetCore.Mvc;

namespace Jtai.Portal.Journeys.Statements;

/// <summary>Signs off, in person, the content that this page led to.</summary>
public sealed class SignOffModel(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : ContentStep(calls, membersReader, person, time)
{
    /// <summary>"lead safeguarding partner", or "lead safeguarding partner (deputy for Jane Roe)".</summary>
    public string As
    {
        get
        {
            var capacity = Person.IsAny(Capacity.LeadSafeguardingPartner) ? Capacity.LeadSafeguardingPartner : Capacity.DelegatedSafeguardingPartner;
            var deputyFor = Statement.Members.DeputyFor(Person.Person.PersonId, capacity, Today);
            return CapacityWords.Of(capacity).ToLowerInvariant() + (deputyFor.Length > 0 ? $" (deputy for {Statement.Members.PersonName(deputyFor)})" : "");
        }
    }

    protected override IActionResult? Refusal => Statement.MaySignOff ? null : Forbid();

    public Task<IActionResult> OnPostAsync(string id, CancellationToken ct) => TryAsync(
        id,
        "Signed off",
        () => Calls.Statements.SignOffAsync(new SignOffRequest { StatementId = id, ContentSha256 = ContentSha256 ?? "" }, cancellationToken: ct).ResponseAsync,
        ct);

    protected override string AddressOf(string id) => Addresses.Statement(Partnership, id) + "/sign-offs";
}
