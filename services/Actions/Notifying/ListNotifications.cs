using Grpc.Core;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Actions;

public partial class NotificationsGrpc
{
    [Authorize(Policies.ReadNotifications)]
    public override async Task<V1.ListNotificationsReply> ListNotifications(V1.ListNotificationsRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context);
        var after = Ids.TryParse(request.PageToken);
        new RequestCheck()
            .That(Enum.IsDefined(request.State), "state", "Choose a state, or none for all.")
            .That(request.PageSize is >= 0 and <= 100, "page_size", "Ask for 1 to 100 notifications.")
            .That(request.PageToken.Length == 0 || after is not null, "page_token", "Start again from the first page.")
            .ThrowIfRefused();
        var size = request.PageSize == 0 ? 25 : request.PageSize;
        var (rows, failed, mails) = await database.QueryMultipleAsync(
            // Names of agencies are the platform's.
            TenantScope.OfMany([caller.TenantId, TenantId.Platform]),
            $"""
            select {Notification.Columns} from notification {Notification.Joined}
            where notification.tenant_id = @TenantId and (@State = 0 or state = @State) and {Seen}
              and (@after::uuid is null or (made_at, notification_id) < (
                select made_at, notification_id from notification where tenant_id = @TenantId and notification_id = @after))
            order by made_at desc, notification_id desc
            limit @limit;
            select count(*)::integer from notification {Notification.Joined}
            where notification.tenant_id = @TenantId and state = 3 and {Seen};
            select ({NotificationQueue.MailsThisHour})::integer
            """,
            new
            {
                caller.TenantId,
                request.State,
                person = caller.PersonId,
                after,
                limit = size + 1,
                now = clock.NowAsStored(),
            },
            async results => (
                (await results.ReadAsync<Notification>()).ToList(),
                await results.ReadSingleAsync<int>(),
                await results.ReadSingleAsync<int>()),
            context.CancellationToken);
        return new V1.ListNotificationsReply
        {
            Notifications = { rows.Take(size).Select(row => (row with { Why = WhyOf(row, mails) }).ToProto()) },
            NextPageToken = rows.Count > size ? rows[size - 1].NotificationId.ToString() : "",
            Failed = failed,
        };
    }

    // Before publication an inspection is known to its readers alone, whoever else manages the partnership.
    // What is between the two sides of a challenge is in no list of anybody else's.
    private const string Seen =
        $"""
        (notification.inspection_id is null or inspection.phase = 5 or @person = any (inspection.reader_ids))
        and not {Notification.OfPrivateChallenge}
        """;

    /// <summary>What a waiting one waits for.</summary>
    private string WhyOf(Notification row, int mailsThisHour) => row.State != V1.NotificationState.Waiting ? row.Why
        : settings.Route == MailRoute.None ? "No mail is set up."
        : row.Weekly && row.Attempts == 0 ? "It is in the mail of the coming Monday."
        : row.Why.Length > 0 ? row.Why + " It is tried again."
        : mailsThisHour >= NotificationQueue.MostAnHour ? "The partnership’s mails of this hour are used up. It is sent as soon as there is room."
        : "";
}
