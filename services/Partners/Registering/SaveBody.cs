using Dapper;
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
    [Authorize(Policies.RunPartnership)]
    public override async Task<BodyReply> SaveBody(SaveBodyRequest request, ServerCallContext context)
    {
        var caller = Caller.Of(context);
        var isOperator = caller.ActingAs == Capacity.PlatformOperator;
        var write = Write.For(context, request);
        // The register is the platform's, and which bodies follow a plan is the partnership's.
        write = write with { Scope = TenantScope.OfMany([write.TenantId, TenantId.Platform]) };
        var (partnership, known, chairs) = await database.QueryMultipleAsync(
            write,
            PartnershipRows.Sql +
            $"""
            select {Body.Columns} from body where tenant_id = 'platform' and body_id = @BodyId;
            select ends_on from appointment where tenant_id = @partnershipId and body_id = @BodyId;
            """,
            new { partnershipId = write.TenantId, request.BodyId },
            async results => (
                await PartnershipRows.ReadAsync(results), await results.ReadSingleOrDefaultAsync<Body>(), (await results.ReadAsync<DateOnly?>()).AsList()),
            context.CancellationToken);
        return request.BodyId.Length == 0
            ? await AddBodyAsync(write, request, partnership ?? throw new Refused("A platform operator registers a body by its id."), context.CancellationToken)
            : await ChangeBodyAsync(write, request, known is not null && (isOperator || partnership?.BodyIds.Contains(known.BodyId) == true)
                ? known
                : throw new NotFound("body"), chairs, isOperator ? null : partnership, context.CancellationToken);
    }

    /// <summary>Two of one name could not be told apart on any page.</summary>
    private async Task DemandNameAsync(Write write, SaveBodyRequest request, Partnership partnership, CancellationToken ct)
    {
        var taken = await database.QuerySingleOrDefaultAsync<bool>(
            write,
            """
            select exists (
              select from body
              where tenant_id = 'platform' and body_id = any (@BodyIds) and body_id <> @BodyId and lower(name) = lower(@name))
            """,
            new { partnership.BodyIds, request.BodyId, name = request.Name.Trim() },
            ct);
        new RequestCheck().That(!taken, "name", "A board or group of this name is registered here already. Choose another name.").ThrowIfRefused();
    }

    private async Task<BodyReply> AddBodyAsync(Write write, SaveBodyRequest request, Partnership partnership, CancellationToken ct)
    {
        var body = Body.RegisterFor(partnership, request);
        await DemandNameAsync(write, request, partnership, ct);
        var changed = partnership with { BodyIds = [.. partnership.BodyIds, body.BodyId], Version = partnership.Version + 1 };
        return await database.SaveAsync(
            write,
            new BodyReply { BodyId = body.BodyId, Version = body.Version },
            """
            with made as (
              insert into body (body_id, name, kind, cycle, clear_days, reply_days, kept_by, ends_on, version)
              values (@BodyId, @Name, @kind, @Cycle, @ClearDays, @ReplyDays, @KeptBy, @EndsOn::date, @Version)
              on conflict do nothing returning 1)
            select require_changed(exists (select from made));
            with changed as (
              update partnership set body_ids = @bodyIds, version = version + 1
              where tenant_id = @TenantId and version = @seen returning 1)
            select require_changed(exists (select from changed));
            """,
            new
            {
                write.TenantId, body.BodyId, body.Name, kind = body.Kind.ToString(), body.Cycle, body.ClearDays, body.ReplyDays, body.KeptBy, body.EndsOn, body.Version,
                bodyIds = changed.BodyIds, seen = partnership.Version,
            },
            [
                new Change(body.BodyId, body.Version, body.ToEvent()) { TenantId = TenantId.Platform },
                new Change(changed.PartnershipId, changed.Version, changed.ToEvent()),
            ],
            ct);
    }

    // Of a manager; an operator has no partnership.
    private async Task<BodyReply> ChangeBodyAsync(
        Write write, SaveBodyRequest request, Body body, IReadOnlyList<DateOnly?> chairs, Partnership? partnership, CancellationToken ct)
    {
        if (body.KeptBy != partnership?.PartnershipId)
        {
            throw new Refused(partnership is null ? "A partnership keeps this body, and changes it." : "This body is kept by whoever runs the platform, as partnerships may share it. Ask them.");
        }

        if (body.Version != request.ExpectedVersion)
        {
            throw new Conflict(body.Version);
        }

        if (partnership is not null)
        {
            await DemandNameAsync(write, request, partnership, ct);
        }

        var changed = body.With(request, chairs);
        return await database.SaveAsync(
            write,
            new BodyReply { BodyId = changed.BodyId, Version = changed.Version },
            """
            -- Whoever is appointed to its chair at the same moment queues here, as in Appoint.
            select pg_advisory_xact_lock(hashtextextended(@TenantId, 0));
            with changed as (
              update body set name = @Name, kind = @kind, cycle = @Cycle, clear_days = @ClearDays, reply_days = @ReplyDays, ends_on = @EndsOn::date,
                version = version + 1
              where tenant_id = 'platform' and body_id = @BodyId and version = @seen and not exists (
                select from appointment
                where tenant_id = @TenantId and body_id = @BodyId and coalesce(ends_on > @EndsOn::date, @EndsOn::date is not null))
              returning 1)
            select require_changed(exists (select from changed));
            """,
            new
            {
                write.TenantId, changed.BodyId, changed.Name, kind = changed.Kind.ToString(), changed.Cycle, changed.ClearDays, changed.ReplyDays,
                changed.EndsOn, seen = body.Version,
            },
            [new Change(changed.BodyId, changed.Version, changed.ToEvent()) { TenantId = TenantId.Platform }],
            ct);
    }
}
