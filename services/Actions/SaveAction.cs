using Dapper;
using Google.Protobuf;
using Jtai.Store;

namespace Jtai.Actions;

public partial class ActionsGrpc
{
    /// <summary>One action as the caller may see it, for a change.</summary>
    private Task<StoredAction> ReadActionAsync(Write write, Guid actionId, CancellationToken ct) => database.QueryMultipleAsync(
        write, StoredAction.Select, new { write.TenantId, actionId }, StoredAction.ReadAsync, ct);

    /// <summary>Saves an action that was changed, with the entry in its history and its event.</summary>
    /// <param name="write">The write.</param>
    /// <param name="reply">The answer.</param>
    /// <param name="stored">The action as it was read.</param>
    /// <param name="change">What it has become, and why.</param>
    /// <param name="ct">Ends the call.</param>
    /// <param name="sql">What else is saved with it.</param>
    /// <param name="args">Parameters of that.</param>
    /// <param name="parts">Events of that.</param>
    private Task<TReply> SaveActionAsync<TReply>(
        Write write, TReply reply, StoredAction stored, ActionChange change, CancellationToken ct,
        string sql = "", object? args = null, params IEnumerable<Change> parts)
        where TReply : IMessage<TReply> =>
        SaveActionsAsync(write, reply, [change with { LastUpdate = stored.LastUpdate }], ct, sql, args, parts);

    /// <summary>The same for several: all of them, or none.</summary>
    /// <inheritdoc cref="SaveActionAsync"/>
    private Task<TReply> SaveActionsAsync<TReply>(
        Write write, TReply reply, IReadOnlyList<ActionChange> changes, CancellationToken ct,
        string sql = "", object? args = null, params IEnumerable<Change> parts)
        where TReply : IMessage<TReply> => SaveAllAsync(write, reply, changes, ofPlan: null, sql, args, parts, ct);

    /// <summary>Actions, and with them their plan where it is given.</summary>
    private Task<TReply> SaveAllAsync<TReply>(
        Write write, TReply reply, IReadOnlyList<ActionChange> changes, PlanChange? ofPlan,
        string sql, object? args, IEnumerable<Change> parts, CancellationToken ct)
        where TReply : IMessage<TReply>
    {
        var now = clock.NowAsStored();
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

    /// <summary>What an act made of an action: the entry in its history. Of a moved date the row of date_change is the entry.</summary>
    private sealed record ActionChange(Action After, V1.ActionChangeKind Kind, IReadOnlyList<V1.FieldChange> Fields, string Reason = "")
    {
        /// <summary>The action's newest update; null before the first.</summary>
        public ActionUpdate? LastUpdate { get; init; }

        /// <summary>The partnerships that it is given to, ids parted by commas; null where it is given to nobody.</summary>
        public string? GivenTo { get; init; }

        public Change Given(Change change) => GivenTo is null ? change : change with { Kind = AuditKind.Disclosure, DisclosedTo = GivenTo };
    }
}
