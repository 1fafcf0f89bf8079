using Grpc.Core;
using Jtai.Errors;
using Jtai.Partners.V1;
using Jtai.Store;
using Microsoft.AspNetCore.Authorization;

namespace Jtai.Partners;

public sealed partial class PartnersGrpc
{
    [Authorize(Policies.RunRegister)]
    public override async Task<BodyReply> RegisterBody(RegisterBodyRequest request, ServerCallContext context)
    {
        var body = Body.Register(request);
        var write = Write.For(context, request);
        var taken = await database.QuerySingleOrDefaultAsync<string>(
            write,
            "select body_id from body where tenant_id = 'platform' and body_id = @bodyId",
            new { body.BodyId },
            context.CancellationToken);
        if (taken is not null)
        {
            throw new Refused("A body with this id already exists.");
        }

        return await database.SaveAsync(
            write,
            new BodyReply { BodyId = body.BodyId, Version = body.Version },
            """
            with made as (
              insert into body (body_id, name, kind, version) values (@bodyId, @name, @kind, @version)
              on conflict do nothing returning 1)
            select require_changed(exists (select from made));
            """,
            new { body.BodyId, body.Name, Kind = body.Kind.ToString(), body.Version },
            [new Change(body.BodyId, body.Version, body.ToEvent())],
            context.CancellationToken);
    }
}
