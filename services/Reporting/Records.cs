using Jtai.Streams;

namespace Jtai.Reporting;

/// <summary>
/// The published records of all kinds, in one table under one policy. Which kind shows at which level is said where the
/// database enforces it: <c>least_level</c> and <c>admits_record</c> in <c>Data/202611300715_proof.sql</c>, <c>least_level_of_part</c>
/// in <c>Data/202611300205_depth_and_statements.sql</c>.
/// </summary>
internal static class Records
{
    public const string Finding = "finding";
    public const string Action = "action";
    public const string Update = "update";
    public const string Milestone = "milestone";
    public const string Coverage = "coverage";
    public const string DateRequest = "date_request";
    public const string Theme = "theme";
    public const string Cause = "cause";
    public const string Response = "response";
    public const string Statement = "statement";
    public const string Section = "section";
    public const string Return = "return";
    public const string Comment = "comment";
    public const string Draft = "draft";
    public const string SignOff = "sign_off";
    public const string Correction = "correction";
    public const string Sending = "sending";
    public const string Reply = "reply";
    public const string EvidenceExists = "evidence_exists";
    public const string Evidence = "evidence";
    public const string EvidenceContent = "evidence_content";
    public const string Check = "check";
    public const string Audit = "audit";
    public const string Impact = "impact";
    public const string Reading = "reading";
    public const string Voice = "voice";
    public const string Strength = "strength";
    public const string StrengthCheck = "strength_check";
    public const string Challenge = "challenge";
    public const string ChallengeWords = "challenge_words";

    /// <summary>
    /// Lets one at a time change what stands under a partnership's embargoes or count it, so that each sees what the one before
    /// has left: two publishers' streams are applied side by side, and readers count too. Parameter: <c>TenantId</c>.
    /// </summary>
    public const string InTurn =
        """
        select pg_advisory_xact_lock(hashtextextended(@TenantId, 0));

        """;

    // A record of an action is shared as the action is, and stands under the same inspection; a part of a plan or statement stands
    // under that one's. What belongs to several actions is shared with them afterwards (OfSeveralActions). The same version is kept again, with what an older replica did not know of it.
    private const string Keep =
        """
        insert into record (tenant_id, kind, id, action_ids, agency_ids, owner_id, inspection_id, embargoed_to, version, state,
          part_of, about, standing, called, due_on, person_id, at, audience, author_id, own_agency_id)
        select @TenantId, @kind, told.id, coalesce(told.several::uuid[], array_remove(array[told.action_id], null)),
          coalesce(action.agency_ids, array_remove(array[told.agency_id], null)), coalesce(action.owner_id, told.owner_id),
          under.inspection_id, embargo_of(@TenantId, under.inspection_id), told.version, told.state,
          told.part_of, told.about, told.standing, told.called, told.due_on, told.person_id, told.at, told.audience, told.author_id,
          told.own_agency_id
        from unnest(@ids, @actionIds, @severals, @inspectionIds, @agencyIds, @ownerIds, @versions, @states, @partsOf, @abouts, @standings,
            @calleds, @dueOns, @personIds, @ats, @audiences, @authorIds, @ownAgencyIds)
          as told (id, action_id, several, inspection_id, agency_id, owner_id, version, state, part_of, about, standing,
            called, due_on, person_id, at, audience, author_id, own_agency_id)
        left join listed_action action on action.tenant_id = @TenantId and action.action_id = told.action_id
        left join action_plan plan on plan.tenant_id = @TenantId and plan.plan_id = told.part_of
        left join statement on statement.tenant_id = @TenantId and statement.statement_id = told.part_of
        cross join lateral (
          select coalesce(told.inspection_id, action.inspection_id, plan.inspection_id, statement.inspection_id) as inspection_id) as under
        on conflict (tenant_id, kind, id) do update
        set action_ids = excluded.action_ids, agency_ids = excluded.agency_ids, owner_id = excluded.owner_id,
          inspection_id = excluded.inspection_id, embargoed_to = excluded.embargoed_to, version = excluded.version,
          state = excluded.state, part_of = excluded.part_of, about = excluded.about, standing = excluded.standing,
          called = excluded.called, due_on = excluded.due_on, person_id = excluded.person_id, at = excluded.at,
          audience = excluded.audience, author_id = excluded.author_id, own_agency_id = excluded.own_agency_id
        where record.version <= excluded.version
        """;

    private const string Erase =
        "delete from record where tenant_id = @TenantId and kind = @kind and id = any (@ids)";

    // Of a compacted stream a plan's or statement's newest state comes behind its parts.
    private const string StandUnder =
        """
        update record set inspection_id = @inspectionId, embargoed_to = embargo_of(@TenantId, @inspectionId)
        where tenant_id = @TenantId and part_of = @whole and inspection_id is distinct from @inspectionId
        """;

    /// <summary>Keeps the records that are newer. Takes the turn: embargoes and actions must not change meanwhile.</summary>
    public static Task KeepAsync(EventContext context, string kind, IReadOnlyCollection<Record> records)
    {
        return records.Count == 0 ? Task.CompletedTask : context.ExecuteAsync(InTurn + Keep, new
        {
            context.TenantId,
            kind,
            ids = Each(record => record.Id),
            actionIds = Each(record => record.ActionId),
            // Arrays of several lengths cannot stand in one: each as Postgres writes it.
            severals = Each(record => record.ActionIds is { } several ? $"{{{string.Join(',', several)}}}" : null),
            inspectionIds = Each(record => record.InspectionId),
            agencyIds = Each(record => record.AgencyId),
            ownerIds = Each(record => record.OwnerId),
            versions = Each(record => record.Version),
            states = Each(record => record.State),
            partsOf = Each(record => record.PartOf),
            abouts = Each(record => record.About),
            standings = Each(record => record.Standing),
            calleds = Each(record => record.Called),
            dueOns = Each(record => record.DueOn),
            personIds = Each(record => record.PersonId),
            ats = Each(record => record.At),
            audiences = Each(record => record.Audience),
            authorIds = Each(record => record.AuthorId),
            ownAgencyIds = Each(record => record.OwnAgencyId),
        });

        T[] Each<T>(Func<Record, T> column) => [.. records.Select(column)];
    }

    /// <summary>Keeps of a range what is newer, and erases what it says is erased.</summary>
    public static async Task ApplyAsync<TState>(
        EventContext context, string kind, IReadOnlyList<Received<TState>> received, Func<Received<TState>, Record> record)
    {
        await KeepAsync(context, kind, [.. received.Where(one => !one.Erased).Select(record)]);
        await EraseAsync(context, kind, [.. received.Where(one => one.Erased).Select(one => Guid.Parse(one.AggregateId))]);
    }

    public static Task EraseAsync(EventContext context, string kind, IReadOnlyCollection<Guid> ids) => ids.Count == 0
        ? Task.CompletedTask
        : context.ExecuteAsync(Erase, new { context.TenantId, kind, ids = ids.ToArray() });

    /// <summary>Puts what was kept before its plan or statement under that one's inspection.</summary>
    public static Task StandUnderAsync(EventContext context, Guid whole, Guid inspectionId) =>
        context.ExecuteAsync(InTurn + StandUnder, new { context.TenantId, whole, inspectionId });
}

/// <summary>A record as its owner published it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Version">The newest wins.</param>
/// <param name="State">The message.</param>
internal sealed record Record(Guid Id, long Version, byte[] State)
{
    /// <summary>The action that it belongs to; an action's own id; null for what belongs to none.</summary>
    public Guid? ActionId { get; init; }

    /// <summary>Of what belongs to several: all of them.</summary>
    public IReadOnlyCollection<Guid>? ActionIds { get; init; }

    /// <summary>Null where the action, plan or statement says it.</summary>
    public Guid? InspectionId { get; init; }

    /// <summary>The plan or statement that it belongs to.</summary>
    public Guid? PartOf { get; init; }

    /// <summary>What a comment is about, null for the whole; the measure, strength, challenge or item that it is a part of.</summary>
    public Guid? About { get; init; }

    /// <summary>The agency whose part it is; an action's are those of the action.</summary>
    public string? AgencyId { get; init; }

    /// <summary>The person to whom it shows besides; an action's is its owner.</summary>
    public Guid? OwnerId { get; init; }

    /// <summary>How it stands, as its own state says: the name of an enum's value.</summary>
    public string? Standing { get; init; }

    /// <summary>What a list calls it.</summary>
    public string? Called { get; init; }

    public DateOnly? DueOn { get; init; }

    /// <summary>Who did, asked or wrote what its state says.</summary>
    public Guid? PersonId { get; init; }

    public DateTimeOffset? At { get; init; }

    /// <summary>Of evidence the name of its audience; of a challenge whether it is escalated.</summary>
    public string? Audience { get; init; }

    /// <summary>Who added or raised it, and sees it from within whatever its audience.</summary>
    public Guid? AuthorId { get; init; }

    /// <summary>The agency whose own it is: who keeps a strength, raised a challenge, added evidence.</summary>
    public string? OwnAgencyId { get; init; }
}
