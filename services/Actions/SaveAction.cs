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
        where TReply : IMessage<TReply> =>
        database.SaveActionsAsync(write, reply, changes, ofPlan, sql, args, parts, clock.NowAsStored(), ct);
}
