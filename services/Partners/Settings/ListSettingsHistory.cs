using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Partners.V1;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Partners.Settings;

public sealed partial class SettingsGrpc
{
    private const int HistoryPage = 20;

    // Texts of a template are kept whole; twenty acts with all of them would be more than one answer holds.
    private const int MostShown = 300;

    [Authorize(Policies.ReadSettings)]
    public override async Task<ListSettingsHistoryReply> ListSettingsHistory(ListSettingsHistoryRequest request, ServerCallContext context)
    {
        new RequestCheck()
            .That(request.BeforeVersion >= 0, "before_version", "Give a version of the settings, or 0 for the newest.")
            .ThrowIfRefused();
        var tenantId = Caller.Of(context).TenantId;
        var rows = await database.QueryAsync<HistoryRow>(
            TenantScope.Of(tenantId),
            """
            select version, change, person_id, recorded_at from settings_change where tenant_id = @TenantId and version < @before
            order by version desc limit @limit
            """,
            new { tenantId, before = request.BeforeVersion == 0 ? long.MaxValue : request.BeforeVersion, limit = HistoryPage + 1 },
            context.CancellationToken);
        return new ListSettingsHistoryReply
        {
            Changes = { rows.Take(HistoryPage).Select(row => row.ToProto()) },
            EarlierBeforeVersion = rows.Count > HistoryPage ? rows[HistoryPage - 1].Version : 0,
        };
    }

    private static string Shown(string text) => text.Length <= MostShown ? text : text[..(char.IsHighSurrogate(text[MostShown - 1]) ? MostShown - 1 : MostShown)] + "…";

    private sealed record HistoryRow
    {
        public required long Version { get; init; }
        public required string Change { get; init; }
        public required Guid PersonId { get; init; }
        public required DateTimeOffset RecordedAt { get; init; }

        public SettingsChange ToProto()
        {
            var change = Json.Parse<SettingsChange>(Change);
            foreach (var setting in change.Settings)
            {
                (setting.From, setting.To) = (Shown(setting.From), Shown(setting.To));
            }

            (change.Version, change.PersonId, change.At) = (Version, PersonId.ToString(), RecordedAt.ToTimestamp());
            return change;
        }
    }
}
