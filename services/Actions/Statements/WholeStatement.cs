using System.Diagnostics.CodeAnalysis;
using Dapper;
using Google.Protobuf.WellKnownTypes;
using Jtai.Field;
using Jtai.Partners.V1;

namespace Jtai.Actions;

/// <summary>All that there is of one statement, read in one trip: for whoever needs its content, and what stands towards it.</summary>
public sealed record WholeStatement
{
    /// <summary>
    /// Parameters: <c>TenantId</c> and <c>statementId</c>. The scope is the tenant and the platform. The plan's id is found by the
    /// statement's.
    /// </summary>
    public static readonly string Query =
        """
        select * from statement where tenant_id = @TenantId and statement_id = @statementId;
        select * from inspection where tenant_id = @TenantId
          and inspection_id = (select inspection_id from statement where tenant_id = @TenantId and statement_id = @statementId);
        select * from action_plan where tenant_id = @TenantId
          and plan_id = (select plan_id from statement where tenant_id = @TenantId and statement_id = @statementId);
        select * from partnership where tenant_id = @TenantId;
        select settings from partnership_settings where tenant_id = @TenantId;
        select * from statement_section where tenant_id = @TenantId and statement_id = @statementId order by position, section_id;
        select * from agency_return where tenant_id = @TenantId and statement_id = @statementId order by due_on, return_id;
        select * from statement_comment where tenant_id = @TenantId and statement_id = @statementId
        order by state <> 1, at, comment_id;
        select * from statement_draft where tenant_id = @TenantId and statement_id = @statementId order by number desc;
        select * from statement_sign_off where tenant_id = @TenantId and statement_id = @statementId order by at desc, sign_off_id;
        select * from editorial_correction where tenant_id = @TenantId and statement_id = @statementId order by at, correction_id;
        select * from statement_sending where tenant_id = @TenantId and statement_id = @statementId order by number desc;
        select * from statement_reply where tenant_id = @TenantId and statement_id = @statementId order by at, reply_id;
        select sha256, content from statement_content where tenant_id = @TenantId and statement_id = @statementId and sha256 in (
          select content_sha256 from statement_sign_off where tenant_id = @TenantId and statement_id = @statementId and taken_back_because = ''
          union select content_sha256 from statement_sending where tenant_id = @TenantId and statement_id = @statementId and current);
        select distinct on (record_id) record_id as id, person_id, recorded_at as at from recorded_change
        where tenant_id = @TenantId
          and plan_id = (select plan_id from statement where tenant_id = @TenantId and statement_id = @statementId)
        order by record_id, version desc;
        select distinct on (action_id) action_id as id, date_change.person_id, date_change.recorded_at as at
        from date_change join action using (tenant_id, action_id)
        where tenant_id = @TenantId
          and plan_id = (select plan_id from statement where tenant_id = @TenantId and statement_id = @statementId)
        order by action_id, action_version desc;
        """
        + PlanFacts.Query.Replace(
            "@planId",
            "(select plan_id from statement where tenant_id = @TenantId and statement_id = @statementId)",
            StringComparison.Ordinal);

    private readonly Lazy<V1.StatementContent> live;
    private readonly Lazy<byte[]> bytes;
    private readonly Lazy<string> hash;

    private WholeStatement(Statement statement, Inspection inspection, ActionPlan plan, Partnership partnership, PlanFacts facts, IReadOnlyList<StatementSection> sections)
    {
        (Statement, Inspection, Plan, Partnership, Facts, Sections) = (statement, inspection, plan, partnership, facts, sections);
        live = new(() => StatementContents.Of(plan, partnership, inspection, sections, facts));
        bytes = new(() => StatementContents.ToBytes(live.Value));
        hash = new(() => StatementFile.HashOf(bytes.Value));
    }

    public Statement Statement { get; }
    public Inspection Inspection { get; }
    public ActionPlan Plan { get; }
    public Partnership Partnership { get; }
    public PlanFacts Facts { get; }
    public IReadOnlyList<StatementSection> Sections { get; }
    public PartnershipSettings Settings { get; private init; } = new();
    public IReadOnlyList<AgencyReturn> Returns { get; private init; } = [];

    /// <summary>Open ones first.</summary>
    public IReadOnlyList<StatementComment> Comments { get; private init; } = [];

    /// <summary>Newest first; so are sign-offs and sendings.</summary>
    public IReadOnlyList<StatementDraft> Drafts { get; private init; } = [];
    public IReadOnlyList<StatementSignOff> SignOffs { get; private init; } = [];
    public IReadOnlyList<EditorialCorrection> Corrections { get; private init; } = [];
    public IReadOnlyList<StatementSending> Sendings { get; private init; } = [];
    public IReadOnlyList<StatementReplyReceived> Replies { get; private init; } = [];

    /// <summary>The content as the plan and the sections make it now.</summary>
    public V1.StatementContent LiveContent => live.Value;
    public byte[] LiveBytes => bytes.Value;
    public string LiveSha256 => hash.Value;

    public StatementSending? Current => Sendings.FirstOrDefault(sending => sending.Current);

    /// <summary>
    /// The content that a sending would freeze, which sign-offs are held against: as it is now and, once no corrected version can
    /// follow, as it was sent.
    /// </summary>
    public string PresentSha256(DateOnly today) => IsSettled(today, out var sent) ? sent.ContentSha256 : LiveSha256;

    /// <inheritdoc cref="PresentSha256"/>
    public V1.StatementContent Present(DateOnly today) => IsSettled(today, out var sent) ? KeptContent(sent.ContentSha256) : LiveContent;

    private Dictionary<string, byte[]> Kept { get; init; } = [];
    private Dictionary<Guid, LastChange> Changes { get; init; } = [];
    private Dictionary<Guid, LastChange> DateChanges { get; init; } = [];

    /// <summary>Null where there is no such statement, or its neighbours' events have not come yet.</summary>
    public static async Task<WholeStatement?> ReadAsync(SqlMapper.GridReader results, TenantId tenantId)
    {
        var statement = await results.ReadSingleOrDefaultAsync<Statement>();
        var inspection = await results.ReadSingleOrDefaultAsync<Inspection>();
        var plan = await results.ReadSingleOrDefaultAsync<ActionPlan>();
        var partnership = await results.ReadSingleOrDefaultAsync<Partnership>();
        var settings = await results.ReadSingleOrDefaultAsync<string>();
        var sections = (await results.ReadAsync<StatementSection>()).ToList();
        var returns = (await results.ReadAsync<AgencyReturn>()).ToList();
        var comments = (await results.ReadAsync<StatementComment>()).ToList();
        var drafts = (await results.ReadAsync<StatementDraft>()).ToList();
        var signOffs = (await results.ReadAsync<StatementSignOff>()).ToList();
        var corrections = (await results.ReadAsync<EditorialCorrection>()).ToList();
        var sendings = (await results.ReadAsync<StatementSending>()).ToList();
        var replies = (await results.ReadAsync<StatementReplyReceived>()).ToList();
        var kept = (await results.ReadAsync<(string Sha256, byte[] Content)>()).ToDictionary(one => one.Sha256, one => one.Content, StringComparer.Ordinal);
        var changes = (await results.ReadAsync<LastChange>()).ToDictionary(one => one.Id);
        var dateChanges = (await results.ReadAsync<LastChange>()).ToDictionary(one => one.Id);
        var facts = await PlanFacts.ReadAsync(results);
        return statement is null || inspection is null || plan is null || partnership is null
            ? null
            : new WholeStatement(statement, inspection, plan, partnership, facts, sections)
            {
                Settings = KeptSettings.Of(settings, tenantId),
                Returns = returns,
                Comments = comments,
                Drafts = drafts,
                SignOffs = signOffs,
                Corrections = corrections,
                Sendings = sendings,
                Replies = replies,
                Kept = kept,
                Changes = changes,
                DateChanges = dateChanges,
            };
    }

    /// <summary>A content that a sign-off or the current sending names.</summary>
    public V1.StatementContent KeptContent(string sha256) => V1.StatementContent.Parser.ParseFrom(Kept[sha256]);

    /// <summary>What differs, with who changed each record last.</summary>
    public IReadOnlyList<V1.ContentChange> ChangesBetween(V1.StatementContent before, V1.StatementContent after)
    {
        var changes = ContentChanges.Between(before, after);
        foreach (var change in changes)
        {
            var id = change.AboutCase switch
            {
                V1.ContentChange.AboutOneofCase.ActionId => change.ActionId,
                V1.ContentChange.AboutOneofCase.SectionId => change.SectionId,
                V1.ContentChange.AboutOneofCase.FindingId => change.FindingId,
                _ => "",
            };
            if (Guid.TryParse(id, out var record) && LastChangeOf(record, change.Kind) is { } last)
            {
                change.PersonId = last.PersonId?.ToString() ?? "";
                change.At = Timestamp.FromDateTimeOffset(last.At);
            }
        }

        return changes;
    }

    /// <summary>A sign-off towards the content that it is held against; what voids it is named where it does not stand.</summary>
    public V1.StandingSignOff StandingOf(StatementSignOff signOff, DateOnly today)
    {
        const int mostNamed = 20;
        var stands = signOff.Stands(PresentSha256(today), Corrections);
        var standing = new V1.StandingSignOff { SignOff = signOff.ToProto(), Stands = stands };
        if (!stands && signOff.TakenBackBecause.Length == 0)
        {
            standing.VoidedBy.AddRange(ChangesBetween(KeptContent(signOff.ContentSha256), Present(today)).Take(mostNamed).Select(Shortened));
        }

        return standing;
    }

    // Whole texts stand in the comparison of drafts.
    private static V1.ContentChange Shortened(V1.ContentChange change)
    {
        const int longest = 300;
        (change.From, change.To) = (Short(change.From), Short(change.To));
        return change;

        static string Short(string text) => text.Length <= longest ? text : $"{text[..(char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest)]}…";
    }

    private bool IsSettled(DateOnly today, [NotNullWhen(true)] out StatementSending? sent)
    {
        // One whose mail failed is being prepared again.
        sent = Statement.IsBeingPrepared || Statement.MayBeSentAnew(Inspection, today) ? null : Current;
        return sent is not null;
    }

    private LastChange? LastChangeOf(Guid record, V1.ContentChangeKind kind) =>
        kind == V1.ContentChangeKind.DateMoved && DateChanges.TryGetValue(record, out var moved) ? moved
        : Changes.GetValueOrDefault(record);

    private sealed record LastChange
    {
        public Guid Id { get; init; }
        public Guid? PersonId { get; init; }
        public DateTimeOffset At { get; init; }
    }
}
