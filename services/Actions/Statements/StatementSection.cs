using Google.Protobuf.WellKnownTypes;
using Jtai.Errors;
using Jtai.Partners.V1;
using Jtai.Store;

namespace Jtai.Actions;

/// <summary>One section of a statement: of the partnership, or the part of an agency or body.</summary>
public sealed record StatementSection
{
    public const string Insert =
        $"""
        ;
        insert into statement_section (tenant_id, {Named})
        select @TenantId, {Named} from jsonb_populate_recordset(null::statement_section, @Sections::jsonb);
        """;

    public const string Update =
        """
        ;
        with changed as (
          update statement_section set author_id = saved.author_id, text = saved.text, written_by = saved.written_by,
            written_at = saved.written_at, version = saved.version
          from jsonb_populate_record(null::statement_section, @Section::jsonb) as saved
          where statement_section.tenant_id = @TenantId and statement_section.section_id = saved.section_id
            and statement_section.version = saved.version - 1
          returning 1)
        select require_changed(exists (select from changed))
        """;

    public const int LongestText = 10_000;
    private const int LongestHeading = 200;
    private const string Named =
        "section_id, statement_id, position, heading, guidance, of_agency_id, of_body_id, author_id, text, written_by, written_at, version";

    public Guid SectionId { get; init; }
    public Guid StatementId { get; init; }
    public int Position { get; init; }
    public string Heading { get; init; } = "";
    public string Guidance { get; init; } = "";
    public string? OfAgencyId { get; init; }
    public string? OfBodyId { get; init; }
    public Guid? AuthorId { get; init; }
    public string Text { get; init; } = "";
    public Guid? WrittenBy { get; init; }
    public DateTimeOffset? WrittenAt { get; init; }
    public long Version { get; init; }

    public V1.Lead? Of => LeadText.ToProto(LeadText.Of(OfAgencyId, OfBodyId));

    /// <summary>The sections of the partnership's template.</summary>
    public static IEnumerable<StatementSection> OfTemplate(Guid statementId, PartnershipSettings settings) =>
        settings.Template.Sections.Select((section, index) => new StatementSection
        {
            SectionId = Guid.CreateVersion7(),
            StatementId = statementId,
            Position = index + 1,
            Heading = section.Heading,
            Guidance = section.Guidance,
            Text = section.Text,
            Version = 1,
        });

    /// <summary>A section for each agency and body that leads an action and has none, after those there are.</summary>
    /// <param name="statementId">Of the statement.</param>
    /// <param name="present">The sections there are.</param>
    /// <param name="leads">Of the plan's actions, in their order.</param>
    /// <param name="nameOf">What each is called.</param>
    public static IEnumerable<StatementSection> OfLeads(
        Guid statementId, IReadOnlyCollection<StatementSection> present, IEnumerable<V1.Lead> leads, Func<V1.Lead, string> nameOf) =>
        leads.Distinct().Except(present.Select(section => section.Of).OfType<V1.Lead>()).Select((lead, index) => new StatementSection
        {
            SectionId = Guid.CreateVersion7(),
            StatementId = statementId,
            Position = present.Count + index + 1,
            Heading = nameOf(lead) is { Length: <= LongestHeading } name ? name : nameOf(lead)[..LongestHeading],
            Guidance = "What this part will do, and why. Its table of actions is made from the plan.",
            OfAgencyId = lead.AgencyIdOrNone(),
            OfBodyId = lead.BodyIdOrNone(),
            Version = 1,
        });

    /// <exception cref="Refused">It says so already.</exception>
    public StatementSection Write(string text, Guid by, DateTimeOffset now) => text != Text
        ? this with { Text = text, WrittenBy = by, WrittenAt = now, Version = Version + 1 }
        : throw new Refused("Nothing is changed: the section says this already.");

    /// <exception cref="Refused">They are named already.</exception>
    public StatementSection NameAuthor(Guid? author) => author != AuthorId
        ? this with { AuthorId = author, Version = Version + 1 }
        : throw new Refused("Nothing is changed: this was recorded already.");

    public Change Changed() => new(SectionId.ToString(), Version, new V1.StatementSectionChanged { Section = ToProto() });

    public V1.StatementPartReply ToReply() =>
        new() { PartId = SectionId.ToString(), Version = Version, StatementId = StatementId.ToString() };

    public V1.StatementSection ToProto() => new()
    {
        SectionId = SectionId.ToString(),
        StatementId = StatementId.ToString(),
        Position = Position,
        Heading = Heading,
        Guidance = Guidance,
        Of = Of,
        AuthorId = AuthorId?.ToString() ?? "",
        Text = Text,
        WrittenBy = WrittenBy?.ToString() ?? "",
        WrittenAt = WrittenAt is { } at ? Timestamp.FromDateTimeOffset(at) : null,
        Version = Version,
    };
}
