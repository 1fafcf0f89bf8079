using Jtai.Streams;

namespace Jtai.Reporting;

/// <summary>
/// Parts of a record that are many, and show to whom it does: readings of a measure, looks at a strength, what was said in a
/// challenge, earlier contents of evidence. Each is <c>about</c> the record.
/// </summary>
internal static class Followers
{
    /// <summary>Shares all of a partnership as what they are about. Parameter: <c>TenantId</c>.</summary>
    public const string ShareAll =
        """
        update record
        set agency_ids = whole.agency_ids, action_owner_ids = whole.action_owner_ids, author_id = whole.author_id,
          own_agency_id = whole.own_agency_id, audience = whole.audience, inspection_id = whole.inspection_id,
          embargoed_to = whole.embargoed_to
        from record whole
        where record.tenant_id = @TenantId and record.kind in ('reading', 'strength_check', 'challenge_words', 'evidence_content')
          and whole.tenant_id = @TenantId and whole.id = record.about and whole.kind = case record.kind
            when 'reading' then 'impact' when 'strength_check' then 'strength' when 'challenge_words' then 'challenge' else 'evidence' end
          and (record.agency_ids, record.action_owner_ids, record.author_id, record.own_agency_id, record.audience, record.inspection_id,
              record.embargoed_to)
            is distinct from (whole.agency_ids, whole.action_owner_ids, whole.author_id, whole.own_agency_id, whole.audience,
              whole.inspection_id, whole.embargoed_to);

        """;

    /// <summary>Keeps parts of one kind. Those that come before what they are about show to nobody until then.</summary>
    public static async Task ApplyAsync<TState>(
        EventContext context, string kind, IReadOnlyList<Received<TState>> received, Func<Received<TState>, Record> record)
    {
        await Records.ApplyAsync(context, kind, received, record);
        await ShareAsync(context);
    }

    public static Task ShareAsync(EventContext context) =>
        context.ExecuteAsync(Records.InTurn + ShareAll, new { context.TenantId });
}
