using Jtai.Actions.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;

namespace Jtai.Portal.Journeys.Statements;

/// <summary>What stands between the statement and its sending, each line leading to where it is mended; what blocks comes first.</summary>
public sealed class ReadinessModel(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : StatementPage(calls, membersReader, person, time)
{
    public IReadOnlyList<(ReadinessLine Line, string Href)> Lines { get; private set; } = [];

    public bool Blocked { get; private set; }

    protected override async Task ReadAsync(string id, CancellationToken ct)
    {
        await base.ReadAsync(id, ct);
        var readiness = await Calls.Statements.GetReadinessAsync(new GetReadinessRequest { StatementId = id }, cancellationToken: ct);
        Blocked = readiness.Blocked;
        Lines = [.. readiness.Lines.OrderByDescending(line => line.Blocks).Select(line => (line, Statement.MendedAt(line)))];
    }
}
