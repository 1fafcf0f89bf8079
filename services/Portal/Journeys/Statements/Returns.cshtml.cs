using Jtai.Actions.V1;
using Jtai.Field;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;

namespace Jtai.Portal.Journeys.Statements;

/// <summary>What agencies and groups were asked for, and how far each is.</summary>
public sealed class ReturnsModel(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : StatementPage(calls, membersReader, person, time)
{
    /// <summary>"3 November 2026, 4 days late" while it is outstanding.</summary>
    public string Due(AgencyReturn part) => LondonDates.TryFromIso(part.DueOn) is { } due
        ? Dates.Full(due) + (StatementWords.IsIn(part.State) ? "" : ", " + Dates.Distance(due, Today))
        : "no date";
}
