using Google.Protobuf;
using Grpc.Core;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Store;

namespace Jtai.Partners.Settings;

/// <summary>The gRPC service of settings and preferences; each RPC is a file beside this one.</summary>
public sealed partial class SettingsGrpc(Database database, TimeProvider time) : V1.Settings.SettingsBase
{
    // A message of JSON, so that the row needs no column for each setting that is added.
    private static readonly JsonParser Json = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    private const string Save =
        """
        with changed as (
          insert into partnership_settings as kept (tenant_id, settings, version) values (@TenantId, @settings::jsonb, @version)
          on conflict (tenant_id) do update set settings = excluded.settings, version = excluded.version
          where kept.version = excluded.version - 1
          returning 1)
        select require_changed(exists (select from changed));
        insert into settings_change (tenant_id, version, change, person_id, capacity, recorded_at)
        values (@TenantId, @version, @changes::jsonb, @PersonId, @capacity, @now);

        """;

    private const string Stored = "select settings from partnership_settings where tenant_id = @TenantId";

    private static PartnershipSettings Read(string? stored, TenantId tenantId) =>
        PartnershipSettings.Of(stored is null ? V1.PartnershipSettings.DefaultsOf(tenantId.Value) : Json.Parse<V1.PartnershipSettings>(stored).WithDefaults());

    /// <summary>An act on the settings: read, changed, saved with what it changed from and to.</summary>
    private async Task<SettingsReply> ChangeAsync(
        ServerCallContext context, IMessage request, long expectedVersion, Func<PartnershipSettings, PartnershipSettings> change)
    {
        var write = Write.For(context, request);
        write = write with { Scope = TenantScope.OfMany([write.TenantId, TenantId.Platform]) };
        var (provisioned, stored) = await database.QueryMultipleAsync(
            write,
            "select exists (select from partnership where tenant_id = @TenantId);" + Stored,
            new { write.TenantId },
            async results => (await results.ReadSingleAsync<bool>(), await results.ReadSingleOrDefaultAsync<string>()),
            context.CancellationToken);
        var before = provisioned ? Read(stored, write.TenantId) : throw new NotFound("partnership");
        if (before.Version != expectedVersion)
        {
            throw new Conflict(before.Version);
        }

        var after = change(before) with { Version = before.Version + 1 };
        var changes = SettingChanges.Between(before, after);
        if (changes.Settings.Count == 0)
        {
            throw new Refused("Nothing is changed: the settings say all of this already.");
        }

        return await database.SaveAsync(
            write,
            new SettingsReply { Version = after.Version },
            Save +
            """
            update partnership_name set accent_colour = @AccentColour
            where tenant_id = 'platform' and partnership_id = @TenantId and accent_colour <> @AccentColour;
            """,
            new
            {
                write.TenantId, after.AccentColour, settings = JsonFormatter.Default.Format(after.ToProto()), after.Version, changes = JsonFormatter.Default.Format(changes), write.Caller.PersonId,
                capacity = write.Caller.ActingAs.ToString(), now = time.GetUtcNow(),
            },
            [new Change(write.TenantId.Value, after.Version, new PartnershipSettingsChanged { Settings = after.ToProto() })],
            context.CancellationToken);
    }
}
