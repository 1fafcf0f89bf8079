using Jtai.Streams;

namespace Jtai.Reporting;

/// <summary>
/// Parts of a record that are many, and show to whom it does: readings of a measure, looks at a strength, what was said in a
/// challenge, earlier contents of evidence. Each is <c>about</c> the record.
/// </summary>
internal static class Followers
{
    /// <summary>Shares all of a partnership as what they are about. Parameter: <c>TenantId</c>.</summary>
    public const string ShareAll = Share + ";\n";

    /// <summary>
    /// Shares those of measures and evidence that belong to one of these actions, and of strengths, which are few. Parameters:
    /// <c>TenantId</c>, <c>ids</c> of actions.
    /// </summary>
    public const string ShareOfActions = Share + " and (whole.kind = 'strength' or whole.action_ids && @ids);\n";

    private const string Share =
        """
        update record
        set agency_ids = whole.agency_ids, action_owner_ids = whole.action_owner_ids, author_id = whole.author_id,
          own_agency_id = whole.own_agency_id, audience = whole.audience, inspection_id = whole.inspection_id,
          embargoed_to = whole.embargoed_to
        from record whole
        where record.tenant_id = @TenantId and record.kind in ('reading', 'strength_check', 'challenge_words', 'evidence_content')
          and whole.tenant_id = @TenantId and whole.id = record.about and whole.kind = case record.kind
            when 'reading' then 'impact' when 'strength_check' then 'strength' when 'challenge_words' then 'challenge' else 'evidence' end
          and whole.kind in ('impact', 'strength', 'challenge', 'evidence')
          and (record.agency_ids, record.action_owner_ids, record.author_id, record.own_agency_id, record.audience, record.inspection_id,
              record.embargoed_to)
            is distinct from (whole.agency_ids, whole.action_owner_ids, whole.author_id, whole.own_agency_id, whole.audience,
              whole.inspection_id, whole.embargoed_to)
        """;

    /// <summary>Keeps parts of one kind. Those that come before what they are about show to nobody until then.</summary>
    public static async Task ApplyAsync<TState>(
        EventContext context, string kind, IReadOnlyList<Received<TState>> received, Func<Received<TState>, Record> record)
    {
        await Records.ApplyAsync(context, kind, received, record);
        await ShareAsync(context, [.. received.Where(one => !one.Erased).Select(one => record(one).About).OfType<Guid>().Distinct()]);
    }

    /// <summary>Shares the parts of these as they are shared themselves.</summary>
    public static Task ShareAsync(EventContext context, Guid[] wholes) => wholes.Length == 0
        ? Task.CompletedTask
        : context.ExecuteAsync(Records.InTurn + Share + " and whole.id = any (@wholes)", new { context.TenantId, wholes });
}
