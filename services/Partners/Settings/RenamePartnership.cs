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
    /// <summary>The name is the partnership's own record; that it changed stands in the history of the settings, so that there is one.</summary>
    [Authorize(Policies.SaveSettings)]
    public override async Task<SettingsReply> RenamePartnership(RenamePartnershipRequest request, ServerCallContext context)
    {
        var write = Write.For(context, request);
        write = write with { Scope = TenantScope.OfMany([write.TenantId, TenantId.Platform]) };
        var (partnership, stored) = await database.QueryMultipleAsync(
            write,
            PartnershipRows.Sql + Stored,
            new { partnershipId = write.TenantId, write.TenantId },
            async results => (await PartnershipRows.ReadAsync(results) ?? throw new NotFound("partnership"), await results.ReadSingleOrDefaultAsync<string>()),
            context.CancellationToken);
        var settings = Read(stored, write.TenantId);
        if (settings.Version != request.ExpectedVersion)
        {
            throw new Conflict(settings.Version);
        }

        var renamed = partnership.Rename(request.Name);
        var after = settings with { Version = settings.Version + 1 };
        var changes = new SettingsChange { Settings = { new SettingChange { Setting = "partnership_name", From = partnership.Name, To = renamed.Name } } };
        return await database.SaveAsync(
            write,
            new SettingsReply { Version = after.Version },
            Save +
            """
            with changed as (
              update partnership set name = @Name, version = @RenamedVersion where tenant_id = @TenantId and version = @RenamedVersion - 1 returning 1)
            select require_changed(exists (select from changed));
            update partnership_name set name = @Name where tenant_id = 'platform' and partnership_id = @TenantId;
            """,
            new
            {
                write.TenantId, settings = JsonFormatter.Default.Format(after.ToProto()), after.Version, changes = JsonFormatter.Default.Format(changes), write.Caller.PersonId,
                capacity = write.Caller.ActingAs.ToString(), now = time.GetUtcNow(), renamed.Name, RenamedVersion = renamed.Version,
            },
            [
                new Change(write.TenantId.Value, after.Version, new PartnershipSettingsChanged { Settings = after.ToProto() }),
                new Change(renamed.PartnershipId, renamed.Version, renamed.ToEvent()),
            ],
            context.CancellationToken);
    }
}
