using Jtai.Access;
using Jtai.Errors;
using Jtai.Partners.V1;

namespace Jtai.Actions;

/// <summary>
/// What one caller sees of statements and may do: whole-plan readers see all; other agencies' people their own return and
/// section, and what is said of these and of their actions; everybody who reads plans what was sent. Before publication all of it
/// exists for the inspection's named readers alone.
/// </summary>
public sealed class StatementAccess(Caller caller)
{
    private readonly PlanAccess plans = new(caller);
    private readonly Guid? person = Guid.TryParse(caller.Subject, out var id) ? id : null;

    public bool SeesAll => plans.SeesEveryAction;

    public bool IsManager { get; } = caller.Has(Capacity.PartnershipManager);

    public bool Sees(Inspection inspection) => plans.Sees(inspection);

    /// <exception cref="NotFound">There is none that this caller sees.</exception>
    public (Statement Statement, Inspection Inspection) Require(Statement? statement, Inspection? inspection, string what = "statement of action") =>
        statement is not null && inspection is not null && plans.Sees(inspection) ? (statement, inspection) : throw new NotFound(what);

    public bool Sees(StatementSection section, Statement statement) =>
        SeesAll || !statement.IsBeingPrepared || IsAuthor(section) || IsOfOwnAgency(section.OfAgencyId);

    public bool Sees(AgencyReturn asked) => SeesAll || IsOfOwnAgency(asked.FromAgencyId);

    public bool Sees(StatementDraft draft) => SeesAll || draft.SentTo.Any(to => IsOfOwnAgency(LeadText.AgencyOf(to)));

    public bool Sees(Action action) => SeesAll || plans.TakesPartIn(action);

    /// <summary>What is said of somebody's own part or action they see; of the whole, and of others' parts, whole-plan readers.</summary>
    public bool Sees(StatementComment comment, StatementSection? section, Action? action) =>
        SeesAll
        || (section is not null && (IsAuthor(section) || IsOfOwnAgency(section.OfAgencyId)))
        || (action is not null && Sees(action))
        || comment.PersonId == person;

    /// <summary>The section's author or their deputy, an agency lead of its agency, and the manager.</summary>
    public bool MayWrite(StatementSection section) =>
        IsManager || IsAuthor(section) || (caller.Has(Capacity.AgencyLead) && IsOfOwnAgency(section.OfAgencyId));

    /// <summary>An agency lead of that agency and, for what came by e-mail, the manager.</summary>
    public bool MayGive(AgencyReturn asked) => IsManager || (caller.Has(Capacity.AgencyLead) && IsOfOwnAgency(asked.FromAgencyId));

    public bool MayAnswer(StatementSection? section) => IsManager || (section is not null && IsAuthor(section));

    /// <summary>The named sender and deputy.</summary>
    public bool IsSender(Statement statement) =>
        person is { } one && (statement.SenderId == one || statement.DeputySenderId == one);

    private bool IsAuthor(StatementSection section) =>
        section.AuthorId is { } author && (author == person || caller.StandsInFor().Contains(author));

    private bool IsOfOwnAgency(string? agencyId) => agencyId is not null && agencyId == caller.AgencyId;
}
