using Jtai.Actions.V1;
using Jtai.Partners.V1;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;

namespace Jtai.Portal.Journeys.Statements;

/// <summary>Who has signed off what, who has not, and what became void through which change.</summary>
public sealed class SignOffsModel(PartnershipCalls calls, PartnershipMembersReader membersReader, CurrentPerson person, TimeProvider time)
    : StatementPage(calls, membersReader, person, time)
{
    /// <summary>One safeguarding partner and its sign-off.</summary>
    /// <param name="Standing">Null where none stands.</param>
    /// <param name="Void">True where one was given and no longer stands.</param>
    /// <param name="MaySign">Names of those who could give it.</param>
    public sealed record PartnerSignOff(string Name, StandingSignOff? Standing, bool Void, IReadOnlyList<string> MaySign);

    public IEnumerable<PartnerSignOff> Partners => Statement.Members.SafeguardingPartners.Select(agency => new PartnerSignOff(
        Statement.Members.AgencyName(agency),
        Statement.Record.SignOffs.FirstOrDefault(one => one.Stands && one.SignOff.AgencyId == agency),
        Statement.Record.SignOffs.Any(one => IsVoid(one) && one.SignOff.AgencyId == agency),
        [.. Statement.Signatories(Today).Where(signatory => signatory.AgencyId == agency).Select(signatory => Statement.Members.PersonName(signatory.Choice.Value!))]));

    public bool HasVoid => Statement.Record.SignOffs.Any(IsVoid);

    public bool MayTakeBack(StatementSignOff signOff) => Statement.TakesWords && signOff.TakenBackBecause.Length == 0
        && (signOff.PersonId == Person.Person.PersonId || signOff.DeputyForPersonId == Person.Person.PersonId || (Manages && signOff.RecordedBy.Length > 0));

    /// <summary>"In person on 10 November 2026 at 2:05pm", or on whose behalf and with which paper.</summary>
    public string ByWhom(StatementSignOff signOff) => signOff.RecordedBy.Length == 0
        ? $"{Statement.Members.PersonName(signOff.PersonId)}{(signOff.DeputyForPersonId.Length > 0 ? " (deputy for " + Statement.Members.PersonName(signOff.DeputyForPersonId) + ")" : "")}, in person on {Dates.WithTime(signOff.At.ToDateTimeOffset())}"
        : $"{Statement.Members.PersonName(signOff.PersonId)}, recorded on their behalf by {Statement.By(signOff.RecordedBy, signOff.At)}, with: {signOff.Paper}";

    private static bool IsVoid(StandingSignOff one) => !one.Stands && one.SignOff.TakenBackBecause.Length == 0;
}
