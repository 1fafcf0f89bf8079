using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;

namespace Jtai.Portal.Journeys.Statements;

/// <summary>A page that shows some of a statement of action and changes nothing.</summary>
public abstract class StatementPage(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : PartnershipPage(person, time)
{
    public OneStatement Statement { get; private set; } = null!;

    protected PartnershipCalls Calls => calls;

    public async Task OnGetAsync(string id, CancellationToken ct) => await ReadAsync(id, ct);

    protected virtual async Task ReadAsync(string id, CancellationToken ct) =>
        Statement = await this.ReadStatementAsync(calls, membersReader, id, ct);
}
