using Jtai.Actions.V1;
using Jtai.Field;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;

namespace Jtai.Portal.Journeys.Statements;

/// <summary>The steps to the statement, planned back from the date that counts, and what stands against their dates.</summary>
public sealed class CalendarModel(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : StatementPage(calls, membersReader, person, time)
{
    public BackPlan Calendar { get; private set; } = new();

    public string CountsOn => LondonDates.TryFromIso(Calendar.CountsOn) is { } date ? Dates.WithWeekday(date) : "the date that counts";

    protected override async Task ReadAsync(string id, CancellationToken ct)
    {
        await base.ReadAsync(id, ct);
        Calendar = await Calls.Statements.GetBackPlanAsync(new GetBackPlanRequest { StatementId = id }, cancellationToken: ct);
    }
}
