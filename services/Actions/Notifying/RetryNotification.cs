using Grpc.Core;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class NotificationsGrpc
{
    [Authorize(Policies.RetryNotifications)]
    public override async Task<V1.NotificationReply> RetryNotification(V1.RetryNotificationRequest request, ServerCallContext context)
    {
        var write = Write.For(context, request);
        // Names of agencies are the platform's.
        write = write with { Scope = TenantScope.OfMany([write.TenantId, TenantId.Platform]) };
        var stored = await database.QuerySingleOrDefaultAsync<Notification>(
            write,
            $"""
            select {Notification.Columns} from notification {Notification.Joined}
            where notification.tenant_id = @TenantId and notification_id = @notificationId
              and not {Notification.OfPrivateChallenge}
            """,
            new { write.TenantId, notificationId = Ids.Parse("notification", request.NotificationId) },
            context.CancellationToken);
        if (stored is null || !stored.MayBeKnownBy(write.Caller.PersonId))
        {
            throw new NotFound("notification");
        }

        var retried = stored.Retried(request.ExpectedVersion, clock.NowAsStored());
        return await database.SaveAsync(
            write,
            new V1.NotificationReply { NotificationId = retried.NotificationId.ToString(), Version = retried.Version },
            """
            with changed as (
              update notification set state = @State, due_at = @DueAt, weekly = @Weekly, attempts = @Attempts, settled_at = null, version = @Version
              where tenant_id = @TenantId and notification_id = @NotificationId and version = @Version - 1 returning 1)
            select require_changed(exists (select from changed))
            """,
            new { write.TenantId, retried.NotificationId, retried.State, retried.DueAt, retried.Weekly, retried.Attempts, retried.Version },
            [new Change(retried.NotificationId.ToString(), retried.Version, retried.ToProto())],
            context.CancellationToken);
    }
}
