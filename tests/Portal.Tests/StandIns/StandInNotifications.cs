using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Jtai.Actions.V1;
using Jtai.Errors;
using Jtai.Partners.V1;

namespace Jtai.Portal.Tests.StandIns;

/// <summary>The notifications of Actions as the portal sees them: one that failed, and as many others as a test says.</summary>
public sealed class StandInNotifications : Notifications.NotificationsBase
{
    public const string FailedId = "0198c0de-0000-7000-8000-0000000000f1";

    private static readonly Timestamp Made = Timestamp.FromDateTimeOffset(new DateTimeOffset(2026, 11, 10, 7, 0, 0, TimeSpan.Zero));

    public List<Notification> All { get; } =
    [
        Of(FailedId, NotificationState.Failed, "The mail server refused it (550)."),
        Of("0198c0de-0000-7000-8000-0000000000f2", NotificationState.Sent, ""),
        Of("0198c0de-0000-7000-8000-0000000000f3", NotificationState.Waiting, "No mail is set up."),
    ];

    public static Notification Of(string id, NotificationState state, string why) => new()
    {
        NotificationId = id, Kind = NotificationKind.Overdue, PersonId = "0198c0de-0000-7000-8000-000000000002", RecordId = StandInActions.ActionId,
        Called = "HSK-2026-A014", State = state, MadeAt = Made, SettledAt = state == NotificationState.Waiting ? null : Made, Attempts = 1, Why = why, Version = 6,
    };

    public override Task<ListNotificationsReply> ListNotifications(ListNotificationsRequest request, ServerCallContext context)
    {
        var chosen = All.Where(one => request.State == default || one.State == request.State)
            .SkipWhile(one => request.PageToken.Length > 0 && one.NotificationId != request.PageToken).ToList();
        return Task.FromResult(new ListNotificationsReply
        {
            Notifications = { chosen.Take(request.PageSize) },
            NextPageToken = chosen.Count > request.PageSize ? chosen[request.PageSize].NotificationId : "",
            Failed = All.Count(one => one.State == NotificationState.Failed),
        });
    }

    public override Task<NotificationReply> RetryNotification(RetryNotificationRequest request, ServerCallContext context)
    {
        var found = All.FirstOrDefault(one => one.NotificationId == request.NotificationId) ?? throw new NotFound("notification");
        if (found.Version != request.ExpectedVersion)
        {
            throw new Conflict(found.Version);
        }

        (found.State, found.Version, found.Why, found.SettledAt) = (NotificationState.Waiting, found.Version + 1, "", null);
        return Task.FromResult(new NotificationReply { NotificationId = found.NotificationId, Version = found.Version });
    }
}
