using System.Buffers.Binary;
using System.Buffers.Text;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Jtai.Access;
using Jtai.Errors;
using Jtai.Field;
using Jtai.Partners.V1;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Partners;

public sealed partial class PartnersGrpc
{
    [Authorize(Policies.ReadSharingLog)]
    public override async Task<ListSharingLogReply> ListSharingLog(ListSharingLogRequest request, ServerCallContext context)
    {
        new RequestCheck()
            .That(request.PageSize is >= 0 and <= 200, "page_size", "Ask for 1 to 200 entries.")
            .That(LogPosition.TryRead(request.PageToken, out var after), "page_token", "Start again from the first page.")
            .ThrowIfRefused();
        var size = request.PageSize == 0 ? 50 : request.PageSize;
        var tenantId = Caller.Of(context).TenantId;
        if (request.Export && request.PageToken.Length == 0)
        {
            await database.TakenAwayAsync(context, "SharingLogExport", tenantId.Value);
        }

        var rows = await database.QueryAsync<LogRow>(
            TenantScope.OfMany([tenantId, TenantId.Platform]),
            """
            select log.seq, log.at, person.name, person.job_title, log.agency_id, log.capacity, log.looked_at, log.level
            from sharing_log log
            left join person on person.tenant_id = 'platform' and person.person_id = log.person_id
            where log.tenant_id = @TenantId and (log.at, log.seq) < (@at, @seq)
            order by log.at desc, log.seq desc
            limit @limit
            """,
            new { tenantId, after.At, after.Seq, limit = size + 1 },
            context.CancellationToken);
        var reply = new ListSharingLogReply();
        reply.Entries.AddRange(rows.Take(size).Select(row => row.ToProto()));
        if (rows.Count > size)
        {
            reply.NextPageToken = new LogPosition(rows[size - 1].At, rows[size - 1].Seq).Write();
        }

        return reply;
    }

    private sealed record LogRow
    {
        public required long Seq { get; init; }
        public required DateTimeOffset At { get; init; }
        public string? Name { get; init; }
        public string? JobTitle { get; init; }
        public required string AgencyId { get; init; }
        public required Capacity Capacity { get; init; }
        public required string LookedAt { get; init; }
        public required SharingLevel Level { get; init; }

        public SharingLogEntry ToProto() => new()
        {
            At = At.ToTimestamp(),
            // A system user, or somebody who was erased since.
            PersonName = Name ?? "Not a person of the register",
            JobTitle = JobTitle ?? "",
            AgencyId = AgencyId,
            Capacity = Capacity,
            LookedAt = LookedAt,
            Level = Level,
        };
    }

    /// <summary>The last entry of a page: the next one begins after it, however many were added since.</summary>
    private readonly record struct LogPosition(DateTimeOffset At, long Seq)
    {
        public static bool TryRead(string token, out LogPosition position)
        {
            position = new LogPosition(new DateTimeOffset(9999, 12, 31, 0, 0, 0, TimeSpan.Zero), long.MaxValue);
            if (token.Length == 0)
            {
                return true;
            }

            Span<byte> bytes = stackalloc byte[16];
            if (token.Length != 22 || !Base64Url.IsValid(token) || !Base64Url.TryDecodeFromChars(token, bytes, out var written) || written != bytes.Length)
            {
                return false;
            }

            var ticks = BinaryPrimitives.ReadInt64BigEndian(bytes);
            if (ticks < 0 || ticks > DateTimeOffset.MaxValue.Ticks)
            {
                return false;
            }

            position = new LogPosition(new DateTimeOffset(ticks, TimeSpan.Zero), BinaryPrimitives.ReadInt64BigEndian(bytes[8..]));
            return true;
        }

        public string Write()
        {
            Span<byte> bytes = stackalloc byte[16];
            BinaryPrimitives.WriteInt64BigEndian(bytes, At.UtcTicks);
            BinaryPrimitives.WriteInt64BigEndian(bytes[8..], Seq);
            return Base64Url.EncodeToString(bytes);
        }
    }
}
