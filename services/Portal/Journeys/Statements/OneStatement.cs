using Grpc.Core;
using Jtai.Actions.V1;
using Jtai.Field;
using Jtai.Inspections.V1;
using Jtai.Partners.V1;
using Jtai.Portal.Design;
using Jtai.Portal.Shared;
using Jtai.Portal.SigningIn;
using Jtai.Portal.Words;

namespace Jtai.Portal.Journeys.Statements;

/// <summary>One statement of action as a person sees it, and what they are offered to do with it; the services say so again.</summary>
public sealed class OneStatement(StatementRecord record, Inspection inspection, PartnershipMembers members, PartnershipPage page)
{
    public StatementRecord Record => record;

    public Statement Facts => record.Statement;

    public Inspection Inspection => inspection;

    public PartnershipMembers Members => members;

    /// <summary>Of its first page; its other pages are below.</summary>
    public string Address => Addresses.Statement(page.Partnership, Facts.StatementId);

    public string PlanAddress => Addresses.Plan(page.Partnership, Facts.PlanId);

    public string Caption => $"Statement of action, {inspection.Reference}" + (Facts.Number > 1 ? $", version {Facts.Number}" : "");

    /// <summary>False once it is sent: it then takes no change but receipts, replies and publication.</summary>
    public bool IsBeingPrepared => Facts.State == StatementState.BeingPrepared;

    /// <summary>True until the date that counts: a corrected version may still take the place of the one that was sent.</summary>
    public bool MayBeSentAnew => Facts.State == StatementState.Sent && CountsOn >= page.Today;

    /// <summary>True where sections are written and sign-offs given.</summary>
    public bool TakesWords => IsBeingPrepared || MayBeSentAnew;

    public DateOnly? CountsOn => LondonDates.TryFromIso(record.CountsOn);

    public int SignOffsNeeded => Facts.SignOffRule is SignOffRule.Delegates or SignOffRule.Leads ? members.SafeguardingPartners.Count : 0;

    public string Sentence => StatementWords.Sentence(record, page.Today, SignOffsNeeded);

    public StatementSending? Current => record.Sendings.FirstOrDefault(sending => sending.Current);

    public int OpenComments => record.Comments.Count(comment => comment.State == CommentState.Open);

    public bool MayManage => page.Manages && IsBeingPrepared;

    public bool MaySignOff => TakesWords && record.MaySignOff;

    /// <summary>True for the named sender and deputy; the manager may say that it was sent from their own mailbox.</summary>
    public bool MaySend => record.MaySend || page.Manages;

    public bool MayWrite(StatementSection section) =>
        TakesWords && (page.Manages || IsAuthor(section) || LeadsAgencyOf(section.Of));

    public bool MayGive(AgencyReturn part) => IsBeingPrepared && (page.Manages || LeadsAgencyOf(part.From));

    public bool MayAnswer(StatementComment comment) => IsBeingPrepared && comment.State == CommentState.Open
        && (page.Manages || record.Sections.Any(section => section.SectionId == comment.SectionId && IsAuthor(section)));

    private bool IsAuthor(StatementSection section) =>
        section.AuthorId == page.Person.Person.PersonId || members.StandsInFor(page.Person.Person.PersonId, section.AuthorId, page.Today);

    /// <summary>People of the safeguarding partners who may sign off, as the partnership's rule says.</summary>
    public IReadOnlyList<(Choice Choice, string AgencyId)> Signatories(DateOnly today) => Facts.SignOffRule switch
    {
        SignOffRule.Leads => OfPartners(today, [Capacity.LeadSafeguardingPartner]),
        SignOffRule.Delegates => OfPartners(today, [Capacity.DelegatedSafeguardingPartner, Capacity.LeadSafeguardingPartner]),
        _ => [],
    };

    /// <summary>Where what a line of readiness is about is mended; for whoever may not mend it, where it is read.</summary>
    public string MendedAt(ReadinessLine line) => line.Issue switch
    {
        ReadinessIssue.PriorityActionUnanswered or ReadinessIssue.FindingUnanswered => Addresses.Finding(page.Partnership, line.RecordId),
        ReadinessIssue.NoOutcomeOrMeasure or ReadinessIssue.NotSmart =>
            page.Manages ? Addresses.DescribeAction(page.Partnership, line.RecordId) : Addresses.Action(page.Partnership, line.RecordId),
        ReadinessIssue.BeyondHorizon => page.Manages ? Addresses.MoveDueDate(page.Partnership, line.RecordId) : Addresses.Action(page.Partnership, line.RecordId),
        ReadinessIssue.ReturnOutstanding => $"{Address}/returns/{line.RecordId}",
        ReadinessIssue.SectionEmpty => $"{Address}/sections/{line.RecordId}",
        ReadinessIssue.CommentOpen => page.Manages ? $"{Address}/comments/{line.RecordId}" : Address + "/comments?open=true",
        ReadinessIssue.SignOffMissing => Address + "/sign-offs",
        ReadinessIssue.ClearanceMissing => Address + "/clearances",
        ReadinessIssue.NoSender or ReadinessIssue.NoDeputy or ReadinessIssue.NoAddress => page.Manages ? Address + "/arrange" : Address,
        ReadinessIssue.Deadline => Addresses.Inspection(page.Partnership, Facts.InspectionId),
        _ => Address,
    };

    /// <summary>"Mina Okafor on 10 November 2026 at 2:05pm".</summary>
    public string By(string personId, Google.Protobuf.WellKnownTypes.Timestamp? at) =>
        members.PersonName(personId) + (at is null ? "" : " on " + Dates.WithTime(at.ToDateTimeOffset()));

    /// <summary>The record of this id among those that the person sees.</summary>
    /// <exception cref="RpcException">None of them has it: NOT_FOUND, as the service would answer.</exception>
    public static T Part<T>(IEnumerable<T> parts, Func<T, bool> isIt) where T : class =>
        parts.FirstOrDefault(isIt) ?? throw new RpcException(new Status(StatusCode.NotFound, ""));

    private IReadOnlyList<(Choice Choice, string AgencyId)> OfPartners(DateOnly today, IReadOnlyList<Capacity> capacities) =>
        [.. members.CurrentPeopleAs(today, capacities).Where(one => members.SafeguardingPartners.Contains(one.AgencyId))];

    private bool LeadsAgencyOf(Lead? of) =>
        of?.ByCase == Lead.ByOneofCase.AgencyId && of.AgencyId == page.Person.AgencyId && page.Person.IsAny(Capacity.AgencyLead);
}

internal static class StatementReading
{
    /// <summary>Reads the statement that a page belongs to, and marks the page where its inspection is not published.</summary>
    public static async Task<OneStatement> ReadStatementAsync(
        this PartnershipPage page, PartnershipCalls calls, PartnershipMembersReader membersReader, string id, CancellationToken ct)
    {
        var members = membersReader.ReadAsync(ct);
        var record = await calls.Statements.GetStatementAsync(new GetStatementRequest { StatementId = id }, cancellationToken: ct);
        return new OneStatement(record, await page.ReadInspectionAsync(calls, record.Statement.InspectionId, ct), await members, page);
    }
}
