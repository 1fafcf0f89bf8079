using Google.Protobuf;
using Grpc.Core;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Partners.Settings;

public sealed partial class SettingsGrpc
{
    private static readonly int Kinds = Enum.GetValues<NotificationKind>().Length - 1;

    /// <summary>Makes no event: nobody keeps preferences but Partners, which is asked for them at the moment of sending.</summary>
    [Authorize(Policies.KeepOwnPreferences)]
    public override async Task<SettingsReply> SavePreferences(SavePreferencesRequest request, ServerCallContext context)
    {
        var check = new RequestCheck()
            .That(request.Preferences.Count <= Kinds && request.Preferences.DistinctBy(one => one.Kind).Count() == request.Preferences.Count, "preferences", "Give each kind once.");
        foreach (var preference in request.Preferences.Take(Kinds))
        {
            check.Known("preferences.kind", preference.Kind, "what you are told of").Known("preferences.timing", preference.Timing, "when you are told of it");
        }

        check.ThrowIfRefused();
        // A person's own, as the person is: of the platform, in whichever partnership they have chosen.
        var write = Write.For(context, request, TenantId.Platform);
        var (registered, present) = await database.QueryMultipleAsync(
            write,
            """
            select exists (select from person where tenant_id = 'platform' and person_id = @PersonId);
            select version from notification_preferences where tenant_id = 'platform' and person_id = @PersonId;
            """,
            new { write.Caller.PersonId },
            async results => (await results.ReadSingleAsync<bool>(), await results.ReadSingleOrDefaultAsync<long>()),
            context.CancellationToken);
        if (!registered)
        {
            throw new NotFound("person");
        }

        if (present != request.ExpectedVersion)
        {
            throw new Conflict(present);
        }

        return await database.SaveAsync(
            write,
            new SettingsReply { Version = present + 1 },
            """
            with changed as (
              insert into notification_preferences as kept (person_id, preferences, version) values (@PersonId, @preferences::jsonb, @version)
              on conflict (tenant_id, person_id) do update set preferences = excluded.preferences, version = excluded.version
              where kept.version = excluded.version - 1
              returning 1)
            select require_changed(exists (select from changed));
            insert into audit (tenant_id, at, kind, entity, aggregate_id, version, subject, capacity, agency_id, rpc, traceparent)
            values ('platform', @now, case when @version = 1 then 'Collection' else 'Alteration' end, 'NotificationPreferences',
              @PersonId::text, @version, @Subject, @capacity, @AgencyId, @Rpc, @jtai_traceparent);
            """,
            new
            {
                write.Caller.PersonId, write.Caller.Subject, write.Caller.AgencyId, capacity = write.Caller.ActingAs.ToString(), write.Rpc,
                preferences = JsonFormatter.Default.Format(new NotificationPreferences { Preferences = { request.Preferences } }), version = present + 1, now = time.GetUtcNow(),
            },
            [],
            context.CancellationToken);
    }
}
