using Google.Protobuf.WellKnownTypes;
using Jtai.Access;
using Jtai.Partners.V1;
using Jtai.Store;

namespace Jtai.Actions;

/// <summary>What became of a sending that waits for the mailer (<see cref="V1.SendingState.Queued"/>): the mailer says it here.</summary>
public sealed class SendingOutcomes(Database database, TimeProvider clock)
{
    /// <summary>
    /// Marks it as sent, or as failed and given up, of which its sender and the managers are told, and ends the job. One that is
    /// settled stays as it is.
    /// </summary>
    /// <param name="job">Whose id is that of a sending.</param>
    /// <param name="failure">What the mail server said last, without addresses; null where it took the mail.</param>
    /// <param name="ct">Gives up.</param>
    public async Task SettleAsync(Job job, string? failure, CancellationToken ct)
    {
        var service = new Caller(TokenClaims.ServicePrefix + "actions", job.TenantId, null, false, [], Capacity.Unspecified);
        var write = Write.OnBehalfOf(job.TenantId, service, job.Kind);
        var (queued, statement) = await database.QueryMultipleAsync(
            write.Scope,
            """
            select * from statement_sending where tenant_id = @TenantId and sending_id = @JobId and state = 1;
            select statement.* from statement join statement_sending using (tenant_id, statement_id)
            where tenant_id = @TenantId and sending_id = @JobId
            """,
            job,
            async results => (await results.ReadSingleOrDefaultAsync<StatementSending>(), await results.ReadSingleOrDefaultAsync<Statement>()),
            ct);
        var settled = queued?.Settled(failure);
        var notices = settled is null || failure is null
            ? []
            : new[] { StatementNotices.SendingFailed(statement!, settled, service, clock.NowAsStored()) };
        await database.SaveAsync(
            write,
            new Empty(),
            "select end_job(@TenantId, @Kind, @JobId, @Tries);" + (settled is null ? "select 1" : StatementSending.Update + Notice.Insert),
            new
            {
                job.TenantId,
                job.Kind,
                job.JobId,
                job.Tries,
                Sending = settled is null ? null : Columns.Of(settled),
                Notices = Notice.ToJson(notices),
            },
            settled is null ? [] : [settled.Changed()],
            ct);
    }
}
