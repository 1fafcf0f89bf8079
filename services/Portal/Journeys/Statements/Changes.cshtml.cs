using Jtai.Actions.V1;
using Jtai.Field;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;

namespace Jtai.Portal.Journeys.Statements;

/// <summary>What is different in the plan from what was sent last, in words, grouped, each leading to what it is about.</summary>
public sealed class ChangesModel(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : StatementPage(calls, membersReader, person, time)
{
    public IReadOnlyList<ListedChange> Changes { get; private set; } = [];

    /// <summary>"24 November 2026"; null where nothing was sent on the platform.</summary>
    public string? ComparedWith { get; private set; }

    protected override async Task ReadAsync(string id, CancellationToken ct)
    {
        await base.ReadAsync(id, ct);
        var since = await Calls.Statements.ListChangesSinceSentAsync(new ListChangesSinceSentRequest { PlanId = Statement.Facts.PlanId }, cancellationToken: ct);
        ComparedWith = since.SendingId.Length == 0 ? null : Dates.Full(LondonDates.TryFromIso(since.SentOn), "a day that is not known");
        Changes = ListedChange.Of(Statement, Partnership, since.Changes);
    }
}
