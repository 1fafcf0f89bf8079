using Google.Protobuf;
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
    private static readonly JsonParser GivenJson = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    [Authorize(Policies.ReadGuardReasons)]
    public override async Task<ListGuardReasonsReply> ListGuardReasons(ListGuardReasonsRequest request, ServerCallContext context)
    {
        new RequestCheck()
            .That(request.PageSize is >= 0 and <= 200, "page_size", "Ask for 1 to 200 reasons.")
            .That(LogPosition.TryRead(request.PageToken, out var after), "page_token", "Start again from the first page.")
            .ThrowIfRefused();
        var size = request.PageSize == 0 ? 50 : request.PageSize;
        var tenantId = Caller.Of(context).TenantId;
        var rows = await database.QueryAsync<ReasonRow>(
            TenantScope.OfMany([tenantId, TenantId.Platform]),
            OnGuardReasonGiven.Forget + """
            ;
            select reason.seq, reason.at, person.name, person.job_title, reason.given
            from guard_reason reason
            left join person on person.tenant_id = 'platform' and person.person_id = reason.person_id
            where reason.tenant_id = @guard_tenant and (reason.at, reason.seq) < (@at, @seq)
            order by reason.at desc, reason.seq desc
            limit @limit
            """,
            new { guard_tenant = tenantId.Value, guard_now = time.GetUtcNow(), after.At, after.Seq, limit = size + 1 },
            context.CancellationToken);
        var reply = new ListGuardReasonsReply { Reasons = { rows.Take(size).Select(row => row.ToProto()) } };
        if (rows.Count > size)
        {
            reply.NextPageToken = new LogPosition(rows[size - 1].At, rows[size - 1].Seq).Write();
        }

        return reply;
    }

    private sealed record ReasonRow
    {
        public required long Seq { get; init; }
        public required DateTimeOffset At { get; init; }
        public string? Name { get; init; }
        public string? JobTitle { get; init; }
        public required string Given { get; init; }

        public GuardReason ToProto()
        {
            var given = GivenJson.Parse<GuardReasonGiven>(Given);
            return new GuardReason
            {
                At = At.ToTimestamp(),
                // A system user, or somebody who was erased since.
                PersonName = Name ?? "Not a person of the register",
                JobTitle = JobTitle ?? "",
                AgencyId = given.AgencyId,
                Capacity = given.Capacity,
                Rpc = given.Rpc,
                RecordKind = given.RecordKind,
                RecordId = given.RecordId,
                Fields = { given.Fields },
                Reason = given.Reason,
            };
        }
    }
}
