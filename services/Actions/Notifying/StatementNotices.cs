using Jtai.Access;
using Jtai.Field;
using Jtai.Partners.V1;

namespace Jtai.Actions;

/// <summary>Whom the acts on a statement of action tell of it. Bodies have no leads of their own: their members hear by their agencies.</summary>
public static class StatementNotices
{
    public static IEnumerable<Notice> ReturnsAskedFor(Statement statement, IEnumerable<AgencyReturn> asked, Caller by, DateTimeOffset now) =>
        asked.Where(one => one.From.AgencyIdOrNone() is not null).Select(one =>
            Of(Matter.ReturnAskedFor, statement, $"{one.ReturnId} {one.Version}", by, now).ToAll(Capacity.AgencyLead, [one.From.AgencyId]) with
            {
                OnDate = one.DueOn,
            });

    /// <summary>The leads of the agencies that owe theirs.</summary>
    public static IEnumerable<Notice> RemindedOfReturns(Statement statement, IEnumerable<AgencyReturn> owed, Caller by, DateTimeOffset now) =>
        owed.Select(one =>
            Of(Matter.ReturnReminded, statement, $"{one.ReturnId} {one.Version}", by, now).ToAll(Capacity.AgencyLead, [one.From.AgencyId]) with
            {
                OnDate = one.DueOn,
            });

    public static Notice ReturnGiven(Statement statement, AgencyReturn given, Caller by) =>
        Of(Matter.ReturnGiven, statement, $"{given.ReturnId} {given.Version}", by, given.ChangedAt).ToAll(Capacity.PartnershipManager);

    /// <summary>Whoever writes the section; nobody where it has no author, or where the comment is on something else.</summary>
    public static Notice Commented(Statement statement, StatementSection? section, StatementComment comment, Caller by) =>
        Of(Matter.CommentOnSection, statement, comment.CommentId.ToString(), by, comment.At).To(section?.AuthorId);

    /// <summary>The leads of the agencies that it goes to, and those whose sign-off is missing.</summary>
    public static IEnumerable<Notice> Circulated(WholeStatement whole, StatementDraft draft, IEnumerable<V1.Lead> to, Caller by)
    {
        var (statement, occasion) = (whole.Statement, draft.DraftId.ToString());
        yield return Of(Matter.StatementCirculated, statement, occasion, by, draft.At)
            .ToAll(Capacity.AgencyLead, to.Select(lead => lead.AgencyIdOrNone()).OfType<string>());
        if (StatementSignOff.AskedFor(statement.SignOffRule) is var capacity and not Capacity.Unspecified)
        {
            var signed = whole.SignOffs.Where(given => given.Stands(whole.PresentSha256(draft.At.DateInLondon()), whole.Corrections)).Select(given => given.AgencyId);
            yield return Of(Matter.SignOffAskedFor, statement, occasion, by, draft.At)
                .ToAll(capacity, whole.Partnership.SafeguardingPartnerIds.Except(signed));
        }
    }

    /// <summary>Those whose sign-offs it leaves standing.</summary>
    public static Notice Corrected(WholeStatement whole, EditorialCorrection correction, Caller by)
    {
        var corrections = whole.Corrections.Append(correction).ToList();
        return Of(Matter.CorrectedEditorially, whole.Statement, correction.CorrectionId.ToString(), by, correction.At)
            .To(whole.SignOffs.Where(given => given.Stands(correction.ToSha256, corrections)).Select(given => (Guid?)given.PersonId));
    }

    /// <summary>Those whose sign-offs stand no more, each once.</summary>
    public static IEnumerable<Notice> Voided(WholeStatement whole, Caller by, DateTimeOffset now) =>
        whole.SignOffs
            .Where(given => given.TakenBackBecause.Length == 0 && !given.Stands(whole.PresentSha256(now.DateInLondon()), whole.Corrections))
            .Select(given => Of(Matter.SignOffVoided, whole.Statement, given.SignOffId.ToString(), by, now).To(given.PersonId));

    /// <summary>The managers, and who sent it.</summary>
    public static Notice SendingFailed(Statement statement, StatementSending sending, Caller by, DateTimeOffset now) =>
        Of(Matter.SendingFailed, statement, sending.SendingId.ToString(), by, now).ToAll(Capacity.PartnershipManager).To(sending.PersonId);

    private static Notice Of(Matter matter, Statement statement, string occasion, Caller by, DateTimeOffset now) =>
        Notice.Of(matter, statement.StatementId, statement.InspectionId, occasion, by, now);
}
