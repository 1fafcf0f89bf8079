using Google.Protobuf.WellKnownTypes;
using Jtai.Access;
using Jtai.Partners.V1;
using Jtai.Store;

namespace Jtai.Actions;

/// <summary>What became of a sending that waits for the mailer (<see cref="V1.SendingState.Queued"/>): the mailer says it here.</summary>
public sealed class SendingOutcomes(Database database, TimeProvider clock)
{
    private const string EndJob = "select end_job(@TenantId, @Kind, @JobId, @Tries);";

    /// <summary>
    /// Marks it as sent, or as failed and given up, of which its sender and the managers are told, and ends the job. Where none went
    /// out before the failed one, the statement is being prepared again and the plan says no more that it was sent. A sending that
    /// is settled stays as it is.
    /// </summary>
    /// <param name="job">Whose id is that of a sending.</param>
    /// <param name="failure">What the mail server said last, without addresses; null where it took the mail.</param>
    /// <param name="ct">Gives up.</param>
    public async Task SettleAsync(Job job, string? failure, CancellationToken ct)
    {
        var service = new Caller(TokenClaims.ServicePrefix + "actions", job.TenantId, null, false, [], Capacity.Unspecified);
        var write = Write.OnBehalfOf(job.TenantId, service, job.Kind);
        var (queued, statement, plan, inspection, sent) = await database.QueryMultipleAsync(
            write.Scope,
            """
            select * from statement_sending where tenant_id = @TenantId and sending_id = @JobId and state = 1;
            select statement.* from statement join statement_sending using (tenant_id, statement_id)
            where tenant_id = @TenantId and sending_id = @JobId;
            select plan.* from action_plan plan join statement using (tenant_id, plan_id) join statement_sending using (tenant_id, statement_id)
            where tenant_id = @TenantId and sending_id = @JobId;
            select inspection.* from inspection join statement using (tenant_id, inspection_id) join statement_sending using (tenant_id, statement_id)
            where tenant_id = @TenantId and sending_id = @JobId;
            select exists (
              select from statement_sending other join statement_sending this using (tenant_id, statement_id)
              where this.tenant_id = @TenantId and this.sending_id = @JobId and other.state = 2)
            """,
            job,
            async results => (
                await results.ReadSingleOrDefaultAsync<StatementSending>(),
                await results.ReadSingleOrDefaultAsync<Statement>(),
                await results.ReadSingleOrDefaultAsync<ActionPlan>(),
                await results.ReadSingleOrDefaultAsync<Inspection>(),
                await results.ReadSingleAsync<bool>()),
            ct);
        if (queued is null)
        {
            await database.SaveAsync(write, new Empty(), EndJob + "select 1", new { job.TenantId, job.Kind, job.JobId, job.Tries }, [], ct);
            return;
        }

        var now = clock.NowAsStored();
        var settled = queued.Settled(failure);
        var notSent = failure is not null && !sent ? statement!.NotSent() : null;
        var unsaid = notSent is { Number: 1 } && plan!.StatementSentOn is not null
            ? plan with { StatementSentOn = null, StatementSentBy = "", StatementSentNote = "", Version = plan.Version + 1 }
            : null;
        await database.SaveAsync(
            write,
            new Empty(),
            EndJob + StatementsGrpc.SaySentOnThePlan + StatementSending.Update + Notice.Insert + RecordedChange.Insert
                + (notSent is null ? "" : Statement.Update),
            new
            {
                job.TenantId,
                job.Kind,
                job.JobId,
                job.Tries,
                Sending = Columns.Of(settled),
                Statement = notSent is null ? null : Columns.Of(notSent),
                statement!.StatementId,
                statement.PlanId,
                PlanChanges = unsaid is not null,
                PlanVersion = plan!.Version,
                PlanSentOn = (DateOnly?)null,
                PlanSentBy = "",
                Notices = Notice.ToJson(failure is null ? [] : [StatementNotices.SendingFailed(statement, settled, service, now)]),
                Changes = RecordedChange.ToJson(unsaid is null
                    ? []
                    : [
                        RecordedChange.Of(
                            unsaid,
                            FieldChanges.Between(plan.ToProto(inspection!), unsaid.ToProto(inspection!), "statement_sent_on", "statement_sent_by"),
                            "The mail could not be delivered.", service, now),
                    ]),
            },
            [
                settled.Changed(),
                .. notSent is null ? [] : new[] { notSent.Changed(inspection!) },
                .. unsaid is null ? [] : new[] { unsaid.Changed(inspection!) },
            ],
            ct);
    }
}
