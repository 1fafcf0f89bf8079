using Jtai.Field;
using Jtai.Store;

namespace Jtai.Actions;

/// <summary>
/// Notifications that wait to be sent. Each is taken by one process, for two minutes: a process that died holds nothing longer.
/// </summary>
public sealed class NotificationQueue(Database database, TimeProvider clock)
{
    /// <summary>Mails of one partnership before the next has its turn.</summary>
    public const int Batch = 20;

    /// <summary>Mails of one partnership within an hour; what is beyond waits.</summary>
    public const int MostAnHour = 200;

    /// <summary>Mails sent in the last hour and under way, to compare with <see cref="MostAnHour"/>. Parameters: <c>TenantId</c>, <c>now</c>.</summary>
    public const string MailsThisHour =
        """
        (select count(distinct mail_id) from notification
          where tenant_id = @TenantId and state = 2 and settled_at > @now - interval '1 hour')
        + (select count(distinct case when weekly then person_id else notification_id end) from notification
          where tenant_id = @TenantId and state = 1 and held_until > now())
        """;

    private const int MostInOneMail = 100;

    /// <summary>Partnerships with something to send, in the order of their ids.</summary>
    public async Task<IReadOnlyList<TenantId>> TenantsAsync(CancellationToken ct)
    {
        var known = await database.QueryAsync<TenantId>(
            TenantScope.OfMany([]), "select partnership_id from known_partnership", null, ct);
        return await database.QueryAsync<TenantId>(
            TenantScope.OfMany(known),
            """
            select partnership_id from known_partnership
            where exists (
              select from notification
              where tenant_id = partnership_id and state = 1 and due_at <= @now and (held_until is null or held_until < now()))
            order by partnership_id
            """,
            new { now = clock.NowAsStored() },
            ct);
    }

    /// <summary>Takes a batch; who waits for the weekly mail is taken with all that is gathered for them.</summary>
    public Task<IReadOnlyList<Notification>> TakeAsync(TenantId tenantId, CancellationToken ct) => database.QueryMultipleAsync(
        // Names of agencies are the platform's.
        TenantScope.OfMany([tenantId, TenantId.Platform]),
        $"""
        -- The count of the hour is taken by one process at a time.
        select pg_advisory_xact_lock(hashtextextended(@TenantId || ' notifications', 0)) is null;
        with waiting as (
          select * from notification
          where tenant_id = @TenantId and state = 1 and due_at <= @now and (held_until is null or held_until < now())),
        next as (
          select notification_id, person_id, weekly from waiting
          where not weekly or notification_id = (
            select notification_id from waiting of_them where of_them.weekly and of_them.person_id = waiting.person_id
            order by notification_id limit 1)
          order by due_at, notification_id
          limit greatest(0, least({Batch}, {MostAnHour} - ({MailsThisHour})))),
        gathered as (
          select notification_id, row_number() over (partition by person_id order by notification_id) as place
          from waiting where weekly and person_id in (select person_id from next where weekly)),
        taken as (
          select tenant_id, notification_id from notification
          where tenant_id = @TenantId and notification_id in (
            select notification_id from next union select notification_id from gathered where place <= {MostInOneMail})
          for update skip locked),
        held as (
          update notification set held_until = now() + interval '2 minutes', attempts = attempts + 1
          from taken
          where notification.tenant_id = taken.tenant_id and notification.notification_id = taken.notification_id
          returning notification.*)
        select {Notification.Columns.Replace("notification.", "held.", StringComparison.Ordinal)}
        from held
        {Notification.Joined.Replace("notification.", "held.", StringComparison.Ordinal)}
        order by held.due_at, held.notification_id
        """,
        new { TenantId = tenantId, now = clock.NowAsStored() },
        async results =>
        {
            await results.ReadAsync<bool>();
            return (IReadOnlyList<Notification>)await results.ReadAsync<Notification>();
        },
        ct);

    /// <summary>Says what became of them.</summary>
    public Task SettleAsync(IReadOnlyList<Notification> settled, CancellationToken ct) => settled.Count == 0 ? Task.CompletedTask : database.ExecuteAsync(
        TenantScope.Of(settled[0].TenantId),
        """
        update notification set state = settled.state, due_at = settled.due_at, weekly = settled.weekly, held_until = null,
          attempts = settled.attempts, settled_at = settled.settled_at, mail_id = settled.mail_id, why = settled.why, version = settled.version
        from unnest(@ids, @states, @dueAt, @weekly, @attempts, @settledAt, @mailIds, @why, @versions)
          as settled (notification_id, state, due_at, weekly, attempts, settled_at, mail_id, why, version)
        where tenant_id = @TenantId and notification.notification_id = settled.notification_id and notification.state = 1
        """,
        new
        {
            settled[0].TenantId,
            ids = settled.Select(one => one.NotificationId).ToArray(),
            states = settled.Select(one => (int)one.State).ToArray(),
            dueAt = settled.Select(one => one.DueAt).ToArray(),
            weekly = settled.Select(one => one.Weekly).ToArray(),
            attempts = settled.Select(one => one.Attempts).ToArray(),
            settledAt = settled.Select(one => one.SettledAt).ToArray(),
            mailIds = settled.Select(one => one.MailId).ToArray(),
            why = settled.Select(one => one.Why).ToArray(),
            versions = settled.Select(one => one.Version).ToArray(),
        },
        ct);

    /// <summary>Lets go of what was not tried, e.g. since nobody could say the addresses.</summary>
    public Task GiveBackAsync(IReadOnlyList<Notification> taken, CancellationToken ct) =>
        SettleAsync([.. taken.Select(one => one with { Attempts = one.Attempts - 1 })], ct);
}
