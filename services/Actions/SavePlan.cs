using Google.Protobuf;
using Jtai.Store;

namespace Jtai.Actions;

public partial class ActionsGrpc
{
    private Task<StoredPlan> ReadPlanAsync(Write write, Guid planId, CancellationToken ct) => database.QueryMultipleAsync(
        write, StoredPlan.Select, new { write.TenantId, planId }, StoredPlan.ReadAsync, ct);

    /// <summary>Saves a plan that was changed, or a part of it, with the entry in its history and its event.</summary>
    /// <param name="write">The write.</param>
    /// <param name="reply">The answer.</param>
    /// <param name="change">What it has become, and why.</param>
    /// <param name="ct">Ends the call.</param>
    /// <param name="sql">What else is saved with it.</param>
    /// <param name="args">Parameters of that.</param>
    /// <param name="parts">Events of that.</param>
    private Task<TReply> SavePlanAsync<TReply>(
        Write write, TReply reply, PlanChange change, CancellationToken ct, string sql = "", object? args = null, params IEnumerable<Change> parts)
        where TReply : IMessage<TReply> => SaveAllAsync(write, reply, [], change, sql, args, parts, ct);

    private static V1.PlanPartReply PartReply(Guid partId, ActionPlan plan, long version) =>
        new() { PartId = partId.ToString(), PlanId = plan.PlanId.ToString(), Version = version };

    private static V1.ActionPlanReply PlanReply(ActionPlan plan) => new() { PlanId = plan.PlanId.ToString(), Version = plan.Version };
}
