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
        var caller = Caller.Of(context);
        var tenantId = caller.TenantId;
        if (!OnInspectionChanged.AreConfirmed(inspections, tenantId))
        {
            throw new Unavailable("Which inspections are not published yet could not be confirmed just now, so no reasons are shown. Try again in a minute.");
        }

        var rows = await database.QueryAsync<ReasonRow>(
            TenantScope.OfMany([tenantId, TenantId.Platform]),
            $"""
            {OnGuardReasonGiven.Forget};
            select reason.seq, reason.at, person.name, person.job_title, reason.given
            from guard_reason reason
            cross join (select @PersonId as person_id) reader
            left join person on person.tenant_id = 'platform' and person.person_id = reason.person_id
            where reason.tenant_id = @guard_tenant and (reason.at, reason.seq) < (@at, @seq) and {OnGuardReasonGiven.MayBeKnown}
            order by reason.at desc, reason.seq desc
            limit @limit
            """,
            new { guard_tenant = tenantId.Value, guard_now = time.GetUtcNow(), caller.PersonId, after.At, after.Seq, limit = size + 1 },
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
