using Grpc.Core;
using Jtai.Access;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Partners.Settings;

public sealed partial class SettingsGrpc
{
    [Authorize(Policies.KeepOwnPreferences)]
    public override async Task<NotificationPreferences> GetPreferences(GetPreferencesRequest request, ServerCallContext context)
    {
        var row = await database.QuerySingleOrDefaultAsync<PreferencesRow>(
            TenantScope.Of(TenantId.Platform),
            "select preferences, version from notification_preferences where tenant_id = 'platform' and person_id = @PersonId",
            new { Caller.Of(context).PersonId },
            context.CancellationToken);
        return row?.ToProto() ?? new NotificationPreferences();
    }

    private sealed record PreferencesRow
    {
        public required string Preferences { get; init; }
        public required long Version { get; init; }

        public NotificationPreferences ToProto()
        {
            var preferences = Json.Parse<NotificationPreferences>(Preferences);
            preferences.Version = Version;
            return preferences;
        }
    }
}
