using Google.Protobuf.WellKnownTypes;
using Jtai.Access;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Store;

namespace Jtai.Actions;

/// <summary>What became of a sending that waits for the mailer (<see cref="V1.SendingState.Queued"/>): the mailer says it here.</summary>
public sealed class SendingOutcomes(Database database)
{
    /// <summary>Marks it as sent, or as failed and given up; one that is settled stays as it is.</summary>
    /// <param name="tenantId">The partnership.</param>
    /// <param name="sendingId">Of a sending that is queued.</param>
    /// <param name="failure">What the mail server said last, without addresses; null where it took the mail.</param>
    /// <param name="ct">Gives up.</param>
    public async Task SettleAsync(TenantId tenantId, Guid sendingId, string? failure, CancellationToken ct)
    {
        var service = new Caller(TokenClaims.ServicePrefix + "actions", tenantId, null, false, [], Capacity.Unspecified);
        var write = Write.OnBehalfOf(tenantId, service, "statement-mailing");
        var queued = await database.QuerySingleOrDefaultAsync<StatementSending>(
            write.Scope,
            "select * from statement_sending where tenant_id = @TenantId and sending_id = @sendingId and state = 1",
            new { write.TenantId, sendingId },
            ct);
        if (queued is null)
        {
            return;
        }

        var settled = queued.Settled(failure);
        await database.SaveAsync(
            write, new Empty(), StatementSending.Update, new { write.TenantId, Sending = Columns.Of(settled) }, [settled.Changed()], ct);
    }
}
