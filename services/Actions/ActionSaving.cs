using Dapper;
using Google.Protobuf;
using Jtai.Store;

namespace Jtai.Actions;

/// <summary>What an act made of an action: the entry in its history. Of a moved date the row of date_change is the entry.</summary>
public sealed record ActionChange(Action After, V1.ActionChangeKind Kind, IReadOnlyList<V1.FieldChange> Fields, string Reason = "")
{
    /// <summary>The action's newest update; null before the first.</summary>
    public ActionUpdate? LastUpdate { get; init; }

    /// <summary>The partnerships that it is given to, ids parted by commas; null where it is given to nobody.</summary>
    public string? GivenTo { get; init; }

    public Change Given(Change change) => GivenTo is null ? change : change with { Kind = AuditKind.Disclosure, DisclosedTo = GivenTo };
}

/// <summary>What an act made of a plan: the entry in its history.</summary>
public sealed record PlanChange(ActionPlan After, Inspection Inspection, IReadOnlyList<V1.FieldChange> Fields, string Reason = "");

/// <summary>Saving of actions, for each service whose acts change them.</summary>
public static class ActionSaving
{
    /// <summary>Saves actions that were changed, all of them or none, with their entries in the history and their events.</summary>
    /// <param name="database">The service's.</param>
    /// <param name="write">The write.</param>
    /// <param name="reply">The answer.</param>
    /// <param name="changes">What they have become, and why.</param>
    /// <param name="ofPlan">What their plan has become; null where it stays.</param>
    /// <param name="sql">What else is saved with them.</param>
    /// <param name="args">Parameters of that.</param>
    /// <param name="parts">Events of that.</param>
    /// <param name="now">As <see cref="StoredTime.NowAsStored"/> gives it.</param>
    /// <param name="ct">Ends the call.</param>
    /// <param name="others">Entries in the history of what else is saved.</param>
    public static Task<TReply> SaveActionsAsync<TReply>(
        this Database database, Write write, TReply reply, IReadOnlyList<ActionChange> changes, PlanChange? ofPlan,
        string sql, object? args, IEnumerable<Change> parts, DateTimeOffset now, CancellationToken ct,
        params IEnumerable<RecordedChange> others)
        where TReply : IMessage<TReply>
    {
        IEnumerable<PlanChange> plans = ofPlan is null ? [] : [ofPlan];
        var parameters = new DynamicParameters(args);
        parameters.AddDynamicParams(new
        {
            write.TenantId,
            Rows = Action.ToRows(changes.Select(change => change.After)),
            PlanRows = ActionPlan.ToRows(plans.Select(change => change.After)),
            Changes = RecordedChange.ToJson(
            [
                .. changes.Where(change => change.Kind != V1.ActionChangeKind.DueDateMoved)
                    .Select(change => RecordedChange.Of(change.After, change.Kind, change.Fields, change.Reason, write.Caller, now)),
                .. plans.Select(change => RecordedChange.Of(change.After, change.Fields, change.Reason, write.Caller, now)),
                .. others,
            ]),
        });
        return database.SaveAsync(
            write,
            reply,
            Action.Update + (ofPlan is null ? "" : ActionPlan.Update) + RecordedChange.Insert
                + (sql.Length == 0 || sql.StartsWith(';') ? sql : ";\n" + sql),
            parameters,
            [
                .. changes.Select(change => change.Given(change.After.Changed(change.Kind, write.Caller, change.LastUpdate))),
                .. plans.Select(change => change.After.Changed(change.Inspection)),
                .. parts,
            ],
            ct);
    }
}
