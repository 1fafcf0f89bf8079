using Google.Protobuf;
using Jtai.Actions.V1;
using Jtai.Errors;
using Jtai.Streams;

namespace Jtai.Reporting;

/// <summary>Keeps comments, each shared as what it is about: an action, a section, or the whole.</summary>
public sealed class OnStatementCommentChanged : IRangeHandler<StatementCommentChanged>
{
    public async Task ApplyAsync(EventContext context, IReadOnlyList<Received<StatementCommentChanged>> received)
    {
        await Records.ApplyAsync(context, Records.Comment, received, one => Of(one, one.State.Comment));
        await CommentsOnSections.ShareAsync(
            context, [.. received.Select(one => one.State.Comment?.SectionId ?? "").Where(id => id.Length > 0).Distinct().Select(Guid.Parse)]);
    }

    private static Record Of(Received<StatementCommentChanged> received, StatementComment comment) =>
        new(Guid.Parse(received.AggregateId), received.Version, comment.ToByteArray())
        {
            PartOf = Ids.TryParse(comment.StatementId),
            ActionId = Ids.TryParse(comment.ActionId),
            About = Ids.TryParse(comment.SectionId) ?? Ids.TryParse(comment.ActionId),
            Standing = comment.State.ToString(),
            PersonId = Ids.TryParse(comment.AnsweredBy) ?? Ids.TryParse(comment.PersonId),
            At = (comment.AnsweredAt ?? comment.At)?.ToDateTimeOffset(),
        };
}

/// <summary>A comment on a section shows to whom the section does.</summary>
internal static class CommentsOnSections
{
    private const string Share =
        """
        update record set agency_ids = section.agency_ids, owner_id = section.owner_id
        from record section
        where section.tenant_id = @TenantId and section.kind = 'section' and section.id = any (@sections)
          and record.tenant_id = @TenantId and record.kind = 'comment' and record.about = section.id
          and (record.agency_ids, record.owner_id) is distinct from (section.agency_ids, section.owner_id)
        """;

    public static Task ShareAsync(EventContext context, Guid[] sections) => sections.Length == 0
        ? Task.CompletedTask
        : context.ExecuteAsync(Share, new { context.TenantId, sections });
}
