using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;

namespace Jtai.Portal.Journeys.Statements;

/// <summary>One change of a statement of action or of a part of it.</summary>
/// <param name="record">How a sentence calls what is changed: "section".</param>
public abstract class StatementStep(
    string record, PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : RecordStep(record, person, time)
{
    public OneStatement Statement { get; private set; } = null!;

    protected PartnershipCalls Calls => calls;

    protected override async Task<long> ReadAsync(string id, CancellationToken ct)
    {
        Statement = await this.ReadStatementAsync(calls, membersReader, id, ct);
        return Statement.Facts.Version;
    }

    protected override string AddressOf(string id) => Addresses.Statement(Partnership, id);
}
