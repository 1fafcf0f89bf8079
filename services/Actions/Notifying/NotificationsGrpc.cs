using Jtai.Store;

namespace Jtai.Actions;

/// <summary>The service `jtai.actions.v1.Notifications`: one file per call beside this one.</summary>
public sealed partial class NotificationsGrpc(Database database, NotificationSettings settings, TimeProvider clock)
    : V1.Notifications.NotificationsBase;
